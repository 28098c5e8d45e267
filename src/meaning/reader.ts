import type { Span } from '../expr/span.js';
import type { Assumption, Expr, HoleExpr, SymbolKind } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import { type Item, itemsOf } from './items.js';
import type { FunctionTable } from './names.js';
import type { Survey } from './survey.js';

/** What is known and decided while one formula is read. Lives for one call of `read`. */
export type Reader = {
  readonly latex: string;
  readonly functions: FunctionTable;
  /** Kinds from the request, by symbol key. */
  readonly declared: ReadonlyMap<string, SymbolKind>;
  /** Readings from the request, by LaTeX without white space. */
  readonly forced: ReadonlyMap<string, string>;
  readonly survey: Survey;
  readonly assumptions: Assumption[];
  readonly items: Map<SyntaxNode, Item[]>;
  depth: number;
  /** Inside the exponent of e or the argument of exp, where `i` may be the imaginary unit. */
  inExponent: boolean;
  /** Reading the superscript of a head that is applied: it is an index where it is no mark and no number. */
  ofHead: boolean;
  /** Where the operand of a nabla begins: a letter there is applied to the bracket after it. */
  differentiated: number;
  /** The source puts spaces between all tokens, so that touching letters say nothing. */
  readonly loose: boolean;
};

/** A stretch of items that is being read. `integrals` counts integrals that still wait for their differential. */
export type Cursor = {
  readonly items: readonly Item[];
  pos: number;
  readonly end: number;
  integrals: number;
};

/** Nesting beyond this is refused: no formula for people has it, and every later stage may then recurse safely. */
export const MAX_DEPTH = 100;

export function cursorOver(items: readonly Item[], pos = 0, end = items.length): Cursor {
  return { items, pos, end, integrals: 0 };
}

export function rowItems(r: Reader, node: SyntaxNode): Item[] {
  const known = r.items.get(node);
  if (known) return known;
  const items = itemsOf(node, r.functions);
  r.items.set(node, items);
  return items;
}

export function cursorFor(r: Reader, node: SyntaxNode): Cursor {
  return cursorOver(rowItems(r, node));
}

export function peek(c: Cursor, ahead = 0): Item | undefined {
  return c.pos + ahead < c.end ? c.items[c.pos + ahead] : undefined;
}

/** Span of the items from `from` up to the cursor. */
export function spanFrom(c: Cursor, from: number): Span {
  const first = c.items[from];
  const last = c.items[Math.max(from, c.pos - 1)];
  if (!first || !last) return emptySpan(c, from);
  if (first === last) return [first.start, first.end];
  let furthest = last.end;
  for (const span of last.closes) furthest = Math.max(furthest, span[1]);
  const start = startWithin(first, furthest);
  let end = Math.max(first.end, last.end);
  for (const span of last.closes) if (span[0] >= start) end = Math.max(end, span[1]);
  return [start, end];
}

/** Where a stretch begins that starts with this item and ends at `end`: before the braces that close within it. */
function startWithin(first: Item, end: number): number {
  let start = first.start;
  for (const span of first.opens) if (span[1] <= end) start = Math.min(start, span[0]);
  return start;
}

/** The content of a braced script ends before its brace; what has the script ends after it. */
export function endOfScript(r: Reader, script: SyntaxNode): number {
  const end = script.span[1];
  return script.kind === 'row' && r.latex[end] === '}' ? end + 1 : end;
}

/** Span from the item at `from` to an offset. */
export function spanTo(c: Cursor, from: number, end: number): Span {
  const first = c.items[from];
  return first ? [startWithin(first, end), end] : [end, end];
}

/** A span of no width where an operand is missing: after what stands before it, or where everything begins. */
export function emptySpan(c: Cursor, at: number): Span {
  const before = at > 0 ? c.items[at - 1] : undefined;
  const offset = before?.end ?? c.items[at]?.start ?? 0;
  return [offset, offset];
}

/** An operand that is missing before the first sign of an operation stands where the operation begins. */
export function fromSign(operands: readonly Expr[], c: Cursor, from: number): Expr[] {
  const [first, ...rest] = operands;
  const start = c.items[from]?.start;
  if (first === undefined) return [];
  if (start === undefined || first.kind !== 'hole' || first.name !== 'empty' || first.span[1] > start)
    return [...operands];
  return [{ ...first, span: [start, start] }, ...rest];
}

export function hole(c: Cursor, at = c.pos): HoleExpr {
  return { kind: 'hole', name: 'empty', span: emptySpan(c, at) };
}

export function tooDeep(span: Span): Expr {
  return { kind: 'error', code: 'meaning/too-deep', message: `nested more than ${MAX_DEPTH} levels deep`, span };
}

export function assume(r: Reader, span: Span, reading: string, because: string, alternatives: readonly string[]): void {
  r.assumptions.push({ span, reading, because, alternatives });
}

/** The reading that the caller asked for at this place, if any. */
export function forcedReading(r: Reader, start: number, end: number): string | undefined {
  if (r.forced.size === 0) return undefined;
  return r.forced.get(r.latex.slice(start, end).replace(/\s+/g, ''));
}

/** The item as it stands without its superscript. */
export function withoutPower(r: Reader, item: Item): Item {
  return { ...item, sup: null, end: item.sub ? endOfScript(r, item.sub) : item.nucleusEnd };
}
