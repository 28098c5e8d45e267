import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  containsSpan,
  type Expr,
  exprKey,
  toLatex,
  toMathJSON,
  toOutline,
  toText,
  walk,
} from '../../src/expr/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

const PIECES = [
  ..."( ) [ ] \\{ \\} | \\| \\langle \\rangle { } ^ _ ^{ _{ & \\\\ , ; : . ! - + = < / ' \\quad".split(' '),
  ...'\\sum_i \\int \\prod dx \\frac{d}{dx} \\nabla \\partial_t \\max_x \\lim \\mathbb{E} E \\forall \\lnot \\wedge \\lor'.split(
    ' ',
  ),
  ...'\\left( \\right) \\left. \\right| \\big|_{x} \\frac{a}{b} \\sqrt{x} \\sin \\log \\hat \\mathbf{Ax} \\text{if} \\dots'.split(
    ' ',
  ),
  ...'\\begin{cases} \\end{cases} \\begin{aligned} \\end{aligned} x y f e i d T 2 \\alpha \\cdot \\times \\cup \\oplus \\to \\in'.split(
    ' ',
  ),
];

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(' '));

/** The left side that a line inherits belongs to the line before. */
function inherited(e: Expr, parent: Expr | null): boolean {
  return parent?.kind === 'relation' && parent.inheritsLeft === true && parent.sides[0] === e;
}

describe('any string', () => {
  it('reads to an expression whose spans lie within the text', () => {
    fc.assert(
      fc.property(soup, (latex) => {
        const { expr, assumptions } = read(parse(latex));
        walk(expr, (e) => {
          expect(e.span[0]).toBeLessThanOrEqual(e.span[1]);
          expect(containsSpan([0, latex.length], e.span)).toBe(true);
        });
        for (const { span } of assumptions) expect(containsSpan([0, latex.length], span)).toBe(true);
      }),
      { seed: 1, numRuns: 1500 },
    );
  });

  it.each(['|\\mid[u|V[', '[a|b[ |c|', '|[0, |x[|'])(
    'keeps the parts of bars and half-open intervals inside them: %s',
    (latex) => {
      walk(read(parse(latex)).expr, (e, parent) => {
        if (parent) expect(containsSpan(parent.span, e.span)).toBe(true);
      });
    },
  );

  it('can be printed in every form', () => {
    fc.assert(
      fc.property(soup, (latex) => {
        const { expr } = read(parse(latex));
        for (const print of [exprKey, toLatex, toText, toOutline]) expect(typeof print(expr)).toBe('string');
        expect(toMathJSON(expr)).toBeDefined();
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  const REPEATED = [
    '(',
    '[',
    '\\{',
    '|',
    '\\|',
    '-',
    'x!',
    'a/',
    'f(x)',
    '(x)',
    '\\sum_i ',
    '\\int ',
    '\\int dx ',
    '\\nabla ',
    '\\partial_x ',
    '\\sin ',
    '\\frac{d}{dx} ',
    '\\max_x ',
    '\\forall x ',
    'a,',
    'a=',
    'a\\\\',
    '[a)',
    'x|',
    '||',
    '\\langle ',
    'd',
    "x'",
    '\\cup_i ',
    '\\big|_{x} ',
    '\\mathbb{E}[',
    '\\left(',
    '{}_2F',
    'x\\wedge ',
    'x^',
    '{',
  ];
  it('of ten thousand openers, signs or operators reads and stays shallow', () => {
    for (const piece of REPEATED) {
      const { expr } = read(parse(piece.repeat(Math.ceil(10_000 / piece.length))));
      let depth = 0;
      const measure = (e: Expr, level: number): void => {
        depth = Math.max(depth, level);
        walk(e, (child, parent) => {
          if (parent === e) measure(child, level + 1);
          return parent === null;
        });
      };
      measure(expr, 1);
      expect({ piece, shallow: depth < 1200 }).toEqual({ piece, shallow: true });
      expect(exprKey(expr).length).toBeGreaterThan(0);
    }
  });
});

describe('spans', () => {
  const FORMULAS = [
    '\\frac{e^{z_i}}{\\sum_j{e^{z_j}}}',
    'v_t = \\gamma v_{t-1} + \\eta \\nabla_{\\theta} J(\\theta) \\\\ \\theta = \\theta - v_t',
    '\\begin{aligned} l(y) &= -\\sum_{j=1}^q y_j \\log \\hat{y}_j \\\\ &= \\log \\sum_k e^{o_k} - o_y \\end{aligned}',
    '\\int_0^1 |f(x)|^2\\,dx \\le \\|f\\|_p \\quad \\text{where} \\quad p > 2',
    '\\{x \\in S : x^\\top A x > 0\\} \\cup [0, 1)',
    '\\left. \\frac{d}{dx} f(x) \\right|_{x=0} + \\binom{n}{k} - \\lfloor x/2 \\rfloor',
  ];
  it('of children lie within their parents', () => {
    for (const latex of FORMULAS) {
      walk(read(parse(latex)).expr, (e, parent) => {
        if (!parent) return true;
        if (inherited(e, parent)) return false;
        expect({ latex, inside: containsSpan(parent.span, e.span), kind: e.kind }).toEqual({
          latex,
          inside: true,
          kind: e.kind,
        });
        return true;
      });
    }
  });

  it('cut out text that reads to the same node', () => {
    for (const latex of FORMULAS) {
      walk(read(parse(latex)).expr, (e, parent) => {
        if (inherited(e, parent)) return false;
        if (e.span[0] === e.span[1] || e.kind === 'text' || e.kind === 'hole') return true;
        // What a letter is (an element, a label, Euler's number) may need what stands around it.
        if (e.kind === 'symbol' || e.kind === 'set') return true;
        if (e.kind === 'relation' && e.inheritsLeft) return true;
        const again = exprKey(read(parse(latex.slice(...e.span))).expr);
        expect(`${latex.slice(...e.span)} => ${again}`).toBe(`${latex.slice(...e.span)} => ${exprKey(e)}`);
        return true;
      });
    }
  });
});
