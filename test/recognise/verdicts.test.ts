import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Net } from '../../src/catalogue/net.js';
import { builtInData, loadCatalogue } from '../../src/index.js';
import { read } from '../../src/meaning/index.js';
import { gatherEvidence } from '../../src/recognise/evidence.js';
import { recognise } from '../../src/recognise/index.js';
import { createVerdicts } from '../../src/recognise/verdicts.js';
import { parse } from '../../src/syntax/index.js';

const { net } = loadCatalogue(builtInData());

/** One shape each, with letters to be put in; the second of a pair is false where the first is true. */
const SHAPES = [
  '\\frac{e^{A_B}}{\\sum_C e^{A_C}}',
  '\\frac{e^{A_B}}{\\sum_C e^{A_B}}',
  'A B + (1 - A) C',
  'A B + (1 - B) C',
  '\\sum_B A_B C_B',
  '\\sqrt{\\sum_B A_B^2}',
  '\\frac{1}{C} \\sum_{B=1}^{C} A_B',
  '\\frac{1}{C} \\sum_{B=2}^{C} A_B',
  '\\frac{d}{dA} A^2 C',
  'A^\\top B C',
];
const LETTERS = [
  'x',
  'y',
  'z',
  'u',
  'v',
  'w',
  'k',
  'm',
  'n',
  'a',
  'b',
  'X',
  'W',
  '\\alpha',
  '\\beta',
  '\\theta',
  'p',
  'e',
  'i',
];

const formula = fc
  .tuple(fc.constantFrom(...SHAPES), fc.shuffledSubarray(LETTERS, { minLength: 3, maxLength: 3 }))
  .map(([shape, letters]) =>
    shape.replace(/\b[ABC](?![a-z])|(?<=_)[ABC]/g, (slot) => `{${letters['ABC'.indexOf(slot)]}}`),
  );

function told(latex: string, on: Net): string {
  const { chunks } = recognise(read(parse(latex)), on);
  return JSON.stringify(chunks.map((c) => [c.pattern.concept.id, c.spans, c.evidence]));
}

describe('remembered verdicts', () => {
  it('change no answer, whatever was proved before', () => {
    fc.assert(
      fc.property(fc.array(formula, { minLength: 2, maxLength: 4 }), (formulas) => {
        const shared = { ...net };
        for (const latex of formulas) expect(told(latex, shared)).toBe(told(latex, { ...net }));
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('prove a claim once for all letters, and again where the letters stand otherwise', () => {
    let proofs = 0;
    const verdicts = createVerdicts({
      prove: (input) => {
        proofs++;
        return gatherEvidence(input);
      },
    });
    const proofsFor = (latex: string): number => {
      const before = proofs;
      recognise(read(parse(latex)), net, [], verdicts);
      return proofs - before;
    };
    expect(proofsFor('\\sum_{j=1}^{n} a_j u_j')).toBeGreaterThan(0);
    expect(proofsFor('\\sum_{k=1}^{m} b_k v_k')).toBe(0);
    expect(proofsFor('\\sum_{k=1}^{m} b_k b_k')).toBeGreaterThan(0);
    expect(proofsFor('\\sum_{k=1}^{m} B_k v_k')).toBeGreaterThan(0);
  });

  it('are forgotten, the oldest first, once there are many', () => {
    let proofs = 0;
    const verdicts = createVerdicts({
      most: 1,
      prove: () => {
        proofs++;
        return { status: 'verified', checks: [], seed: 1 };
      },
    });
    for (const latex of ['x^\\top y', '\\sqrt{x_1^2 + x_2^2}', 'u^\\top v'])
      recognise(read(parse(latex)), net, [], verdicts);
    expect(proofs).toBeGreaterThanOrEqual(3);
  });
});
