import { describe, expect, it } from 'vitest';
import type { EvaluateAnswer } from '../../src/explain/evaluate-schema.js';
import { EvaluateAnswerSchema } from '../../src/explain/evaluate-schema.js';
import { createEngine } from '../../src/index.js';

const engine = createEngine();
const SOFTMAX = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';

function evaluate(latex: string, values: Readonly<Record<string, unknown>> | 'example' = {}): EvaluateAnswer {
  return engine.evaluate(latex, { values });
}

function chunk(answer: EvaluateAnswer, concept: string) {
  return answer.chunks.find((c) => c.concept === concept);
}

describe('lines that each give a letter its value', () => {
  it('are steps: what a line gives is known below, and no claim about what was there before', () => {
    const answer = evaluate('v = \\beta v + g \\\\ w = w - \\alpha v', {
      v: 1,
      '\\beta': 0.5,
      g: 2,
      w: 10,
      '\\alpha': 2,
    });
    expect(answer.value).toEqual({ v: 2.5, w: 5 });
  });

  it('alone is a claim, where the letter has a value', () => {
    expect(evaluate('x = x^2 - 2', { x: 2 }).value).toBe(true);
    expect(evaluate('x = x^2 - 2', { x: 3 }).value).toBe(false);
  });
});

describe('the value of a formula', () => {
  it('runs an index without a value through all places', () => {
    const answer = evaluate(SOFTMAX, { z: [0, 0, 0, 0] });
    expect(answer.value).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(answer.shape).toEqual([4]);
    expect(answer.lines[0]?.over).toEqual([{ latex: 'i', values: [1, 2, 3, 4] }]);
    expect(answer.inputs.map(({ latex, source }) => [latex, source])).toEqual([
      ['z', 'given'],
      ['i', 'index'],
    ]);
    expect(evaluate(SOFTMAX, { z: [0, 0], i: 2 }).value).toBe(0.5);
  });

  it('takes any spelling of a symbol', () => {
    const spellings = [
      { '\\mathbf{x}': [3, 4], 'h_{t}': 2 },
      { '\\mathbf x': [3, 4], h_t: 2 },
      { '\\bm{x}': [3, 4], 'h_ t': 2 },
    ];
    for (const values of spellings) expect(evaluate('\\|\\mathbf{x}\\| + h_t', values).value).toBe(7);
  });

  it('is an object by what the lines define, with a value for tests among them', () => {
    const answer = evaluate('a = 2 \\\\ b = a^2 \\\\ a < b');
    expect(answer.value).toEqual({ a: 2, b: 4, 'a < b': true });
    expect(answer.lines.map(({ assigns }) => assigns)).toEqual(['a', 'b', undefined]);
  });

  it('says true or false of a relation, with both sides', () => {
    const answer = evaluate('a^2 + b^2 = c^2', { a: 3, b: 4, c: 6 });
    expect(answer.value).toBe(false);
    expect(answer.lines[0]?.sides?.map(({ latex, value }) => [latex, value])).toEqual([
      ['a^2 + b^2', 25],
      ['c^2', 36],
    ]);
  });

  it('gives infinity and what is no number as words, and takes them', () => {
    expect(evaluate('\\frac{1}{x}', { x: 0 }).value).toBe('Infinity');
    expect(evaluate('e^x', { x: '-Infinity' }).value).toBe(0);
    expect(evaluate('x - x', { x: 'Infinity' }).value).toBe('NaN');
  });

  it('reads a letter that a concept takes for a function', () => {
    const answer = evaluate('\\sigma(w^\\top x + b)', { w: [1, -1], x: [2, 2], b: 0 });
    expect(answer.value).toBe(0.5);
    expect(chunk(answer, 'sigmoid')?.value).toBe(0.5);
  });

  it('takes i for the imaginary unit where nothing else is known of it, and says so', () => {
    const answer = evaluate('(1 + 2i)^2');
    expect(answer.value).toEqual({ re: -3, im: 4 });
    expect(answer.notes).toEqual(['$i$ has no value and is no index: it is the imaginary unit']);
  });

  it('fills in what follows from lengths', () => {
    const answer = evaluate('\\frac{1}{n} \\sum_{i=1}^n x_i', { x: [1, 2, 6] });
    expect(answer.value).toBe(3);
    expect(answer.inputs.find(({ latex }) => latex === 'n')).toMatchObject({ source: 'inferred', value: 3 });
    expect(answer.notes).toEqual(['$n$ is 3, the number of elements']);
  });

  it('sums what dots stand for', () => {
    expect(evaluate('x_1 + x_2 + \\cdots + x_n', { x: [1, 2, 6], n: 3 }).value).toBe(9);
  });

  it('notes when logarithms saved a form that overflows, and when 0 log 0 was met', () => {
    const large = evaluate(SOFTMAX, { z: [1000, 1000] });
    expect(large.value).toEqual([0.5, 0.5]);
    expect(large.notes.join()).toContain('computed from logarithms');
    const entropy = evaluate('-\\sum_i p_i \\log p_i', { p: [1, 0] });
    expect(entropy.value).toBe(0);
    expect(entropy.notes).toEqual(['$0 \\log 0$ counts as 0, as it does in entropies']);
  });
});

describe('the values of chunks', () => {
  it('make up the value of the whole', () => {
    const answer = evaluate('\\frac{1}{n} \\sum_{i=1}^n (y_i - \\hat y_i)^2', { y: [1, 2, 3], '\\hat{y}': [1, 2, 5] });
    expect(chunk(answer, 'mean-squared-error')?.value).toBe(answer.value);
    const squared = chunk(answer, 'squared-error');
    expect(squared).toMatchObject({ value: [0, 0, 4], over: [{ latex: 'i', values: [1, 2, 3] }] });
    const mean = ((squared?.value ?? []) as number[]).reduce((a, b) => a + b) / 3;
    expect(mean).toBeCloseTo(answer.value as number, 15);
  });

  it('have the ids and places of the annotation', () => {
    const latex = '\\operatorname{softmax}\\left(\\frac{Q K^\\top}{\\sqrt{d_k}}\\right) V';
    const parts = ({ id, parent, concept, spans }: EvaluateAnswer['chunks'][number]) => ({
      id,
      parent,
      concept,
      spans,
    });
    expect(evaluate(latex, 'example').chunks.map(parts)).toEqual(engine.annotate(latex).chunks.map(parts));
  });

  it('are left out with a reason where a variable moves through all numbers', () => {
    const answer = evaluate('\\int_0^1 \\frac{1}{1 + e^{-x}} \\, dx');
    expect(answer.value).toBeCloseTo(Math.log((1 + Math.E) / 2), 10);
    const inner = chunk(answer, 'sigmoid');
    expect(inner?.value).toBeUndefined();
    expect(inner?.because).toContain('integral');
  });
});

describe('values from the examples of the concepts', () => {
  it('go to whatever plays the roles', () => {
    const answer = evaluate('\\frac{\\exp(o_k)}{\\sum_l \\exp(o_l)}', 'example');
    expect(answer.inputs.find(({ latex }) => latex === 'o')).toMatchObject({ source: 'example', value: [2, 1, 0.1] });
    expect((answer.value as number[]).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const update = evaluate('v_t = \\beta v_{t-1} + (1 - \\beta) g_t', 'example');
    expect(update.errors).toEqual([]);
    expect(update.inputs.find(({ latex }) => latex === 'v_{t-1}')?.source).toBe('example');
  });

  it('are made up, and said to be, where no example has them', () => {
    const answer = evaluate('3 \\mathbf{u} + \\mathbf{v}', 'example');
    expect(answer.errors).toEqual([]);
    expect(answer.shape).toHaveLength(1);
    expect(answer.notes.join()).toContain('made up');
  });
});

describe('what stands in the way', () => {
  it('is every missing value, with places and the shapes needed', () => {
    const { errors, inputs } = evaluate('W x + b', { x: [1, 2, 3], b: [1, 2] });
    expect(errors).toMatchObject([{ code: 'math/missing-value', span: [0, 1], related: [[0, 1]] }]);
    expect(errors[0]?.message).toBe('There is no value for W (2×3).');
    expect(inputs[0]).toMatchObject({ latex: 'W', source: 'missing', shape: [2, 3] });
    expect(evaluate('f(x) + y').errors[0]?.message).toBe('There are no values for f(x), y.');
  });

  it('is a mismatch, with the operation, both shapes and both places', () => {
    const { errors } = evaluate('A x', {
      A: [
        [1, 2],
        [3, 4],
      ],
      x: [1, 2, 3],
    }); // prettier-ignore
    expect(errors).toMatchObject([
      {
        code: 'math/shape',
        related: [
          [0, 1],
          [2, 3],
        ],
      },
    ]); // prettier-ignore
    expect(errors[0]?.message).toMatch(/product.*2×2 matrix.*vector of 3/);
  });

  it.each([
    ['x', { x: 'a' }, 'math/not-a-number'],
    ['x', { x: { re: 1 } }, 'math/not-a-number'],
    ['x', { x: [[1, 2], [3]] }, 'math/not-a-number'],
    ['x', { x: [] }, 'math/not-a-number'],
    ['x', { x: null }, 'math/not-a-number'],
    ['x', { x: [[[[[1]]]]] }, 'math/limit'],
    ['A', { A: Array.from({ length: 513 }, () => [1, 2]) }, 'math/limit'],
    ['x', { x: 1, '}{': 2 }, 'math/not-a-symbol'],
    ['x', { x: 1, '3': 2 }, 'math/not-a-symbol'],
    ['x', JSON.parse('{"x": 1, "__proto__": 2}'), 'math/not-a-symbol'],
    ['\\sum_{k=1}^{10^{12}} k', {}, 'math/limit'],
    ['\\sum_{k=1}^{\\infty} \\frac{1}{k}', {}, 'math/no-convergence'],
    [
      'A^{-1}',
      {
        A: [
          [1, 2],
          [2, 4],
        ],
      },
      'math/singular',
    ],
    ['\\int_0^1 \\frac{1}{x} \\, dx', {}, 'math/no-convergence'],
    ['a = b \\\\ b = a', {}, 'math/missing-value'],
    ['F_n = F_{n-1} + F_{n-2} \\\\ y = F_{5} + G_1', { G_1: 2 }, 'math/missing-value'],
    ['\\sum_{i=1}^{9999999} \\sum_{j=1}^{9999999} i j', {}, 'math/limit'],
    ['\\frac{a', {}, 'latex/open-group'],
  ] as const)('%s with %j is %s', (latex, values, code) => {
    const { errors, value } = evaluate(latex, values);
    expect(errors[0]?.code).toBe(code);
    expect(errors[0]?.message).not.toBe('');
    expect(value).toBeUndefined();
  }); // prettier-ignore

  it('is told to be unused where the formula has no such letter', () => {
    expect(evaluate('x', { x: 1, constructor: 2, y: 3 }).notes).toEqual(['not in the formula: constructor, y']);
  });

  it('is nothing for numbers that are only large', () => {
    expect(evaluate('10^{10^{10}}').value).toBe('Infinity');
    expect(evaluate('1000000!').value).toBe('Infinity');
  });
});

it('gives answers of the shape that is promised, and equal ones for equal questions', () => {
  for (const latex of [SOFTMAX, 'W x + b', '\\frac{a', 'a = 2 \\\\ b = a^2', 'x^2 = y']) {
    const answer = evaluate(latex, 'example');
    expect(EvaluateAnswerSchema.safeParse(answer).error).toBeUndefined();
    expect(JSON.stringify(evaluate(latex, 'example'))).toBe(JSON.stringify(answer));
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  }
});
