import type { Span } from '../expr/span.js';
import type { Expr, RelationExpr } from '../expr/types.js';

const SIGNS: Readonly<Record<string, RelationExpr['ops'][number]>> = {
  '<': '<',
  '>': '>',
  '=': '=',
  '==': '=',
  '<=': 'le',
  '>=': 'ge',
  '!=': 'ne',
};

/** `\text{if input < 0}`: one name, one sign and one name or number, all of it set as text. */
export function spokenCondition(text: string, span: Span): Expr | null {
  const [, left, sign, right] =
    /^\s*(?:if|for|when)\s+([\w.-]+)\s*(<=|>=|==|!=|<|>|=)\s*([\w.-]+)[\s,.;]*$/.exec(text) ?? [];
  const op = sign === undefined ? undefined : SIGNS[sign];
  if (left === undefined || right === undefined || op === undefined) return null;
  const sides = [operand(left, span), operand(right, span)];
  return { kind: 'relation', ops: [op], sides, span };
}

function operand(text: string, span: Span): Expr {
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return { kind: 'number', value, text, span };
  return { kind: 'symbol', name: text, span };
}
