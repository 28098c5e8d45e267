import { symbolKey } from '../expr/key.js';
import type { Expr, Reading, SymbolKind } from '../expr/types.js';
import { parse } from '../syntax/index.js';
import type { ParseResult, SyntaxNode } from '../syntax/tree.js';
import { type Item, itemsOf } from './items.js';
import { kindsOf } from './kinds.js';
import { DEFAULT_FUNCTIONS, type FunctionTable } from './names.js';
import type { Reader } from './reader.js';
import { settleBound } from './running.js';
import { readStatements } from './statements.js';
import { surveyOf } from './survey.js';
import { readTable } from './tables.js';

export { DEFAULT_FUNCTIONS, type FunctionTable } from './names.js';

/** What is known before a formula is read. */
export type ReadContext = {
  /** Kinds and meanings of symbols, by their LaTeX (`\mathbf W`, `\hat y`). */
  readonly symbols?: Readonly<Record<string, { readonly kind?: SymbolKind; readonly meaning?: string }>>;
  /** Readings to take, by the LaTeX they are about: `{"f(x)": "product"}`. See `Assumption.alternatives`. */
  readonly readings?: Readonly<Record<string, string>>;
  /** Names of functions; `DEFAULT_FUNCTIONS` where none are given. */
  readonly functions?: FunctionTable;
};

/** The meaning of a formula. Any tree gives an expression; it never throws. */
export function read(parsed: ParseResult, context: ReadContext = {}): Reading {
  const declared = declaredKinds(context);
  const reader = readerFor(parsed, context, declared);
  const expr = readFormula(reader, parsed);
  const assumptions = [...reader.assumptions].sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  return { latex: parsed.latex, expr, kinds: kindsOf(expr, declared), assumptions };
}

function readerFor(parsed: ParseResult, context: ReadContext, declared: ReadonlyMap<string, SymbolKind>): Reader {
  const functions = context.functions ?? DEFAULT_FUNCTIONS;
  const cache = new Map<SyntaxNode, Item[]>();
  const get = (node: SyntaxNode): Item[] => {
    const known = cache.get(node);
    if (known) return known;
    const items = itemsOf(node, functions);
    cache.set(node, items);
    return items;
  };
  return {
    latex: parsed.latex,
    functions,
    declared,
    forced: new Map(
      Object.entries(context.readings ?? {}).map(([latex, reading]) => [latex.replace(/\s+/g, ''), reading]),
    ),
    survey: surveyOf(parsed.tree, get),
    assumptions: [],
    items: cache,
    depth: 0,
    inExponent: false,
    ofHead: false,
    differentiated: -1,
    loose: /[_^] \{ /.test(parsed.latex),
  };
}

function readFormula(reader: Reader, parsed: ParseResult): Expr {
  const items = reader.items.get(parsed.tree) ?? itemsOf(parsed.tree, reader.functions);
  const table = soleTable(items);
  if (table) return readTable(reader, table);
  const lines = readStatements(reader, items).map(settleBound);
  const [only] = lines;
  if (!only) return { kind: 'hole', name: 'empty', span: [0, parsed.latex.length] };
  if (lines.length === 1) return only;
  const last = lines[lines.length - 1] as Expr;
  return { kind: 'system', lines, span: [only.span[0], last.span[1]] };
}

/** The table that is the whole formula, whatever punctuation follows it. */
function soleTable(items: readonly Item[]): Extract<SyntaxNode, { kind: 'table' }> | null {
  const [first, ...rest] = items;
  if (first?.type !== 'node' || first.node.kind !== 'table' || first.scripted) return null;
  return rest.every((item) => /^(comma|semicolon|wide)$/.test(item.type)) ? first.node : null;
}

/** Kinds that the request declares, by symbol key. */
function declaredKinds(context: ReadContext): ReadonlyMap<string, SymbolKind> {
  const kinds = new Map<string, SymbolKind>();
  for (const [latex, { kind }] of Object.entries(context.symbols ?? {})) {
    if (kind === undefined) continue;
    kinds.set(keyOfLatex(latex), kind);
  }
  return kinds;
}

/** The symbol key of a symbol written in LaTeX. */
export function keyOfLatex(latex: string): string {
  const parsed = parse(latex);
  return symbolKey(readFormula(readerFor(parsed, {}, new Map()), parsed));
}
