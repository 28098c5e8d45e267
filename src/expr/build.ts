import type { Span } from './span.js';
import type {
  AddExpr,
  ApplyExpr,
  BigExpr,
  BigOp,
  DivideExpr,
  Domain,
  Expr,
  FontStyle,
  GroupExpr,
  IndexedExpr,
  MultiplyExpr,
  NegateExpr,
  NumberExpr,
  PowerExpr,
  ProductSign,
  RelationExpr,
  RootExpr,
  SymbolExpr,
  SystemExpr,
  TransposeExpr,
} from './types.js';

/** Expressions that were not read from a text have this span. */
export const NOWHERE: Span = [0, 0];

export function number(value: number, span: Span = NOWHERE, text: string = String(value)): NumberExpr {
  return { kind: 'number', value, text, span };
}

export function symbol(name: string, options: Partial<Omit<SymbolExpr, 'kind' | 'name'>> = {}): SymbolExpr {
  return { kind: 'symbol', name, span: NOWHERE, ...options };
}

export function fontSymbol(name: string, font: FontStyle, span: Span = NOWHERE): SymbolExpr {
  return { kind: 'symbol', name, font, span };
}

export function indexed(
  base: Expr,
  indices: readonly Expr[],
  places: IndexedExpr['places'] = indices.map(() => 'sub' as const),
  span: Span = NOWHERE,
): IndexedExpr {
  return { kind: 'indexed', base, indices, places, span };
}

export function apply(
  head: Expr | string,
  args: readonly Expr[],
  brackets: ApplyExpr['brackets'] = '()',
  span: Span = NOWHERE,
): ApplyExpr {
  return { kind: 'apply', head: typeof head === 'string' ? symbol(head) : head, args, brackets, span };
}

/** A sum; a single term stays as it is. */
export function add(terms: readonly Expr[], span: Span = NOWHERE): Expr {
  const [only] = terms;
  if (terms.length === 1 && only) return only;
  return { kind: 'add', terms, span } satisfies AddExpr;
}

/** A product, juxtaposed unless `ops` says otherwise; a single factor stays as it is. */
export function multiply(factors: readonly Expr[], ops?: readonly ProductSign[], span: Span = NOWHERE): Expr {
  const [only] = factors;
  if (factors.length === 1 && only) return only;
  return {
    kind: 'multiply',
    factors,
    ops: ops ?? factors.slice(1).map(() => '' as const),
    span,
  } satisfies MultiplyExpr;
}

export function divide(
  numerator: Expr,
  denominator: Expr,
  span: Span = NOWHERE,
  style: DivideExpr['style'] = 'bar',
): DivideExpr {
  return { kind: 'divide', numerator, denominator, style, span };
}

export function power(base: Expr, exponent: Expr, span: Span = NOWHERE): PowerExpr {
  return { kind: 'power', base, exponent, span };
}

export function root(radicand: Expr, degree: Expr | null = null, span: Span = NOWHERE): RootExpr {
  return { kind: 'root', radicand, degree, span };
}

export function negate(arg: Expr, span: Span = NOWHERE): NegateExpr {
  return { kind: 'negate', arg, span };
}

export function transpose(arg: Expr, mark: TransposeExpr['mark'] = 'T', span: Span = NOWHERE): TransposeExpr {
  return { kind: 'transpose', arg, mark, span };
}

export function relation(ops: readonly string[], sides: readonly Expr[], span: Span = NOWHERE): RelationExpr {
  return { kind: 'relation', ops, sides, span };
}

export function big(
  op: BigOp,
  domains: readonly Domain[],
  body: Expr,
  span: Span = NOWHERE,
  name: string = op,
): BigExpr {
  return { kind: 'big', op, name, domains, body, span };
}

export function domain(
  variables: readonly Expr[],
  range: Domain['range'] = { kind: 'all' },
  span: Span = NOWHERE,
): Domain {
  return { variables, range, span };
}

export function group(body: Expr, brackets: GroupExpr['brackets'] = '()', span: Span = NOWHERE): GroupExpr {
  return { kind: 'group', brackets, body, span };
}

export function system(lines: readonly Expr[], span: Span = NOWHERE): SystemExpr {
  return { kind: 'system', lines, span };
}

/** What is inside any number of grouping brackets. */
export function ungroup(e: Expr): Expr {
  let inner = e;
  while (inner.kind === 'group') inner = inner.body;
  return inner;
}
