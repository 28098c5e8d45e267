import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CatalogueData, createEngine, loadCatalogue } from '../../src/index.js';
import { dataAsItLies, sampleFormulas } from './data.js';

/** A concept without a mistake, for tests to make one in. */
const GOOD = {
  id: 'half-log',
  name: 'half a logarithm',
  roles: { x: { name: 'quantity', domain: 'positive' } },
  forms: [{ latex: '\\frac{1}{2} \\log x' }],
  definition: '\\frac{1}{2} \\log x',
  explain: { gist: 'half the log of {x}', abstraction: 'Half a log.', chunking: 'Log, halved.', action: 'Halves it.' },
  matches: ['\\frac{1}{2} \\log p'],
  references: ['A textbook'],
};

const file = (id: string): string => `data/concepts/family/${id}.yaml`;

function load(...concepts: readonly Record<string, unknown>[]) {
  const files = concepts.map((data) => ({ file: file(String(data.id)), data }));
  return loadCatalogue({ concepts: files, symbols: [] });
}

const problemsWith = (changes: Record<string, unknown>) => load({ ...GOOD, ...changes }).problems;

describe('a form without an anchor', () => {
  const roles = Object.fromEntries(['a', 'b', 'x', 'y'].map((letter) => [letter, { name: `number ${letter}` }]));

  it.each(['a x + b y', 'a x', 'x + y', 'a b x y', '-x', '3 x + 2', '\\frac{a}{b}', 'y = a x + b', '(x, y)'])(
    '%s is refused, and its author told what is missing',
    (latex) => {
      const { problems, patterns } = load({ ...GOOD, roles, forms: [{ latex }], definition: undefined });
      expect(problems).toEqual([
        {
          file: file('half-log'),
          key: 'forms.0',
          reason:
            'a form needs an anchor: a function, a big operator, a power, a norm, a recurrence, or a guard that generates a value',
        },
      ]);
      expect(patterns).toEqual([]);
    },
  );

  it.each([
    [{ latex: 'a x + b y', where: ['a + b = 1'] }, 'a guard'],
    [{ latex: 'a x + b y', given: [{ a: 'sums to 1' }] }, 'a fact'],
    [{ latex: 'a^2 + b^2' }, 'powers'],
    [{ latex: '\\sum_i x_i' }, 'a sum'],
    [{ latex: 'x + a (y - x)' }, 'a role that stands twice'],
    [{ latex: '\\|x - y\\|' }, 'a norm'],
  ])('%j has one: %s', (form, _) => {
    const { problems, patterns } = load({ ...GOOD, roles, forms: [form], definition: undefined });
    expect(problems).toEqual([]);
    expect(patterns.length).toBe(1);
  });

  it('does not take the good forms beside it along', () => {
    const forms = [{ latex: 'a x' }, { latex: 'a \\log x' }];
    expect(load({ ...GOOD, roles, forms, definition: undefined }).patterns.map((p) => p.index)).toEqual([1]);
  });
});

describe('a mistake in a concept file is named by file, key and reason', () => {
  it('and there is none where there is none', () => {
    expect(problemsWith({})).toEqual([]);
  });

  const form = GOOD.forms[0];
  it.each<[string, Record<string, unknown>, string, RegExp | string]>([
    ['a kind that there is not', { roles: { x: { name: 'quantity', kind: 'number' } } }, 'roles.x.kind', /"scalar"/],
    ['a key that there is not', { form: 'x' }, '(file)', /"form"/],
    ['no forms', { forms: [] }, 'forms', />=1/],
    ['a form in two ways', { forms: [{ latex: 'x', lines: ['x', 'y'] }] }, 'forms.0', /either `latex` or `lines`/],
    [
      'a fact about no role',
      { forms: [{ ...form, given: [{ q: 'positive' }] }] },
      'forms.0.given',
      'no role is called q',
    ],
    ['a guard that is no relation', { forms: [{ ...form, where: ['x + 1'] }] }, 'forms.0.where', /is not a relation/],
    ['LaTeX that cannot be read', { forms: [{ latex: '\\log {x' }] }, 'forms.0', /\\log \{x$/],
    ['a definition that cannot be read', { definition: '\\log {x' }, 'definition', /\\log \{x$/],
    ['a parent that there is not', { is_a: ['no-such'] }, 'is_a', 'no concept has the id no-such'],
    ['a rival that there is not', { replaces: ['no-such'] }, 'replaces', 'no concept has the id no-such'],
    [
      'itself as parent',
      { is_a: ['half-log'] },
      'is_a',
      'a concept cannot be a kind of itself: half-log is a half-log',
    ],
    [
      'free of no role',
      { roles: { x: { name: 'quantity', free_of: ['q'] } } },
      'roles.x.free_of',
      'no role is called q',
    ],
    ['symmetric in no role', { symmetric: [['x', 'q']] }, 'symmetric', 'no role is called q'],
    ['a part without words', { forms: [{ latex: '\\part{inner}{\\log x}' }] }, 'forms.0.parts', /inner/],
    ['words without a part', { forms: [{ ...form, parts: { inner: 'the log' } }] }, 'forms.0.parts', /inner/],
    [
      'a law at run time without the chunk',
      { laws: [{ latex: 'x = x', says: 'it is what it is', runtime: true }] },
      'laws.0',
      /left side is \\self/,
    ],
    [
      'a near miss that mends to no form',
      { near_misses: [{ latex: '\\log x', says: 'not halved', mend: 'form 2' }] },
      'near_misses.0.mend',
      /form 1/,
    ],
  ])('%s', (_, changes, key, reason) => {
    const expected = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect(problemsWith(changes)).toEqual([{ file: file('half-log'), key, reason: expected }]);
  });

  it('a file of another name', () => {
    const { problems } = loadCatalogue({ concepts: [{ file: file('other'), data: GOOD }], symbols: [] });
    expect(problems).toEqual([{ file: file('other'), key: 'id', reason: 'half-log lives in a file of that name' }]);
  });

  it('one id in two files: the first holds', () => {
    const other = 'data/concepts/zoo/half-log.yaml';
    const files = [
      { file: other, data: { ...GOOD, name: 'another' } },
      { file: file('half-log'), data: GOOD },
    ];
    const { problems, concepts, patterns } = loadCatalogue({ concepts: files, symbols: [] });
    expect(problems).toEqual([{ file: other, key: 'id', reason: `half-log is also the id of ${file('half-log')}` }]);
    expect(concepts.get('half-log')?.family).toBe('family');
    expect(patterns.length).toBe(1);
  });

  it('a circle of kinds, at each concept in it and at no other', () => {
    const [a, b, c, d] = [
      { ...GOOD, id: 'a', is_a: ['b'] },
      { ...GOOD, id: 'b', is_a: ['c'] },
      { ...GOOD, id: 'c', is_a: ['a'] },
      { ...GOOD, id: 'd', is_a: ['a'] },
    ];
    const { problems, concepts } = load(a, b, c, d);
    expect(problems).toEqual([
      { file: file('a'), key: 'is_a', reason: 'a concept cannot be a kind of itself: a is a b is a c is a a' },
      { file: file('b'), key: 'is_a', reason: 'a concept cannot be a kind of itself: b is a c is a a is a b' },
      { file: file('c'), key: 'is_a', reason: 'a concept cannot be a kind of itself: c is a a is a b is a c' },
    ]);
    expect(concepts.get('d')?.ancestors).toEqual(['a', 'b', 'c']);
  });

  it('a file that is no concept at all leaves the others as they are', () => {
    for (const data of [null, 7, 'text', [], {}]) {
      const files = [
        { file: file('bad'), data },
        { file: file('half-log'), data: GOOD },
      ];
      const { problems, concepts } = loadCatalogue({ concepts: files, symbols: [] });
      expect(problems.length).toBeGreaterThan(0);
      expect(new Set(problems.map((p) => p.file))).toEqual(new Set([file('bad')]));
      expect([...concepts.keys()]).toEqual(['half-log']);
    }
  });
});

describe('the order in which files are found', () => {
  const data = dataAsItLies();
  const formulas = sampleFormulas(data, 30);
  const expected = loadCatalogue(data);
  const answers = formulas.map((latex) => createEngine(expected).annotate(latex));

  it('changes neither the version nor an answer', () => {
    const shuffled = fc.record<CatalogueData>({
      concepts: fc.shuffledSubarray([...data.concepts], { minLength: data.concepts.length }),
      symbols: fc.shuffledSubarray([...data.symbols], { minLength: data.symbols.length }),
    });
    fc.assert(
      fc.property(shuffled, (other) => {
        const catalogue = loadCatalogue(other);
        expect(catalogue.version).toBe(expected.version);
        expect(formulas.map((latex) => createEngine(catalogue).annotate(latex))).toEqual(answers);
      }),
      { seed: 5, numRuns: 2 },
    );
  });

  it('but a word that changes, changes the version', () => {
    const [first, ...rest] = data.concepts;
    const changed = { ...(first?.data as Record<string, unknown>), aliases: ['something else'] };
    const other = { ...data, concepts: [{ file: String(first?.file), data: changed }, ...rest] };
    expect(loadCatalogue(other).version).not.toBe(expected.version);
  });
});
