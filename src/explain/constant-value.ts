import { children } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import {
  compile,
  createScope,
  isArray,
  isFiniteValue,
  isMathError,
  MAX_DESCRIBED,
  type Tensor,
  type Value,
} from '../math/index.js';

/** What an expression is worth; undefined where it is worth nothing that can be compared. */
export type WorthOf = (e: Expr) => Value | undefined;

/** Beyond these sizes products overflow or vanish, and nothing true can be said of them. */
export function hasUsualSize({ data }: Tensor): boolean {
  const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return largest === 0 || (largest < 1e100 && largest > 1e-100);
}

/** A matrix of real numbers that is small enough to be described. */
export function isMatrix(value: Value | undefined): value is Tensor {
  if (value === undefined || !isArray(value) || value.kind !== 'tensor' || value.shape.length !== 2) return false;
  if (Math.max(...value.shape) > MAX_DESCRIBED || Math.min(...value.shape) === 0) return false;
  return hasUsualSize(value);
}

/** What an expression without letters is worth. */
export function constantValue(e: Expr): Value | undefined {
  return hasNoLetters(e) ? computed(e) : undefined;
}

function hasNoLetters(e: Expr): boolean {
  if (e.kind === 'symbol' || e.kind === 'hole' || e.kind === 'text' || e.kind === 'error') return false;
  return children(e).every(hasNoLetters);
}

function computed(e: Expr): Value | undefined {
  try {
    const value = compile(e)(createScope({ budget: 100_000 }));
    return isFiniteValue(value) ? value : undefined;
  } catch (error) {
    if (isMathError(error)) return undefined;
    throw error;
  }
}
