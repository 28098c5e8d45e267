import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAnnotation } from '../../src/render/terminal.js';
import { textWidth } from '../../src/render/text.js';
import { emptyAnnotation, SOFTMAX, sampleChunk, softmaxAnnotation } from '../support/samples.js';

const MISS = '\\frac{e^{z_i}}{\\sum_j z_j}';

describe('the formula with its chunks', () => {
  it('brackets inner chunks first, names them, and tells what each is', () => {
    const text = renderAnnotation(softmaxAnnotation());
    expect(text.split('\n').slice(0, 11)).toEqual([
      '  \\frac{e^{z_i}}{\\sum_j e^{z_j}}',
      '        └─────┘ 2 exponential',
      '  └──────── 1 softmax ─────────┘',
      '',
      'Here: positive shares of one whole, handed out by z: the largest takes most.',
      '',
      '1 softmax  (a kind of normalised weights)',
      '    what it is      Turns any list of scores into shares that are positive and',
      '                    add up to 1.',
      '    how it is built Above the bar one score, put through exp; below it the same',
      '                    thing added up over all of them.',
    ]);
    expect(text).toContain('    made of         z_i: the scores\n');
    expect(text).toContain('agrees with the definition at 12 points, largest difference\n                    2e-16');
    expect(text).toContain('the shares sum to 1: at 12 points, largest difference 1e-16');
    expect(text).toContain('2 exponential  (in 1)\n');
    expect(text).toContain('    by form only    it is the function itself');
    expect(text).toContain('    z_i             the scores, family (from convention)');
  });

  it('keeps neighbours on one line and gives narrow chunks a tick', () => {
    const latex = 'aa+b+ccc';
    const chunks = [
      sampleChunk(latex, 'aa', { id: 'c1', name: 'p', spans: [[0, 2]] }),
      sampleChunk(latex, 'b', { id: 'c2', name: 'q', spans: [[7, 8]] }),
    ];
    const [, brackets] = renderAnnotation(emptyAnnotation(latex, { chunks })).split('\n');
    expect(brackets).toBe('  └┘ 1 p ╵ 2 q');
  });

  it('joins the pieces of a chunk that is apart', () => {
    const latex = 'abc+d+abc';
    const chunks = [
      sampleChunk(latex, latex, {
        name: 'pair',
        spans: [
          [0, 3],
          [6, 9],
        ],
      }),
    ];
    expect(renderAnnotation(emptyAnnotation(latex, { chunks })).split('\n')[1]).toBe('  └─┘┄┄┄└─┘ 1 pair');
  });

  it('carries a bracket over the lines of a formula of several lines', () => {
    const latex = 'v = \\beta v + x \\\\\nw = w - v';
    const chunks = [sampleChunk(latex, latex, { name: 'momentum' })];
    expect(renderAnnotation(emptyAnnotation(latex, { chunks })).split('\n').slice(0, 4)).toEqual([
      '  v = \\beta v + x \\\\',
      '  └───── 1 … ───────',
      '  w = w - v',
      '  ────────┘ 1 momentum',
    ]);
  });

  it('says the same words once', () => {
    const latex = 'a+b';
    const chunks = [
      sampleChunk(latex, 'a', { roles: { x: { latex: 'a', spans: [[0, 1]], meaning: 'one' } } }),
      sampleChunk(latex, 'b', { id: 'c2', roles: { x: { latex: 'b', spans: [[2, 3]], meaning: 'other' } } }),
    ];
    const text = renderAnnotation(emptyAnnotation(latex, { chunks }));
    expect(text.match(/Turns any list/g)).toHaveLength(1);
    expect(text).toContain('    what it is      the same as 1, of other things\n    made of         b: other\n');
  });

  it('says so when nothing is known', () => {
    expect(renderAnnotation(emptyAnnotation('x'))).toBe('  x\n\nNo known pattern here.\n');
  });
});

describe('warnings, errors and readings', () => {
  it('a near miss has a caret, the mended formula and the numbers', () => {
    const text = renderAnnotation(
      emptyAnnotation(MISS, {
        warnings: [
          {
            kind: 'near-miss',
            concept: 'softmax',
            message: 'Almost a softmax: below the bar the scores are added without exp.',
            spans: [[22, 25]],
            within: [[0, 25]],
            mend: SOFTMAX,
            counterexample: 'The shares sum to 1.83, not to 1.',
          },
        ],
      }),
    );
    expect(text).toBe(
      [
        `  ${MISS}`,
        '',
        'Almost a softmax: below the bar the scores are added without exp.',
        `  ${MISS}`,
        `  ${' '.repeat(22)}^^^`,
        `    mended          ${SOFTMAX}`,
        '    in numbers      The shares sum to 1.83, not to 1.',
        '',
      ].join('\n'),
    );
  });

  it('an error is underlined, also at the very end', () => {
    const errors = [{ code: 'latex/open-group', message: 'missing }', span: [3, 3] as const, hint: 'close it' }];
    expect(renderAnnotation(emptyAnnotation('a+{', { errors }))).toContain(
      'Cannot read this: missing }\n  a+{\n     ^\n    hint            close it\n',
    );
  });

  it('a reading names the others', () => {
    const assumptions = [
      {
        span: [0, 4] as const,
        reading: '$f$ applied to $x$',
        because: 'f is a usual name',
        alternatives: ['a product'],
      },
    ];
    expect(renderAnnotation(emptyAnnotation('f(x)', { assumptions }))).toContain(
      '    f(x)            f applied to x, because f is a usual name (or: a product)\n',
    );
  });
});

describe('any text', () => {
  const nasty = fc.string({ unit: 'binary', maxLength: 300 });
  const seeded = { seed: 7, numRuns: 300 };

  it('never passes on a control character, nor is wider than the terminal', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 40, max: 120 }), fc.nat(300), fc.nat(300), (latex, width, a, b) => {
        const span = [Math.min(a, b, latex.length), Math.min(Math.max(a, b), latex.length)] as const;
        const chunk = sampleChunk(latex, latex, {
          spans: [span],
          name: latex.slice(0, 30),
          roles: { x: { latex, spans: [span], meaning: latex } },
        });
        const text = renderAnnotation(
          emptyAnnotation(latex, {
            gist: latex,
            chunks: [chunk],
            symbols: [{ latex, kind: 'any', meaning: latex, source: 'prose', spans: [span] }],
            errors: [{ code: 'x', message: latex, span, hint: latex }],
          }),
          { width },
        );
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
      seeded,
    );
  });

  it('keeps brackets under what they mean where characters are wide, tall or not there', () => {
    const latex = '中\u0301文+\u001bab';
    const chunk = sampleChunk(latex, 'ab', { name: 'p' });
    const [source, brackets] = renderAnnotation(emptyAnnotation(latex, { chunks: [chunk] })).split('\n');
    const before = textWidth(source?.slice(0, source.indexOf('ab')) ?? '');
    expect(textWidth(brackets?.slice(0, brackets.indexOf('└')) ?? '')).toBe(before);
  });

  it('colours only what it adds, and only when asked', () => {
    const coloured = renderAnnotation(softmaxAnnotation(), { color: true });
    const plain = renderAnnotation(softmaxAnnotation());
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    expect(plain).not.toContain('\u001b');
  });

  it('shows the first places that cannot be read, and counts the others', () => {
    const latex = '}'.repeat(40);
    const errors = Array.from(latex, (_, i) => ({
      code: 'latex/stray-close',
      message: `a } at ${i} that closes nothing`,
      span: [i, i + 1] as [number, number],
      hint: 'take it away',
    }));
    const text = renderAnnotation(emptyAnnotation(latex, { errors }));
    expect(text.match(/that closes nothing/g)).toHaveLength(5);
    expect(text).toContain('And 35 more places that cannot be read.');
  });
});
