import type { Node } from '../canon/index.js';
import { type Bits, hasEach, hasInnerSum, lettersOf, needsInnerSum } from './letters.js';
import type { Pattern } from './pattern.js';
import { mayHold, namedHead } from './possible.js';

/**
 * Buckets of patterns by what their root must be: an operator, a named function, or for sums and products the most telling
 * child. A node is compared only with patterns of its buckets whose features it has.
 */
export type Net = { readonly candidates: (node: Node) => readonly Pattern[]; readonly lines: readonly Pattern[] };

/** A pattern in its bucket, with what is quickly asked of a node before the pattern is tried. */
type Entry = {
  readonly pattern: Pattern;
  readonly root: Node;
  readonly names: readonly Bits[];
  readonly shares: boolean;
};

/** Patterns of a bucket that ask for the same features: most of them are passed over together. */
type Group = { readonly mask: number; readonly entries: Entry[] };

export function buildNet(patterns: readonly Pattern[]): Net {
  const buckets = new Map<string, Group[]>();
  const letters = lettersOf(patterns);
  const lines: Pattern[] = [];
  for (const pattern of patterns) {
    const [first] = pattern.lines;
    if (!first) continue;
    if (pattern.lines.length > 1) {
      lines.push(pattern);
      continue;
    }
    const key = patternKey(first.node, pattern);
    const entry: Entry = {
      pattern,
      root: first.node,
      names: letters.wantedBy(pattern),
      shares: needsInnerSum(pattern),
    };
    const { mask } = first.node;
    const bucket = buckets.get(key) ?? [];
    buckets.set(key, bucket);
    const alike = bucket.find((group) => group.mask === mask);
    if (alike) alike.entries.push(entry);
    else bucket.push({ mask, entries: [entry] });
  }
  const candidates = (node: Node): Pattern[] => {
    const found: Pattern[] = [];
    let names: Bits | undefined;
    for (const key of subjectKeys(node)) {
      const bucket = buckets.get(key);
      if (!bucket) continue;
      for (const { mask, entries } of bucket) {
        if ((mask & node.mask) !== mask) continue;
        names ??= letters.bitsOf(node);
        for (const entry of entries) {
          if (!hasEach(entry.names, names)) continue;
          if (entry.shares && !hasInnerSum(node)) continue;
          if (mayHold(entry.root, node, entry.pattern.concept.omissible)) found.push(entry.pattern);
        }
      }
    }
    return found;
  };
  return { candidates, lines };
}

const COMMUTATIVE: ReadonlySet<string> = new Set(['add', 'mul', 'had', 'cases']);

function rootKey(node: Node): string {
  switch (node.op) {
    case 'fn':
      return `fn ${String(node.data).replace(/_b$/, '')}`;
    case 'big':
      return `big ${String(node.data).split(':')[0]}`;
    case 'deriv':
      return 'deriv';
    case 'pow': {
      const [base, exponent] = node.kids;
      return base && base.op === 'big'
        ? `pow ${rootKey(base)}`
        : exponent?.op === 'num'
          ? `pow ${exponent.data}`
          : 'pow';
    }
    default:
      return node.op;
  }
}

const TELLING: Readonly<Record<string, number>> = {
  big: 5,
  fn: 4,
  norm: 3,
  deriv: 3,
  inner: 3,
  prev: 3,
  abs: 3,
  call: 2,
  seq: 2,
  pow: 1,
};

function isOpen(node: Node): boolean {
  return (
    node.op === 'hole' || node.op === 'family' || node.op === 'num' || (node.op === 'pow' && node.kids.every(isOpen))
  );
}

function patternKey(node: Node, pattern: Pattern): string {
  if (node.op === 'rel') {
    const [left, right] = node.kids;
    return relationKey(node, left ? patternSide(left, pattern) : '*', right ? patternSide(right, pattern) : '*');
  }
  if (!COMMUTATIVE.has(node.op)) return rootKey(node);
  const rigid = node.kids.filter((k) => !isOpen(k) && k.op !== 'mul' && k.op !== 'add');
  const best = [...rigid].sort(
    (a, b) => (TELLING[b.op] ?? 0) - (TELLING[a.op] ?? 0) || b.size - a.size || a.hash - b.hash,
  )[0];
  return best ? `${node.op}/${rootKey(best)}` : node.op;
}

const EQUAL: ReadonlySet<string> = new Set(['=', ':=', 'gets']);
const BELOW: ReadonlySet<string> = new Set(['<', 'le']);

/** Relations are told apart by their sign and by what stands on each side; `*` is anything. */
function relationKey(node: Node, left: string, right: string): string {
  const sign = String(node.data);
  return `rel ${EQUAL.has(sign) ? '=' : BELOW.has(sign) ? '<' : sign} ${left} ${right}`;
}

function patternSide(node: Node, { concept }: Pattern): string {
  const roles = [...concept.roles.values()];
  switch (node.op) {
    case 'hole':
    case 'family':
      return '*';
    case 'mul':
    case 'seq':
      // An invisible factor 1, or a sign before a single role, may leave anything standing there.
      return roles.some(({ role }) => role.unit) || (node.kids.length < 3 && node.kids[0]?.op === 'num')
        ? '*'
        : 'product';
    case 'add':
      return roles.some(({ role }) => role.optional) ? '*' : 'add';
    case 'call':
      return 'call';
    default:
      return rootKey(node);
  }
}

function subjectSides(node: Node): readonly string[] {
  const own = rootKey(node);
  if (node.op === 'fn') return [own, 'call', '*'];
  if (node.op === 'pow') return own === 'pow' ? ['pow', '*'] : [own, 'pow', '*'];
  return [node.op === 'mul' || node.op === 'seq' ? 'product' : own, '*'];
}

function relationKeys(node: Node): Iterable<string> {
  const [left, right] = node.kids;
  if (!left || !right) return [];
  const [ls, rs] = [subjectSides(left), subjectSides(right)];
  const keys = new Set<string>();
  for (const l of ls) {
    for (const r of rs) {
      keys.add(relationKey(node, l, r));
      // An equation may be written the other way round.
      if (node.data === '=') keys.add(relationKey(node, r, l));
    }
  }
  return keys;
}

function subjectKeys(node: Node): Iterable<string> {
  const { op } = node;
  if (op === 'rel') return relationKeys(node);
  const own = rootKey(node);
  // A pattern for an unknown function's application (`f(x)`) may match a named one.
  if (op === 'fn') return [own, 'call'];
  const named = op === 'call' ? namedHead(node) : undefined;
  if (named) return [own, `fn ${named}`];
  if (op === 'pow') return own === 'pow' ? [own] : [own, 'pow'];
  if (!COMMUTATIVE.has(op)) return [own];
  const keys = new Set<string>([op]);
  for (const kid of node.kids) {
    keys.add(`${op}/${rootKey(kid)}`);
    if (kid.op === 'fn') keys.add(`${op}/call`);
    if (kid.op === 'pow') keys.add(`${op}/pow`);
  }
  return keys;
}
