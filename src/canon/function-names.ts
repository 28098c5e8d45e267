import type { SymbolExpr } from '../expr/types.js';
import type { Node } from './node.js';

/** Other names of the same function. */
const FUNCTION_ALIASES: Readonly<Record<string, string>> = {
  ln: 'log',
  sgn: 'sign',
  Pr: 'P',
  Tr: 'tr',
  trace: 'tr',
  E: 'E',
  cov: 'Cov',
  var: 'Var',
  'hat(Var)': 'Var',
  'hat(Cov)': 'Cov',
  'hat(roman:Var)': 'Var',
  'hat(roman:Cov)': 'Cov',
  ReLU: 'relu',
  ReLU6: 'relu6',
  clamp: 'clip',
  Softmax: 'softmax',
  Sigmoid: 'sigmoid',
  'roman:P': 'P',
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  sgm: 'sigmoid',
  Det: 'det',
  Rank: 'rank',
}; // prettier-ignore

/** Upright or slanted, a named function is one function; letters keep their font. */
export function functionName(head: SymbolExpr, key: string): string {
  const upright = head.font === 'roman' || head.font === 'sans' || head.font === 'typewriter';
  const plain = upright && !head.accents && !head.label && !head.primes ? head.name : key;
  return FUNCTION_ALIASES[plain] ?? plain;
}

/** `2!` and `3!` of a series are the numbers 2 and 6. */
export function smallFactorial(n: Node | undefined): number | undefined {
  return n?.op === 'num' && typeof n.data === 'number' ? [1, 1, 2, 6, 24, 120][n.data] : undefined;
}
