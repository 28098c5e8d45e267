import fc from 'fast-check';
import katex from 'katex';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { annotatedHtml, renderPieces } from '../../src/render/annotated-html.js';
import type { Piece } from '../../src/render/pieces.js';

const engine = createEngine();

function read(html: string): Document {
  return parseHTML(`<!doctype html><html><body>${html}</body></html>`).document;
}

/** The markup without our elements. */
function plainPart(html: string): string {
  const document = read(html);
  for (const piece of document.querySelectorAll('.fl-piece')) piece.replaceWith(...piece.childNodes);
  return document.body.innerHTML;
}

function plain(latex: string, displayMode = true): string {
  return read(katex.renderToString(latex, { displayMode, strict: 'ignore', maxSize: 100 })).body.innerHTML;
}

function textOf(html: string, id: string): string[] {
  const document = read(html);
  return [...document.querySelectorAll(`[data-fl="${id}"]`)].map((e) => e.textContent ?? '');
}

/** One piece with the id `p`, over `text` where it stands in the LaTeX. */
function pieceOver(latex: string, text: string): Piece {
  const at = latex.indexOf(text);
  return { id: 'p', spans: [[at, at + text.length]] };
}

const FORMULAS = [
  '\\frac{e^{z_i}}{\\sum_j e^{z_j}}',
  'v_t = \\beta v_{t-1} + (1-\\beta) g_t',
  '\\begin{aligned} v &= \\beta v + (1-\\beta) g \\\\ w &= w - \\alpha v \\end{aligned}',
  '\\operatorname{score}(h_t, h_s) = h_t^\\top W h_s',
  'H(p, q) = -\\sum_i p_i \\log q_i',
  '\\left(\\frac{1}{n}\\sum_{i=1}^n x_i\\right)^2',
  '{1 \\over 1+e^{-x}}',
  '\\sqrt{\\frac1n\\sum_i (x_i-\\bar x)^2}',
  'p(A\\mid B) = \\frac{p(B\\mid A)\\,p(A)}{p(B)}',
];

describe('annotatedHtml', () => {
  it.each(FORMULAS)('marks every chunk and part of %s and moves nothing', (latex) => {
    const annotation = engine.annotate(latex);
    const html = annotatedHtml(annotation);
    expect(annotation.chunks.length).toBeGreaterThan(0);
    for (const { id, parts = [] } of annotation.chunks) {
      expect(textOf(html, id)).not.toEqual([]);
      for (const { name } of parts) expect(textOf(html, `${id}/${name}`)).not.toEqual([]);
    }
    expect(plainPart(html)).toBe(plain(latex));
  });

  it('sets it in a line or as a display', () => {
    const annotation = engine.annotate('\\frac{e^{z_i}}{\\sum_j e^{z_j}}');
    for (const displayMode of [true, false]) {
      expect(plainPart(annotatedHtml(annotation, { displayMode }))).toBe(plain(annotation.latex, displayMode));
    }
  });

  it('marks what is to be mended', () => {
    const html = annotatedHtml(engine.annotate('\\frac{e^{z_i}}{\\sum_j z_j}'));
    expect(textOf(html, 'w1')).not.toEqual([]);
  });

  it('is what include: ["html"] puts into the answer, and only then', () => {
    const latex = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';
    const annotation = engine.annotate(latex, { include: ['html'] });
    expect(annotation.html).toBe(annotatedHtml(annotation));
    expect('html' in engine.annotate(latex)).toBe(false);
  });

  it('uses the macros that were given with the formula', () => {
    const macros = { '\\sm': '\\frac{e^{#1_i}}{\\sum_j e^{#1_j}}' };
    const annotation = engine.annotate('y = \\sm{z}', { macros, include: ['html'] });
    expect(annotation.chunks[0]?.latex).toBe('\\sm{z}');
    expect(textOf(annotation.html ?? '', 'c1')).toHaveLength(1);
    expect(annotation.html).not.toContain('katex-error');
  });

  it('keeps the LaTeX as it was written for those who copy it', () => {
    const latex = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';
    const document = read(annotatedHtml(engine.annotate(latex)));
    expect(document.querySelector('annotation[encoding="application/x-tex"]')?.textContent).toBe(latex);
  });
});

describe('pieces', () => {
  it.each([
    ['a + b = c', 'a + b', ['a+b']],
    // Scripts belong to the bracket before them: the bracket is a piece of its own, the script no part of it.
    ['(a+b)^2', '(a+b)', ['(a+b', ')']],
    ['\\left(a+b\\right)^2', '\\left(a+b\\right)', ['(a+b)']],
    ['e^\\alpha + 1', '\\alpha', ['α']],
    ['\\frac12', '1', ['1']],
    ['\\begin{matrix} a & b \\\\ c & d \\end{matrix}', 'b \\\\ c', ['c', 'b']],
    ['\\begin{aligned} a &= b \\\\ &= c \\end{aligned}', 'a &= b', ['a', '=b']],
    ['{a + b \\over c}', 'a + b', ['a+b']],
    ['\\underbrace{a+b}_{c} + d', 'a+b', ['a+b']],
    ['x + {\\bf y z} + w', '{\\bf y z} + w', ['yz+w']],
    ['\\mathbf{W} x', 'W', ['W']],
    ['a \\displaystyle b c', 'b c', ['bc']],
    ['x_{a+b}^{c+d}', 'c+d', ['c+d']],
    ['\\hat{x} + 1', 'x', ['x^']],
  ])('in %s: %s', (latex, text, expected) => {
    const html = renderPieces(latex, [pieceOver(latex, text)]);
    // Columns are set one after the other. A line may break after a sign, so a piece may be several elements more than those that it needs.
    const found = textOf(html, 'p').map((t) => t.replace(/[\s\u200b]/gu, ''));
    expect(found.join('')).toBe(expected.join(''));
    expect(found.length).toBeGreaterThanOrEqual(expected.length);
  });

  it('that cross or coincide share what they have in common', () => {
    const latex = 'a b c d';
    const pieces = [
      { id: 'x', spans: [[0, 5]] },
      { id: 'y', spans: [[2, 7]] },
      { id: 'z', spans: [[2, 7]] },
    ] satisfies Piece[];
    const html = renderPieces(latex, pieces);
    expect(textOf(html, 'x').join('')).toBe('abc');
    for (const id of ['y', 'z']) {
      expect(textOf(html, id).join('')).toBe('bcd');
    }
  });

  it('are inside well-formed markup, whatever their spans are', () => {
    const latex = "\\frac{e^{z_i} + 1}{\\left(\\sum_j e^{z_j}\\right)^2} = \\sqrt{a} \\text{ if } x_{n}' < \\hat y";
    const span = fc
      .tuple(fc.nat(latex.length), fc.nat(latex.length))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const expected = plain(latex);
    fc.assert(
      fc.property(fc.array(fc.array(span, { minLength: 1, maxLength: 3 }), { maxLength: 5 }), (all) => {
        const html = renderPieces(
          latex,
          all.map((spans, i) => ({ id: `p${i}`, spans })),
        );
        const tags = html.match(/<(?!\/)(?![^>]*\/>)/g)?.length;
        expect(html.match(/<\//g)?.length).toBe(tags);
        expect(textOf(html, 'none')).toEqual([]);
        expect(read(plainPart(html)).body.textContent).toBe(read(expected).body.textContent);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('what readers write', () => {
  it.each([
    '\\htmlData{fl=c1}{x}',
    '\\htmlData{fl=fl0s0}{x}',
    '\\htmlClass{fl-piece}{x}',
    '\\htmlId{top}{x}',
    '\\htmlStyle{color:red}{x}',
    '\\href{javascript:alert(1)}{x}',
    '\\url{javascript:alert(1)}',
    '\\includegraphics{https://example.com/x.png}',
    '\\newcommand\\a[2]{\\htmlData{fl=#1#2}{x}}\\a{fl1s}{0}',
  ])('stays inert: %s', (attempt) => {
    const latex = `${attempt} + \\frac{e^{z_i}}{\\sum_j e^{z_j}}`;
    const html = renderPieces(latex, [pieceOver(latex, 'e^{z_i}')]);
    const document = read(html);
    expect(document.querySelectorAll('a, img, [id], [href], [src]')).toHaveLength(0);
    const marked = [...document.querySelectorAll('[data-fl]')].map((e) => e.getAttribute('data-fl'));
    expect(new Set(marked)).toEqual(new Set(['p']));
    expect(document.querySelector('[data-fl="p"]')?.textContent).not.toContain('x');
  });

  it('never makes it throw', () => {
    for (const latex of [
      '\\frac{',
      '}',
      '\\left(',
      'a &',
      '\\begin{aligned}',
      '{'.repeat(3000),
      '\\def\\a{\\a\\a}\\a',
      '<b>"&',
    ]) {
      const html = annotatedHtml({ ...engine.annotate('x'), latex });
      expect(html).toContain('katex');
      expect(html).not.toContain('<b>');
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (latex) => {
        const whole: Piece = { id: 'p', spans: [[0, latex.length]] };
        expect(renderPieces(latex, [whole])).toContain('katex');
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
