import type { Node, NodeOp } from '../canon/index.js';
import type { Pattern } from './pattern.js';
import { isBelow, letterOf } from './possible.js';
import { headName, plainName, undecorated } from './role-tests.js';

/**
 * Letters and names as bits: what a form cannot do without, and what a subject has. A form all of whose roles may be anything but
 * one, which must be called `n` or `N`, is not tried where nothing is called so. Bits are shared by rare names: that costs a
 * look, never a match.
 */
export type Letters = {
  /** For each thing in the form that must have one of a few names, the bits of these names. */
  readonly wantedBy: (pattern: Pattern) => readonly Bits[];
  readonly bitsOf: (subject: Node) => Bits;
};

export type Bits = readonly [number, number, number, number];

/** Words of letters; one more is for numbers. */
const WORDS = 3;
const NONE: Bits = [0, 0, 0, 0];

export function lettersOf(patterns: readonly Pattern[]): Letters {
  const needs = new Map(patterns.map((p) => [p, needsOf(p)]));
  const bits = bitsOfNames([...needs.values()].flat());
  const bitOf = (name: string): Bits => bits.get(name) ?? NONE;
  const wanted = new Map([...needs].map(([p, sets]) => [p, sets.map((names) => union(names.map(bitOf)))] as const));
  const known = new WeakMap<Node, Bits>();
  const bitsOf = (node: Node): Bits => {
    const before = known.get(node);
    if (before) return before;
    const parts = node.kids.map(bitsOf);
    for (const name of namesOf(node)) parts.push(bitOf(name));
    const made = union(parts);
    known.set(node, made);
    return made;
  };
  return { wantedBy: (pattern) => wanted.get(pattern) ?? [], bitsOf };
}

/** Whether there is a name for each thing that must have one. */
export function hasEach(wanted: readonly Bits[], [a, b, c, d]: Bits): boolean {
  for (const set of wanted) if (((set[0] & a) | (set[1] & b) | (set[2] & c) | (set[3] & d)) === 0) return false;
  return true;
}

/** A function's name may be asked for with its font or without. */
function namesOf(node: Node): readonly string[] {
  if (node.op === 'num') return [numberName(node)];
  if (node.op === 'fn') {
    const plain = plainName(String(node.data));
    return [String(node.data), plain, undecorated(plain)];
  }
  const named = node.kids.length === 0 || node.op === 'big' || node.op === 'op';
  if (!named) return [];
  // Of a name in words the first word is asked for.
  const name = headName(node);
  return [name, undecorated(name), name.split(' ')[0] as string];
}

/** What no letter starts with. */
const NUMBER = '#';

/** A number goes by its size: the sign of a coefficient may be turned around with a difference. */
function numberName({ data }: Node): string {
  return `${NUMBER}${Math.abs(Number(data)).toPrecision(10)}`;
}

/** Nothing and one come and go; any other number of a form is found as it is. */
function isFixed({ op, data }: Node): boolean {
  const value = Number(data);
  return op === 'num' && Number.isFinite(value) && value !== 0 && Math.abs(value) !== 1;
}

/** For each thing in the form that must be called by one of a few names: the names. */
function needsOf({ lines, concept }: Pattern): readonly (readonly string[])[] {
  const needs = new Map<string, readonly string[]>();
  const exempt = new Set<string>();
  const put = (key: string, names: readonly string[]): void => {
    // Numbers come and go with the coefficients around them.
    const firsts = names.map((n) => n.split(' ')[0] as string);
    if (firsts.every((n) => n !== '' && !/^[-\d]/.test(n))) needs.set(key, firsts);
  };
  const look = (node: Node, numbers = true): void => {
    // What a range says may be left unsaid, a condition may be "otherwise", and an index is found by solving for it.
    if (node.op === 'domain' || (node.op === 'op' && node.data === 'branch')) return;
    if (numbers && isFixed(node)) needs.set(numberName(node), [numberName(node)]);
    if (node.op === 'sym') put(`sym ${node.data}`, [headName(node)]);
    if (node.op === 'hole') {
      const letter = letterOf(node);
      const test = concept.roles.get(letter);
      if (test?.among && !test.role.optional && !test.role.unit) put(letter, [...test.among]);
    }
    if (node.op === 'family') for (const kid of node.kids) exempt.add(letterOf(kid));
    // What stands below is put together of several factors: its numbers are not there before.
    else for (const kid of node.kids) look(kid, numbers && !isBelow(node));
  };
  for (const line of lines) look(line.node);
  return [...needs].flatMap(([key, names]) => (exempt.has(key) ? [] : [names]));
}

/** The names asked for most often have a bit of their own; the rest share the last word. The order of the forms changes nothing. */
function bitsOfNames(needs: readonly (readonly string[])[]): ReadonlyMap<string, Bits> {
  const counts = new Map<string, number>();
  for (const name of needs.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const ordered = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const own = (WORDS - 1) * 32;
  const places = (names: readonly string[], from: number, alone: number) =>
    names.map((name, k) => [name, bitAt(from + (k < alone ? k : alone + (k % 32)))] as const);
  const isNumber = (name: string): boolean => name.startsWith(NUMBER);
  const names = ordered.map(([name]) => name);
  return new Map([
    ...places(
      names.filter((n) => !isNumber(n)),
      0,
      own,
    ),
    ...places(names.filter(isNumber), WORDS * 32, 0),
  ]);
}

function bitAt(place: number): Bits {
  const bit = 1 << (place % 32);
  const word = Math.floor(place / 32);
  return [word === 0 ? bit : 0, word === 1 ? bit : 0, word === 2 ? bit : 0, word === 3 ? bit : 0];
}

function union(all: readonly Bits[]): Bits {
  let [a, b, c, d] = NONE;
  for (const bits of all) {
    a |= bits[0];
    b |= bits[1];
    c |= bits[2];
    d |= bits[3];
  }
  return all.length === 1 ? (all[0] as Bits) : [a, b, c, d];
}

/** Things that can make two unlike terms come to 1 together: products and powers of letters cannot. */
const MAKES_ONE: ReadonlySet<NodeOp> = new Set([
  'add',
  'fn',
  'big',
  'cases',
  'inner',
  'norm',
  'abs',
  'matrix',
  'deriv',
]);

/** Whether something in it may be the rest of 1: `1 - c`, or a function. */
export function hasSum(node: Node): boolean {
  return MAKES_ONE.has(node.op) || node.kids.some(hasSum);
}

/** A form with a role in which something is added (`c a + (1-c) b`): that is somewhere inside what it is found in. */
export function needsInnerSum({ lines: [first], concept }: Pattern): boolean {
  const asks = (n: Node): boolean => (n.op === 'hole' && concept.roles.get(letterOf(n))?.role.sum) || n.kids.some(asks);
  return first !== undefined && asks(first.node);
}

export function hasInnerSum(subject: Node): boolean {
  return subject.kids.some(hasSum);
}
