import type { CatalogueData } from '../src/index.js';
import { createRandom, type Random } from './random.js';

/**
 * A catalogue with ten times the forms, to see what growth costs. `clones` are near to what is there: other ids, other role
 * letters, one constant changed. `others` differ: functions, operators and signs swapped at random.
 */
export function multiply(data: CatalogueData, how: 'clones' | 'others', times: number): CatalogueData {
  const random = createRandom(7);
  const added = data.concepts.flatMap((concept) => {
    const seen = new Set<string>(formsOf(concept.data));
    return Array.from({ length: times - 1 }, (_, k) => ({
      file: concept.file.replace(/\.yaml$/, `-${how}-${k}.yaml`),
      data: how === 'clones' ? toClone(concept.data, k) : toOther(concept.data, k, random, seen),
    }));
  });
  return { concepts: [...data.concepts, ...added], symbols: data.symbols };
}

/** The keys of a concept file that are rewritten; everything else stays. */
type File = {
  readonly id: string;
  readonly roles?: Readonly<Record<string, unknown>>;
  readonly forms: readonly { readonly latex?: string; readonly lines?: readonly string[] }[];
  readonly definition?: string;
};

function formsOf(data: unknown): string[] {
  return (data as File).forms.flatMap((f) => f.latex ?? f.lines ?? []);
}

/** Letters to rename roles to; the first that a file does not use are taken. */
const SPARE = [...'urvwpqhgmscbkyxztUVHGMSBKYZ'];

function toClone(data: unknown, k: number): unknown {
  const file = data as File;
  const used = new Set(JSON.stringify([file.forms, file.definition, file.roles]).match(/[A-Za-z]+/g));
  const letters = Object.keys(file.roles ?? {}).filter((letter) => /^[A-Za-z]$|^\\[a-z]+$/.test(letter));
  const spare = SPARE.filter((letter) => !used.has(letter));
  const names = new Map(letters.slice(0, spare.length).map((letter, i) => [letter, spare[i] as string]));
  const change = (latex: string): string => withConstant(renamed(latex, names), new Set(names.values()), k);
  return rewritten(file, `${file.id}-near-${k}`, change, (key) => renamed(key, names));
}

/** Numbers of names, texts and fonts are no constants, and their letters no roles. */
const TOKEN =
  /\\(?:operatorname\*?|text|mathrm|mathbf|mathbb|mathcal|part|count|begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[\s\S]/g;

function renamed(latex: string, names: ReadonlyMap<string, string>): string {
  return (latex.match(TOKEN) ?? []).map((token) => pad(names.get(token) ?? token)).join('');
}

function pad(token: string): string {
  return /^\\[A-Za-z]+$/.test(token) ? `${token} ` : token;
}

/** The first number becomes another; without a number, one is added to the first role, whole with its subscript. */
function withConstant(latex: string, roles: ReadonlySet<string>, k: number): string {
  const tokens = latex.match(TOKEN) ?? [];
  const constant = k + 5;
  const number = tokens.findIndex((t) => /^\d/.test(t));
  if (number >= 0) return tokens.map((t, i) => (i === number ? `{${Number(t) + constant}}` : t)).join('');
  const role = tokens.findIndex((t, i) => roles.has(t) && !/^[\\_^]/.test(tokens[i - 1] ?? ''));
  if (role < 0) return latex;
  const end = endOfSubscript(tokens, role + 1);
  const before = tokens.slice(0, role).join('');
  return `${before}(${tokens.slice(role, end).join('')} + ${constant})${tokens.slice(end).join('')}`;
}

function endOfSubscript(tokens: readonly string[], at: number): number {
  if (tokens[at] !== '_') return at;
  let depth = 0;
  for (let i = at + 1; i < tokens.length; i++) {
    if (tokens[i] === '{') depth++;
    if (tokens[i] === '}') depth--;
    if (depth === 0 && tokens[i]?.trim() !== '') return i + 1;
  }
  return at;
}

const SWAPS: readonly (readonly string[])[] = [
  ['\\exp', '\\log', '\\sin', '\\cos', '\\tanh', '\\sinh', '\\arctan', '\\cosh', '\\ln'],
  ['\\sum', '\\prod', '\\max', '\\min'],
  ['+', '-'],
  ['\\frac', '\\binom'],
  ['e'],
  ['\\cdot', '\\odot', '\\times'],
  ['=', '\\le', '\\approx', '\\sim'],
  ['\\|', '|'],
];
const FUNCTIONS = ['\\sin ', '\\log ', '\\tanh ', '\\cosh ', '\\arctan ', '\\sinh '];
const MOST_TRIES = 12;

function toOther(data: unknown, k: number, random: Random, seen: Set<string>): unknown {
  const file = data as File;
  const letters = new Set(Object.keys(file.roles ?? {}));
  const change = (latex: string): string => {
    for (let tried = 0; ; tried++) {
      const other = swapped(latex, letters, random);
      if (tried < MOST_TRIES && seen.has(other)) continue;
      seen.add(other);
      return other;
    }
  };
  return rewritten(file, `${file.id}-other-${k}`, change, (key) => key);
}

function swapped(latex: string, roles: ReadonlySet<string>, random: Random): string {
  const tokens = latex.match(TOKEN) ?? [];
  let changes = 0;
  const out = tokens.map((token, i) => {
    const group = SWAPS.find((g) => g.includes(token));
    if (group && random.chance(0.5)) {
      changes++;
      return pad(random.pick(token === 'e' ? ['3', '\\pi'] : group));
    }
    const bare = roles.has(token) && !/^[\\_^]/.test(tokens[i - 1] ?? '');
    if (bare && random.chance(changes < 2 ? 0.5 : 0.15)) {
      changes++;
      return `${random.pick(FUNCTIONS)}${pad(token)}`;
    }
    return token;
  });
  return out.join('');
}

function rewritten(
  file: File,
  id: string,
  change: (latex: string) => string,
  rename: (latex: string) => string,
): unknown {
  const keys = (record: object): object =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key).trim(), value]));
  const deep = (value: unknown): unknown =>
    typeof value === 'string' ? rename(value) : Array.isArray(value) ? value.map(deep) : value;
  return {
    ...file,
    id,
    ...(file.roles && {
      roles: Object.fromEntries(
        Object.entries(file.roles).map(([letter, role]) => [
          rename(letter).trim(),
          Object.fromEntries(
            Object.entries(role as object).map(([k, v]) => [k, k === 'free_of' ? trimmed(deep(v)) : v]),
          ),
        ]),
      ),
    }),
    forms: file.forms.map((form) => ({
      ...form,
      ...(form.latex !== undefined && { latex: change(form.latex) }),
      ...(form.lines && { lines: form.lines.map(change) }),
      ...('where' in form && { where: deep(form.where) }),
      ...('given' in form && { given: (form.given as object[]).map(keys) }),
    })),
    ...(file.definition !== undefined && { definition: change(file.definition) }),
    laws: [],
    near_misses: [],
    symmetric: 'symmetric' in file ? (file.symmetric as string[][]).map((s) => trimmed(deep(s))) : [],
    replaces: [],
  };
}

function trimmed(value: unknown): unknown {
  return Array.isArray(value) ? value.map((v) => (typeof v === 'string' ? v.trim() : v)) : value;
}
