import { group, multiply, ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { mapChildren, walk } from '../expr/traverse.js';
import type { Expr, ExprOf, SymbolExpr } from '../expr/types.js';
import { compile } from './compile.js';
import { MathError } from './errors.js';
import type { Compiled } from './scope.js';

/** One line that assigns. */
export type Line = {
  /** Key of the letter that is assigned. */
  readonly key: string;
  /** The letter as written, without the index that counts steps. */
  readonly letter: Expr;
  /** Index of the left side as an offset from the step; undefined without an index. */
  readonly offset: number | undefined;
  readonly right: Compiled;
  readonly expr: Expr;
};

/** `f(x) = …`: a function for the lines, not a step of the program. */
export type ProgramFunction = { readonly parameters: readonly string[]; readonly body: Compiled };

export type Program = {
  /** The block with what stands for one letter made one letter. */
  readonly expr: Expr;
  readonly lines: readonly Line[];
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  /** The letter that counts the steps. */
  readonly time: string | undefined;
};

const ASSIGNS: ReadonlySet<string> = new Set(['=', ':=', 'gets', 'equiv']);

/** The assignments of a block, in the order in which they are written. */
export function readProgram(block: Expr, isGiven: (key: string) => boolean): Program {
  const written = linesOf(block);
  const time = timeOf(written, isGiven);
  const expr = asProducts(asIndexed(asLetters(block, written, time), written, time, isGiven), isGiven);
  const functions = new Map<string, ProgramFunction>();
  const lines: Line[] = [];
  for (const [k, line] of linesOf(expr).entries()) {
    const left = ungroup(line.sides[0] as Expr);
    const right = compile(line.sides[1] as Expr);
    const asWritten = ungroup((written[k] as ExprOf<'relation'>).sides[0] as Expr);
    switch (left.kind) {
      case 'symbol':
        lines.push({ key: symbolKey(left), letter: asWritten, offset: undefined, right, expr: line });
        break;
      case 'differential':
        lines.push({ key: exprKey(left), letter: asWritten, offset: undefined, right, expr: line });
        break;
      case 'indexed': {
        const offset = offsetFrom(left.indices[0] as Expr, time);
        lines.push({ key: symbolKey(left), letter: left.base, offset, right, expr: line });
        break;
      }
      case 'apply':
        functions.set(symbolKey(left.head), { parameters: left.args.map((arg) => exprKey(ungroup(arg))), body: right });
        break;
      default:
        throw assignsNothing(line);
    }
  }
  if (lines.length === 0) throw assignsNothing(block);
  return { expr, lines, functions, time };
}

/** The value of a state before the program starts, given as `x_0`. */
export type Start = { readonly key: string; readonly index: number };

export function startOf(e: Expr): Start | undefined {
  const inner = ungroup(e);
  const [index] = inner.kind === 'indexed' && inner.indices.length === 1 ? inner.indices : [];
  return index?.kind === 'number' ? { key: symbolKey(inner), index: index.value } : undefined;
}

function linesOf(e: Expr): readonly ExprOf<'relation'>[] {
  const inner = ungroup(e);
  if (inner.kind === 'system' || inner.kind === 'list') {
    return (inner.kind === 'system' ? inner.lines : inner.items).flatMap(linesOf);
  }
  if (inner.kind === 'text') return [];
  const [op = ''] = inner.kind === 'relation' ? inner.ops : [];
  if (inner.kind !== 'relation' || !ASSIGNS.has(op) || !isAssignable(ungroup(inner.sides[0] as Expr))) {
    throw assignsNothing(e);
  }
  return [inner];
}

function isAssignable(left: Expr): boolean {
  if (left.kind === 'apply') return left.args.length > 0 && left.args.every((arg) => ungroup(arg).kind === 'symbol');
  return left.kind === 'symbol' || left.kind === 'differential' || left.kind === 'indexed';
}

function assignsNothing(e: Expr): MathError {
  const message = 'This assigns nothing that could be run.';
  return new MathError('math/unsupported', e.span, message, 'Write lines such as v_t = 0.9 v_{t-1} + g_t.');
}

/** The letter that counts the steps: in the only index on a left side, neither assigned nor given. */
function timeOf(lines: readonly ExprOf<'relation'>[], isGiven: (key: string) => boolean): string | undefined {
  const lefts = lines.map((line) => ungroup(line.sides[0] as Expr));
  const assigned = new Set(lefts.map((left) => symbolKey(left)));
  for (const left of lefts) {
    if (left.kind !== 'indexed' || left.indices.length !== 1) continue;
    const letters: string[] = [];
    walk(left.indices[0] as Expr, (node) => {
      if (node.kind === 'symbol') letters.push(symbolKey(node));
    });
    const [letter] = letters;
    if (letters.length === 1 && letter !== undefined && !assigned.has(letter) && !isGiven(letter)) return letter;
  }
  return undefined;
}

/** 0 for `t`, −1 for `t-1`, 1 for `t+1`; undefined for what does not count steps. */
function offsetFrom(index: Expr, time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const inner = ungroup(index);
  if (inner.kind === 'symbol') return symbolKey(inner) === time ? 0 : undefined;
  if (inner.kind !== 'add' || inner.terms.length !== 2) return undefined;
  const [letter, shift] = inner.terms as [Expr, Expr];
  if (letter.kind !== 'symbol' || symbolKey(letter) !== time) return undefined;
  if (shift.kind === 'number') return shift.value;
  return shift.kind === 'negate' && shift.arg.kind === 'number' ? -shift.arg.value : undefined;
}

/** `v_{dW}` and `v_w` are names: what is assigned with an index that does not count steps becomes one letter. */
function asLetters(block: Expr, lines: readonly ExprOf<'relation'>[], time: string | undefined): Expr {
  const letters = new Map<string, SymbolExpr>();
  for (const line of lines) {
    const left = ungroup(line.sides[0] as Expr);
    if (left.kind !== 'indexed' || left.base.kind !== 'symbol') continue;
    const counts = left.indices.length === 1 && offsetFrom(left.indices[0] as Expr, time) !== undefined;
    if (!counts)
      letters.set(exprKey(left), { ...left.base, label: left.indices.map(exprKey).join(','), span: left.span });
  }
  if (letters.size === 0) return block;
  const put = (e: Expr): Expr => (e.kind === 'indexed' && letters.get(exprKey(e))) || mapChildren(e, put);
  return put(block);
}

/** Beside `x^{k+1} = …` a `g^k` is the gradient of step k and no power, unless `g` is a constant. */
function asIndexed(
  block: Expr,
  lines: readonly ExprOf<'relation'>[],
  time: string | undefined,
  isGiven: (key: string) => boolean,
): Expr {
  const raised = lines.some((line) => {
    const left = ungroup(line.sides[0] as Expr);
    return (
      left.kind === 'indexed' && left.places[0] === 'sup' && offsetFrom(left.indices[0] as Expr, time) !== undefined
    );
  });
  if (!raised) return block;
  const put = (e: Expr): Expr => {
    const counts = e.kind === 'power' && e.base.kind === 'symbol' && offsetFrom(e.exponent, time) !== undefined;
    if (!counts || isGiven(symbolKey(e.base))) return mapChildren(e, put);
    return { kind: 'indexed', base: e.base, indices: [e.exponent], places: ['sup'], span: e.span };
  };
  return put(block);
}

/** `h (a + b)` is a product where h has a value. */
function asProducts(block: Expr, isGiven: (key: string) => boolean): Expr {
  const put = (e: Expr): Expr => {
    const [argument] = e.kind === 'apply' ? e.args : [];
    if (
      e.kind !== 'apply' ||
      e.head.kind !== 'symbol' ||
      !argument ||
      e.args.length > 1 ||
      !isGiven(symbolKey(e.head))
    ) {
      return mapChildren(e, put);
    }
    return multiply([e.head, group(put(argument))], [''], e.span);
  };
  return put(block);
}
