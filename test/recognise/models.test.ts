import { describe, expect, it } from 'vitest';
import { createEngine, loadCatalogue } from '../../src/index.js';

/** One world that claims are checked in: a form, a formula of that form, and definitions that are right and wrong. */
type Case = {
  readonly name: string;
  readonly roles: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly form: string;
  readonly formula: string;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  readonly says: RegExp;
};

const role = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({ name, ...more });
const family = (name: string) => role(name, { kind: 'family' });
const fn = (name: string) => role(name, { kind: 'function' });

const CASES: readonly Case[] = [
  {
    name: 'a slope without a variable is taken at a place that the formula does not name',
    roles: { f: role('height'), a: role('rate', { kind: 'scalar' }) },
    form: 'a \\nabla^2 f',
    formula: '\\kappa \\nabla^2 T',
    right: ['a \\nabla^2 f'],
    wrong: ['2 a \\nabla^2 f', 'a^2 \\nabla^2 f', 'a \\nabla^2 f + f'],
    says: /slope by rule/,
  },
  {
    name: 'a divergence adds up slopes of components',
    roles: { F: role('flow') },
    form: '\\nabla \\cdot F',
    formula: '\\nabla \\cdot \\mathbf{v}',
    right: ['\\nabla \\cdot F'],
    wrong: ['\\nabla \\cdot (2 F)', '-\\nabla \\cdot F'],
    says: /slope by rule/,
  },
  {
    name: 'a curl has three components, in order',
    roles: { F: role('flow') },
    form: '\\nabla \\times F',
    formula: '\\nabla \\times \\mathbf{E}',
    right: ['\\nabla \\times F'],
    wrong: ['-\\nabla \\times F', '\\nabla \\times F + F'],
    says: /slope by rule/,
  },
  {
    name: 'a letter that is differentiated is one function, wherever it stands',
    roles: { N: role('number'), t: role('time', { atomic: true }), r: role('rate', { kind: 'scalar' }) },
    form: '\\frac{dN}{dt} = r N',
    formula: '\\frac{dP}{ds} = q P',
    right: ['\\frac{dN}{dt} = r N'],
    wrong: ['\\frac{dN}{dt} = -r N', '\\frac{dN}{dt} = r^2 N'],
    says: /slope by rule/,
  },
  {
    name: 'a parameter that is named in an index only is a variable all the same',
    roles: { p: fn('policy'), t: role('parameters'), a: role('action'), s: role('state') },
    form: '\\nabla_t \\log p(a | s)',
    formula: '\\nabla_\\theta \\log \\pi_\\theta(u | x)',
    right: ['\\nabla_t \\log p(a | s)', '\\frac{\\nabla_t p(a | s)}{p(a | s)}'],
    wrong: ['\\nabla_t p(a | s)', '2 \\nabla_t \\log p(a | s)'],
    says: /slope by rule/,
  },
  {
    name: 'an integral of an unknown function takes it at a few places',
    roles: { f: family('signal'), g: family('kernel'), i: role('place') },
    form: '\\int f(s) g(i - s) \\, ds',
    formula: '\\int_{-\\infty}^\\infty u(z) w(t - z) \\, dz',
    right: ['\\int f(s) g(i - s) \\, ds', '\\int g(i - s) f(s) \\, ds'],
    wrong: ['\\int f(s) g(i + s) \\, ds', '\\int f(s) f(i - s) \\, ds', '2 \\int f(s) g(i - s) \\, ds'],
    says: /integrated/,
  },
  {
    name: 'bounds of an integral count',
    roles: { f: family('curve'), a: role('from'), b: role('to') },
    form: '\\int_a^b f(x)^2 \\, dx',
    formula: '\\int_0^\\infty h(y)^2 \\, dy',
    right: ['\\int_a^b f(x)^2 \\, dx'],
    wrong: ['\\int_b^a f(x)^2 \\, dx', '\\int_{-a}^b f(x)^2 \\, dx + 1', '\\int_a^b f(x) \\, dx'],
    says: /integrated/,
  },
  {
    name: 'a variance that is only named is worked out from a law',
    roles: { X: role('quantity') },
    form: '\\sqrt{\\operatorname{Var}(X)}',
    formula: '\\sqrt{\\operatorname{Var}(Y)}',
    right: ['\\sqrt{\\mathbb{E}[(X - \\mathbb{E}[X])^2]}', '\\sqrt{\\mathbb{E}[X^2] - \\mathbb{E}[X]^2}'],
    wrong: ['\\sqrt{\\mathbb{E}[X^2]}', '\\mathbb{E}[(X - \\mathbb{E}[X])^2]'],
    says: /averages agree/,
  },
  {
    name: 'averages over two laws have outcomes of their own',
    roles: { f: fn('judge'), x: role('real one'), z: role('forgery') },
    form: '\\mathbb{E}[\\log f(x)] + \\mathbb{E}[\\log(1 - f(z))]',
    formula: '\\mathbb{E}_{u \\sim p}[\\log D(u)] + \\mathbb{E}_{v \\sim q}[\\log(1 - D(v))]',
    right: ['\\mathbb{E}[\\log f(x)] + \\mathbb{E}[\\log(1 - f(z))]'],
    wrong: [
      '\\mathbb{E}[\\log f(z)] + \\mathbb{E}[\\log(1 - f(x))]',
      '\\mathbb{E}[\\log f(x)] + \\mathbb{E}[\\log f(z)]',
    ],
    says: /averages agree/,
  },
  {
    name: 'an average within an average has outcomes of its own',
    roles: {
      r: role('reward'),
      g: role('discount', { kind: 'scalar' }),
      Q: fn('value'),
      n: role('state'),
      m: role('action'),
    },
    form: '\\mathbb{E}[r + g \\mathbb{E}[Q(n, m)]]',
    formula: '\\mathbb{E}_{y \\sim P}[c + \\gamma \\mathbb{E}_{u \\sim \\pi}[V(y, u)]]',
    right: ['\\mathbb{E}[r + g \\mathbb{E}[Q(n, m)]]', 'r + g \\mathbb{E}[\\mathbb{E}[Q(n, m)]]'],
    wrong: ['\\mathbb{E}[r + g Q(n, m)]', '\\mathbb{E}[g + r \\mathbb{E}[Q(n, m)]]'],
    says: /averages agree/,
  },
  {
    name: 'unknown pieces are unknowns, and what surrounds them is compared',
    roles: { P: fn('chance'), A: role('what may happen'), B: role('what is known') },
    form: '\\frac{P(A \\cup B)}{P(B)}',
    formula: '\\frac{P(S \\cup T)}{P(T)}',
    right: ['\\frac{P(A \\cup B)}{P(B)}', 'P(A \\cup B) \\cdot P(B)^{-1}'],
    wrong: ['\\frac{P(A \\cup B)}{P(A)}', '\\frac{P(B)}{P(A \\cup B)}', 'P(A \\cup B) P(B)'],
    says: /unknown pieces/,
  },
  {
    name: 'terms that are left out are one unknown',
    roles: { r: role('ratio') },
    form: '1 + r + r^2 + r^3 + \\dots',
    formula: '1 + q + q^2 + q^3 + \\dots',
    right: ['1 + r + r^2 + r^3 + \\dots'],
    wrong: ['1 + r + r^2 + r^4 + \\dots', '1 + r + r^2 + r^3 - \\dots', '1 - r + r^2 - r^3 + \\dots'],
    says: /unknown pieces/,
  },
];

type Found = { readonly status: string | undefined; readonly checks: string };

/** What is found of a formula by a catalogue of one concept. */
function probe(roles: Case['roles'], forms: readonly object[], formula: string, definition?: string): Found {
  const concept = {
    id: 'probe',
    name: 'probe',
    roles,
    forms,
    ...(definition !== undefined && { definition }),
    explain: { gist: 'a probe', abstraction: 'A probe.', chunking: 'A probe.', action: 'Probes.' },
    matches: [formula],
    references: ['A textbook'],
  };
  const file = 'data/concepts/family/probe.yaml';
  const catalogue = loadCatalogue({ concepts: [{ file, data: concept }], symbols: [] });
  expect(catalogue.problems).toEqual([]);
  const evidence = createEngine(catalogue)
    .annotate(formula)
    .chunks.find((c) => c.concept === 'probe')?.evidence;
  return { status: evidence?.status, checks: JSON.stringify(evidence) ?? '' };
}

describe.each(CASES)('$name', ({ roles, form, formula, right, wrong, says }) => {
  it.each(right)('%s is borne out', (definition) => {
    const { status, checks } = probe(roles, [{ latex: form }], formula, definition);
    expect(status, checks).toBe('verified');
    expect(checks).toMatch(says);
  });

  it.each(wrong)('%s is not', (definition) => {
    expect(probe(roles, [{ latex: form }], formula, definition).status).not.toBe('verified');
  });
});

describe('names with a value of their own', () => {
  it.each([
    ['\\sum_i a_i \\log \\frac{a_i}{b_i}', true],
    ['\\sum_i a_i (\\log a_i - \\log b_i)', true],
    ['\\sum_i b_i \\log \\frac{b_i}{a_i}', false],
    ['-\\sum_i a_i \\log b_i', false],
  ])('a divergence is worked out from chances: %s is its value: %s', (value, isRight) => {
    const forms = [{ latex: 'D_{\\mathrm{KL}}(a \\| b)', named: true, value }];
    const { status } = probe({ a: role('truth'), b: role('belief') }, forms, 'D_{\\mathrm{KL}}(P \\| Q)');
    expect(status === 'verified').toBe(isRight);
  });

  it.each([
    ['\\frac{e^{z_i}}{\\sum_j e^{z_j}}', true],
    ['\\frac{e^{z_i}}{1 + \\sum_j e^{z_j}}', false],
    ['\\frac{e^{-z_i}}{\\sum_j e^{-z_j}}', false],
  ])('a softmax of a matrix is one of each row: %s is its value: %s', (definition, isRight) => {
    const forms = [{ latex: '\\operatorname{softmax}(z)', named: true }];
    const { status } = probe({ z: family('scores') }, forms, '\\operatorname{softmax}(Q K^\\top)', definition);
    expect(status === 'verified').toBe(isRight);
  });
});

describe('sums over pairs and cases of numbers', () => {
  it.each([
    ['-\\sum_{x, y} p(x, y) \\log p(x, y)', true],
    ['-\\sum_{x, y} p(x, y) \\log p(y, x)', false],
  ])('%s is the entropy of a pair: %s', (definition, isRight) => {
    const forms = [{ latex: '-\\sum_{x, y} p(x, y) \\log p(x, y)' }];
    const roles = { p: role('chances', { kind: 'family', domain: 'probability' }) };
    const { status } = probe(roles, forms, '-\\sum_{u, v} q(u, v) \\log q(u, v)', definition);
    expect(status === 'verified').toBe(isRight);
  });

  it.each([
    ['\\begin{cases} x & y = 1 \\\\ \\max(0, m - x) & y = -1 \\end{cases}', true],
    ['\\begin{cases} x & y = -1 \\\\ \\max(0, m - x) & y = 1 \\end{cases}', false],
  ])('%s has the cases of the loss: %s', (definition, isRight) => {
    const forms = [{ latex: '\\begin{cases} x & y = 1 \\\\ \\max(0, m - x) & y = -1 \\end{cases}' }];
    const roles = { x: role('distance'), y: role('label'), m: role('margin') };
    const formula = '\\begin{cases} d_n & t_n = 1 \\\\ \\max(0, \\Delta - d_n) & t_n = -1 \\end{cases}';
    expect(probe(roles, forms, formula, definition).status === 'verified').toBe(isRight);
  });
});
