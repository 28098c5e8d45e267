import { mixHash, type Node } from './node.js';

/**
 * A number for a node at a pseudo-random point: equal expressions get equal numbers, different ones almost never
 * (the identity test of Schwartz and Zippel, 1980). What has no arithmetic is a pseudo-random atom by its structure.
 */
export function probe(node: Node, point: number): number {
  switch (node.op) {
    case 'num':
      return Number(node.data);
    case 'add':
      return node.kids.reduce((sum, kid) => sum + probe(kid, point), 0);
    case 'mul':
      return node.kids.reduce((product, kid) => product * probe(kid, point), 1);
    case 'seq':
      // Letters of unknown kind side by side: where numbers are compared they are numbers.
      return node.data === 'loose'
        ? node.kids.reduce((product, kid) => product * probe(kid, point), 1)
        : atom(node, point);
    case 'pow': {
      const [base, exponent] = node.kids;
      return base && exponent
        ? Math.abs(probe(base, point)) ** probe(exponent, point) * signOf(base, exponent, point)
        : 0;
    }
    case 'fn': {
      const known = FUNCTIONS[String(node.data)];
      const [arg] = node.kids;
      return known && arg && node.kids.length === 1 ? known(probe(arg, point)) : atom(node, point);
    }
    case 'sym':
      return node.data === 'pi' ? Math.PI : atom(node, point);
    default:
      return atom(node, point);
  }
}

/** Equal at three pseudo-random points. */
export function probablyEqual(a: Node, b: Node): boolean {
  if (a === b) return true;
  for (let point = 1; point <= 3; point++) {
    if (!isSameNumber(probe(a, point), probe(b, point))) return false;
  }
  return true;
}

export function isSameNumber(x: number, y: number): boolean {
  return Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x), Math.abs(y));
}

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  exp: (x) => Math.exp(Math.max(-30, Math.min(30, x))),
  log: (x) => Math.log(Math.abs(x)),
  sin: Math.sin,
  cos: Math.cos,
};

/** Between 0.5 and 1.5. */
function atom(node: Node, point: number): number {
  return 0.5 + mixHash(node.hash, point) / 2 ** 32;
}

function signOf(base: Node, exponent: Node, point: number): number {
  if (exponent.op !== 'num' || !Number.isInteger(exponent.data) || Number(exponent.data) % 2 === 0) return 1;
  return Math.sign(probe(base, point));
}
