import { keyOfSymbolNode, type Node } from '../canon/index.js';
import type { Pattern } from './pattern.js';

/** What a form without an anchor is told. */
export const NO_ANCHOR =
  'a form needs an anchor: a function, a big operator, a power, a norm, a recurrence, or a guard that generates a value';

const WITHOUT_ANCHOR: ReadonlySet<string> = new Set([
  'hole',
  'family',
  'bound',
  'num',
  'add',
  'mul',
  'rel',
  'domain',
  'sym',
  'list',
  'seq',
  'tuple',
]);

/** Signs that are only written between matrices, sets or laws, and say what holds between them. */
const ORDERS: ReadonlySet<string> = new Set(['succ', 'succeq', 'prec', 'preceq']);

/** Forms made of placeholders, sums and products match everything: refused. */
export function hasAnchor(pattern: Pattern): boolean {
  const anchored = (n: Node): boolean =>
    (!WITHOUT_ANCHOR.has(n.op) && !(n.op === 'pow' && n.kids[1]?.op === 'num' && n.kids[1].data === -1)) ||
    (n.op === 'sym' && keyOfSymbolNode(n).length > 1) ||
    (n.op === 'rel' && ORDERS.has(String(n.data))) ||
    n.kids.some(anchored);
  const asked = [...pattern.concept.roles.values()].some(
    ({ role: r }) => r.kind.endsWith('!') || r.among.length > 0 || r.mentions.length > 0,
  );
  // A role that stands twice (`a + t(b - a)`) ties a formula together as well as a function does.
  const repeated = pattern.lines.some((line) => repeatsRole(line.node));
  return (
    asked ||
    repeated ||
    pattern.guards.length > 0 ||
    pattern.given.length > 0 ||
    pattern.lines.some((line) => anchored(line.node))
  );
}

/** Nodes that say something: all but placeholders, bound variables and ranges. */
export function rigidNodes(node: Node): number {
  const own = node.op === 'hole' || node.op === 'family' || node.op === 'bound' || node.op === 'domain' ? 0 : 1;
  return own + node.kids.reduce((n, kid) => n + rigidNodes(kid), 0);
}

export function mentionsRole(node: Node, roles: Iterable<string>): boolean {
  const names = new Set(roles);
  const look = (n: Node): boolean =>
    ((n.op === 'hole' || n.op === 'family') && names.has(String(n.data).replace(/#.*$/, ''))) || n.kids.some(look);
  return look(node);
}

function repeatsRole(node: Node): boolean {
  const seen = new Set<string>();
  let repeated = false;
  const look = (n: Node): void => {
    if (n.op === 'hole') {
      repeated ||= seen.has(String(n.data));
      seen.add(String(n.data));
    }
    n.kids.forEach(look);
  };
  look(node);
  return repeated;
}
