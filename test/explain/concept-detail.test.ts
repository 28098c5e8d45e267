import { describe, expect, it } from 'vitest';
import { createEngine, loadCatalogue } from '../../src/index.js';
import { renderConcept } from '../../src/render/terminal-catalogue.js';
import { openApp } from '../http/app.js';

const engine = createEngine();
const details = engine
  .concepts()
  .map(({ id }) => engine.concept(id))
  .filter((c) => c !== undefined);
const detail = (id: string) => details.find((d) => d.id === id);

/** One concept made for a test: a half of `x`, with what the test says. */
function made(changes: Record<string, unknown>) {
  const data = {
    id: 'made',
    name: 'made for a test',
    roles: { x: { name: 'quantity' } },
    forms: [{ latex: '\\frac{1}{2} x^2' }],
    definition: '\\frac{1}{2} x^2',
    explain: { gist: 'half the square', abstraction: 'Half of it.', chunking: 'Halved.', action: 'Halves it.' },
    matches: ['\\frac{1}{2} p^2'],
    references: ['A textbook'],
    ...changes,
  };
  return createEngine(
    loadCatalogue({ concepts: [{ file: 'data/concepts/zoo/made.yaml', data }], symbols: [] }),
  ).concept('made');
}

const lawOf = (latex: string, changes: Record<string, unknown> = {}) =>
  made({ laws: [{ latex, says: 'what the test says' }], ...changes })?.laws[0];

describe('the laws of a concept are checked in numbers', () => {
  it('and every law in the catalogue holds', () => {
    const laws = details.flatMap((d) => d.laws.map(({ latex, holds }) => `${d.id}: ${latex}: ${holds}`));
    expect(laws.length).toBeGreaterThan(50);
    expect(laws.filter((law) => !law.endsWith(': yes'))).toEqual([]);
  });

  it.each([
    ['\\self[x := 0] = 0', 'yes'],
    ['\\self \\ge 0', 'yes'],
    ['\\self[x := -x] = \\self', 'yes'],
    ['\\self[x := 2 x] = 4 \\self', 'yes'],
    ['\\self[x := c] = \\frac{c^2}{2}', 'yes'],
    ['\\self[x := 1] = 1', 'no'],
    ['\\self \\le 1', 'no'],
    ['\\self[x := -x] = -\\self', 'no'],
    ['\\self > x', 'no'],
    // Not a relation, not about the concept, not one that can be compared.
    ['\\self', 'unknown'],
    ['x = x', 'unknown'],
    ['\\self \\propto x', 'unknown'],
  ])('%s: %s', (latex, holds) => {
    expect(lawOf(latex)?.holds).toBe(holds);
  });

  it('at twelve points, or at one that speaks against it', () => {
    expect(lawOf('\\self \\ge 0')).toMatchObject({ holds: 'yes', points: 12 });
    expect(lawOf('\\self < 0')).toMatchObject({ holds: 'no', points: 1 });
  });

  it('with weights that sum to 1 where the form asks for it, and counts where it counts', () => {
    const roles = {
      w: { name: 'weights', kind: 'family' },
      x: { name: 'values', kind: 'family' },
      n: { name: 'number' },
    };
    const weighted = { roles, forms: [{ latex: '\\sum_i w_i x_i', given: [{ w: 'sums to 1' }] }] };
    expect(lawOf('\\self[x := c] = c', { ...weighted, definition: undefined })?.holds).toBe('yes');
    const counted = { roles, forms: [{ latex: '\\frac{1}{n} \\sum_i x_i', where: ['n = \\count{i}'] }] };
    expect(lawOf('\\self[x := c] = c', { ...counted, definition: undefined })?.holds).toBe('yes');
    const loose = { roles, forms: [{ latex: '\\sum_i w_i x_i' }], definition: undefined };
    expect(lawOf('\\self[x := c] = c', loose)?.holds).toBe('no');
  });

  it('with a call of several arguments replaced as one thing', () => {
    const roles = { f: { name: 'function', kind: 'function' }, x: { name: 'one' }, y: { name: 'other' } };
    const called = { roles, forms: [{ latex: '\\frac{f(x, y)}{f(y)}' }], definition: undefined };
    expect(lawOf('\\self[f(x, y) := f(y)] = 1', called)?.holds).toBe('yes');
    expect(lawOf('\\self[f(x, y) := 2, f(y) := 4] = 1/2', called)?.holds).toBe('yes');
    expect(lawOf('\\self[f(x, y) := 2] = 1', called)?.holds).toBe('no');
  });
});

describe('the example of a concept has its value', () => {
  it('by the definition', () => {
    expect(detail('softmax')?.example?.value).toBeCloseTo(
      Math.exp(2) / (Math.exp(2) + Math.exp(1) + Math.exp(0.1)),
      12,
    );
    expect(made({ example: { x: 6 } })?.example).toEqual({
      latex: '\\frac{1}{2} x^2',
      values: { x: 6 },
      value: 18,
    });
  });

  it('for most examples in the catalogue', () => {
    expect(details.filter((d) => d.example !== undefined).length).toBeGreaterThan(120);
  });

  it('or is left out, where values are missing or are none', () => {
    expect(made({ example: {} })?.example).toBeUndefined();
    expect(made({ example: { y: 1 } })?.example).toBeUndefined();
    expect(made({ example: { x: 'six' } })?.example).toBeUndefined();
    expect(made({ definition: '\\log x', forms: [{ latex: '\\log x' }], example: { x: 0 } })?.example).toBeUndefined();
  });

  it('by the first form that the values suffice for, which it then names', () => {
    const forms = [{ latex: '\\frac{1}{2} y^2' }, { latex: '\\part{all}{\\log x}', parts: { all: 'all of it' } }];
    const example = made({ definition: undefined, forms, example: { x: 1 } })?.example;
    expect(example).toEqual({ latex: '\\log x', values: { x: 1 }, value: 0 });
  });
});

describe('the concepts next to a concept', () => {
  it('are its parents, children, and the other children of its parents', () => {
    const softmax = detail('softmax');
    expect(softmax?.family).toBe('attention');
    for (const parent of softmax?.related.parents ?? []) expect(detail(parent)?.related.children).toContain('softmax');
    expect(softmax?.related.parents).toEqual(['sum-normalization']);
    for (const child of softmax?.related.children ?? []) expect(detail(child)?.related.parents).toContain('softmax');
    for (const d of details) {
      expect(d.related.siblings).not.toContain(d.id);
      for (const sibling of d.related.siblings) expect(detail(sibling)?.related.siblings).toContain(d.id);
    }
  });
});

describe('a search for concepts', () => {
  const ids = (query: string): string[] => engine.concepts(query).map(({ id }) => id);

  it('finds names, other names and families, small or large, in any order of words', () => {
    expect(ids('softmax')[0]).toBe('softmax');
    expect(ids('SOFTARGMAX')).toContain('softmax');
    expect(ids('ema')[0]).toBe('exponential-moving-average');
    expect(ids('average moving')).toContain('exponential-moving-average');
    expect(ids('exponential-moving')).toContain('exponential-moving-average');
    expect(ids('attention').length).toBeGreaterThan(3);
  });

  it('puts what is called so before what only speaks of it', () => {
    const found = ids('mean squared error');
    expect(found[0]).toBe('mean-squared-error');
    expect(found).toContain('root-mean-square-error');
  });

  it('gives all for an empty query, and none for nonsense', () => {
    expect(ids('  ')).toEqual(details.map((d) => d.id));
    expect(ids('qqqq')).toEqual([]);
    expect(ids('softmax qqqq')).toEqual([]);
    expect(ids('.*')).toEqual(details.map((d) => d.id));
  });
});

describe('what is shown', () => {
  it('in the terminal: neighbours, checked laws, the example in numbers', () => {
    const softmax = detail('softmax');
    const text = softmax && renderConcept(softmax, { width: 200 });
    expect(text).toContain('(holds at 12 random points)');
    expect(text).toContain('is 0.659001 for z = [2,1,0.1], i = 1');
    expect(text).toMatch(/a kind of +sum-normalization/);
    expect(text).toMatch(/kinds of it|beside it/);
    const wrong = made({ laws: [{ latex: '\\self = 1', says: 'it is one' }] });
    expect(wrong && renderConcept(wrong)).toContain('does not hold');
  });

  it('over HTTP: one concept whole, and those that q asks for', async () => {
    const app = await openApp({ engine });
    const one = (await app.inject({ url: '/v1/concepts/softmax' })).json();
    expect(one.related.parents).toEqual(['sum-normalization']);
    expect(one.laws[0]).toMatchObject({ holds: 'yes', points: 12 });
    expect(one.example.value).toBeCloseTo(0.659, 3);
    const search = async (q: string) =>
      (await app.inject({ url: '/v1/concepts', query: { q } })).json().concepts.map((c: { id: string }) => c.id);
    expect((await search('softmax'))[0]).toBe('softmax');
    expect((await search('ema'))[0]).toBe('exponential-moving-average');
    expect(await search('qqqq')).toEqual([]);
    expect((await app.inject({ url: '/v1/concepts', query: { q: 'a'.repeat(101) } })).statusCode).toBe(400);
    expect((await app.inject({ url: '/v1/concepts?q=softmax&format=text' })).payload).toContain('softmax');
  });
});
