import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundFormula } from '../../src/document/block.js';
import { scanMarkdown } from '../../src/document/markdown.js';
import { toTextOffset, toTextSpan } from '../../src/document/offsets.js';

function formulasIn(text: string, format: 'markdown' | 'mdx' = 'markdown'): FoundFormula[] {
  const { blocks } = scanMarkdown(text, format);
  return blocks.flatMap(({ pieces }) => pieces.filter((piece): piece is FoundFormula => typeof piece !== 'string'));
}
const latexIn = (text: string, format: 'markdown' | 'mdx' = 'markdown') => formulasIn(text, format).map((f) => f.latex);

describe('formulas in Markdown', () => {
  it('stand between one dollar or two, on one line or several', () => {
    expect(latexIn('Let $x$ be.\n\n$$\ny = 1\n$$\n\n$$z = 2$$\n\n$$a\n= b$$.\n\nafter $q$')).toEqual([
      'x',
      'y = 1',
      'z = 2',
      'a\n= b',
      'q',
    ]);
  });

  it('stand in code blocks of the language math, and in no other', () => {
    const text = '```math\n\\frac{a}{b}\n```\n\n```\n$no$\n```\n\n    $no$\n\n`$no$`\n\n~~~math\nc\nd\n~~~';
    expect(latexIn(text)).toEqual(['\\frac{a}{b}', 'c\nd']);
  });

  it('are not money, comments, or a sentence that begins with a formula', () => {
    expect(latexIn('It costs $5 and $10.')).toEqual([]);
    expect(latexIn('a <!-- $x$ -->\n\n<!--\n$y$\n-->')).toEqual([]);
    expect(latexIn('$$a$$ and $$b$$ here')).toEqual(['a', 'b']);
    expect(latexIn('![the $x$ axis](x.svg) and *the [rate](x.md) $y$*')).toEqual(['y']);
    expect(latexIn('\\$x\\$ and $y$')).toEqual(['y']);
  });

  it('know whether they stand alone', () => {
    expect(formulasIn('a $x$\n\n$$y$$\n\nin $$z$$ line').map((f) => f.display)).toEqual([false, true, true]);
  });

  it('say where they stand, whatever is put before their lines', () => {
    const text =
      'Hi 😀 $a$\r\n\r\n> 1. in a list\r\n>\r\n>    $$\r\n>    x = 1 \\\\\r\n>    + 2\r\n>    $$\r\n> and $b\r\n> times c$.\r\n';
    const found = formulasIn(text);
    expect(found.map((f) => f.latex)).toEqual(['a', 'x = 1 \\\\\n+ 2', 'b\ntimes c']);
    for (const { latex, offsets } of found) {
      for (let i = 0; i < latex.length; i++) {
        const shown = text[toTextOffset(offsets, i)];
        // A line end of the text may have two characters; the formula has one.
        expect(latex[i] === '\n' ? /[\r\n]/.test(shown ?? '') : shown === latex[i], `${latex} at ${i}`).toBe(true);
      }
    }
    const span = found[2] as FoundFormula;
    expect(text.slice(...toTextSpan(span.offsets, [0, span.latex.length]))).toBe('b\r\n> times c');
  });

  it('are left alone where the author asks', () => {
    expect(latexIn('<!-- formulens-ignore -->\n$$\nno\n$$\n\na <!-- formulens-ignore --> $no$ but $yes$')).toEqual([
      'yes',
    ]);
  });

  it('tell of dollars that are never closed', () => {
    const [open] = formulasIn('text\n\n$$\nx = 1\n\nmore text');
    expect(open?.fault).toBe('the $$ that opens this formula is never closed');
  });

  it('have exact places in random documents', () => {
    const latex = fc.constantFrom('x', '\\alpha_{ts}', 'a + b', '\\frac{1}{2}', '\\text{if } 😀');
    const block = fc.oneof(
      latex.map((f) => ({ text: `word 😀 $${f}$ word`, f })),
      latex.map((f) => ({ text: `$$\n${f}\n$$`, f })),
      latex.map((f) => ({ text: `> quoted $${f}$`, f })),
      latex.map((f) => ({ text: `- item\n\n  $$\n  ${f}\n  $$`, f })),
      latex.map((f) => ({ text: `## Head $${f}$`, f })),
      latex.map((f) => ({ text: `\`\`\`math\n${f}\n\`\`\``, f })),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (blocks, lineEnd) => {
        const text = blocks
          .map((b) => b.text)
          .join('\n\n')
          .replaceAll('\n', lineEnd);
        const found = formulasIn(text);
        expect(found.map((f) => f.latex.trim())).toEqual(blocks.map((b) => b.f));
        for (const { latex: own, span, offsets } of found) {
          expect(text.slice(span[0], span[1])).toContain(own.trim());
          expect(text.slice(...toTextSpan(offsets, [0, own.length]))).toBe(own);
        }
      }),
      { seed: 7, numRuns: 80 },
    );
  });

  it('are found in any text without an exception', () => {
    const piece = fc.constantFrom(
      '$',
      '$$',
      '\n',
      '> ',
      '- ',
      '`',
      '```math',
      '<!--',
      '-->',
      'x',
      ' ',
      '\\',
      '{',
      '\r\n',
      '---\n',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const format of ['markdown', 'mdx'] as const) {
          for (const { span, offsets, latex } of formulasIn(text, format)) {
            expect(span[0]).toBeLessThan(span[1]);
            expect(offsets.at(-1)?.[0]).toBe(latex.length);
          }
        }
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('formulas in MDX', () => {
  it('stand beside tags, imports, expressions and comments, which are none', () => {
    const text = [
      'import X from "./$no$.js"',
      '',
      'export const a = "$no$"',
      '',
      '# Head {a} $h$',
      '',
      '<Tabs label="$no$" value={`$no$`}>',
      '  $x^{2}$ {/* $no$ */}',
      '</Tabs>',
      '',
      '    $indented$',
      '',
      '{/* formulens-ignore */} $no$ but a < b $c$',
    ].join('\n');
    const found = formulasIn(text, 'mdx');
    expect(found.map((f) => f.latex)).toEqual(['h', 'x^{2}', 'indented', 'c']);
    for (const f of found) expect(text.slice(...f.span)).toBe(`$${f.latex}$`);
  });
});
