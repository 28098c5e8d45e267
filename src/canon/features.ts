import { hashText, type NodeOp } from './node.js';

/**
 * One bit a feature, of what a subject must contain for a form to match it. Ops that canonicalisation may
 * introduce or drop around a match (sums, products, numbers, indices) have none.
 */
const OP_BITS: Partial<Record<NodeOp, number>> = {
  pow: 1 << 0,
  had: 1 << 2,
  transpose: 1 << 3,
  norm: 1 << 4,
  abs: 1 << 5,
  card: 1 << 5,
  inner: 1 << 6,
  matrix: 1 << 7,
  concat: 1 << 8,
  deriv: 1 << 9,
  diff: 1 << 10,
  rec: 1 << 11,
  cases: 1 << 12,
  outer: 1 << 13,
  cond: 1 << 14,
  dots: 1 << 15,
};

const BIG_BITS: Record<string, number> = { sum: 1 << 16, product: 1 << 17, integral: 1 << 18, expectation: 1 << 19 };
const FUNCTION_SHIFT = 21;

/** Named functions share the upper bits by hash: a false positive costs a look, never a match. */
export function featureBits(op: NodeOp, data: string | number): number {
  if (op === 'big') return BIG_BITS[String(data)] ?? 1 << 20;
  // A logarithm to a base is still a logarithm.
  if (op === 'fn' && data === 'log_b') return featureBits(op, 'log');
  if (op === 'fn') return 1 << (FUNCTION_SHIFT + (hashText(String(data)) % 10));
  // `\mathrm{BN}_\gamma(x)` is asked for as the function BN.
  if (op === 'sym' && /^[A-Z][A-Za-z]+$/.test(String(data))) return featureBits('fn', data);
  return OP_BITS[op] ?? 0;
}
