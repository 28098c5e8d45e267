import type { ProductSign } from '../expr/types.js';

/**
 * Signs between operands by how they bind, loosest first: logic, relations, set signs, sums, products.
 * Names are the normal names of the syntax tree's atoms; `cls` hints settle what no table names.
 */

/** Relations that the syntax tree keeps apart and an expression does not. */
const RELATION_SYNONYMS: Readonly<Record<string, string>> = {
  triangleq: ':=',
  colon: ':',
  '::=': ':=',
  wedgeq: ':=',
};

/** A row of a table; names from a formula must never meet what objects inherit. */
function lookup<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Signs that join whole statements; looser than every relation. */
const LOGIC_ARROWS: Readonly<Record<string, string>> = {
  implies: 'implies',
  impliedby: 'impliedby',
  iff: 'iff',
  therefore: 'therefore',
  because: 'because',
  vdash: 'vdash',
  dashv: 'dashv',
  models: 'models',
  Vdash: 'Vdash',
  Vvdash: 'Vvdash',
  'not-models': 'not-models',
  'not-vdash': 'not-vdash',
  'not-implies': 'not-implies',
};

const SET_SIGNS = new Set('cup cap setminus backslash sqcup sqcap uplus Cup Cap amalg bmod'.split(' '));

const PRODUCT_SIGNS: Readonly<Record<string, ProductSign>> = {
  '*': '*',
  cdot: 'cdot',
  bullet: 'cdot',
  boxdot: 'cdot',
  times: 'times',
  odot: 'odot',
  otimes: 'otimes',
  circ: 'circ',
  star: 'star',
  '@': '@',
  wedge: 'wedge',
  boxtimes: 'otimes',
  circledast: '*',
  circledcirc: 'circ',
};

/** Signs of the class `rel` that are letters or marks in truth. */
const NOT_RELATIONS = new Set(['mid', 'parallel', 'Vert', '|', 'bowtie']);

export type SignType =
  | 'arrow'
  | 'or'
  | 'and'
  | 'relation'
  | 'set'
  | 'plus'
  | 'circled'
  | 'times'
  | 'slash'
  | 'comma'
  | 'semicolon'
  | 'bar'
  | 'none';

const PLUS_SIGNS = new Set(['+', '-', 'pm', 'mp', 'dotplus']);

/** How a sign binds, and its normal name; `none` for anything that is an operand. */
export function signOf(name: string, cls: string): { type: SignType; op: string } {
  const arrow = lookup(LOGIC_ARROWS, name);
  if (arrow !== undefined) return { type: 'arrow', op: arrow };
  switch (name) {
    case 'vee':
      return { type: 'or', op: 'or' };
    case 'wedge':
      return { type: 'and', op: 'and' };
    case ',':
      return { type: 'comma', op: ',' };
    case ';':
      return { type: 'semicolon', op: ';' };
    case '/':
    case 'div':
    // Entry by entry, as for lists of one length there is no other division.
    case 'oslash':
      return { type: 'slash', op: name };
    case '|':
      return { type: 'bar', op: '|' };
    case 'mid':
      return { type: 'bar', op: 'mid' };
    case 'Vert':
    case 'parallel':
      return { type: 'bar', op: 'Vert' };
    case 'oplus':
    case 'ominus':
      return { type: 'circled', op: name };
  }
  if (PLUS_SIGNS.has(name)) return { type: 'plus', op: name };
  const product = lookup(PRODUCT_SIGNS, name);
  if (product !== undefined) return { type: 'times', op: product };
  if (SET_SIGNS.has(name)) return { type: 'set', op: name };
  if (name === ':' || name === 'colon') return { type: 'relation', op: ':' };
  if (cls === 'rel' && !NOT_RELATIONS.has(name))
    return { type: 'relation', op: lookup(RELATION_SYNONYMS, name) ?? name };
  const synonym = lookup(RELATION_SYNONYMS, name);
  if (synonym !== undefined) return { type: 'relation', op: synonym };
  if (cls === 'bin' && !/dagger$|^intercal$/.test(name)) return { type: 'times', op: name };
  return { type: 'none', op: name };
}

export function productSign(op: string): ProductSign {
  return lookup(PRODUCT_SIGNS, op) ?? (op === 'oplus' ? 'oplus' : 'other');
}

/** Brackets: the name of an opening or closing delimiter to the pair it belongs to. */
const OPENERS: Readonly<Record<string, string>> = {
  '(': '()',
  '[': '[]',
  '{': '{}',
  langle: '<>',
  llangle: '<>',
  lfloor: 'floor',
  lceil: 'ceil',
  lgroup: '()',
  lmoustache: '()',
  llbracket: '[]',
  lBrace: '{}',
  ulcorner: 'corner',
};
const CLOSERS: Readonly<Record<string, string>> = {
  ')': '()',
  ']': '[]',
  '}': '{}',
  rangle: '<>',
  rrangle: '<>',
  rfloor: 'floor',
  rceil: 'ceil',
  rgroup: '()',
  rmoustache: '()',
  rrbracket: '[]',
  rBrace: '{}',
  urcorner: 'corner',
};

export function openerOf(name: string): string | undefined {
  return lookup(OPENERS, name);
}
export function closerOf(name: string): string | undefined {
  return lookup(CLOSERS, name);
}

/** Signs before an operand, to the name of the head that is applied. */
const PREFIXES: Readonly<Record<string, string>> = {
  forall: 'forall',
  exists: 'exists',
  'not-exists': 'nexists',
  neg: 'not',
};
export function prefixOf(name: string): string | undefined {
  return lookup(PREFIXES, name);
}

export const DOTS: ReadonlySet<string> = new Set(['ldots', 'cdots', 'vdots', 'ddots', 'iddots', 'varvdots']);
