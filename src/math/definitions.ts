import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { mapChildren, walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { isBuiltIn } from './compile-apply.js';
import type { Compiled } from './scope.js';

/** What a line gives a value to. */
export type Definition = {
  readonly line: Expr;
  readonly left: Expr;
  readonly right: Expr;
  readonly body: Compiled;
  /** `exprKey` of the left side, with all its indices; of a function `symbolKey` of its head. */
  readonly key: string;
  /** Keys of the letters that stand for arguments: of `f` in `f(x) = …`, of the indices in `p_i = …`. */
  readonly parameters: readonly string[];
  readonly kind: 'value' | 'function' | 'family' | 'element';
  /** Letter of a family or of an element of one. */
  readonly base: string;
  /** Places of an element: `F_0 = 1`. */
  readonly at: readonly number[];
};

export type Program = {
  readonly lines: readonly Expr[];
  readonly byLine: ReadonlyMap<Expr, Definition>;
  readonly byKey: ReadonlyMap<string, Definition>;
  readonly families: ReadonlyMap<string, Definition>;
  readonly elements: ReadonlyMap<string, Definition>;
  /** Names of built-in functions that letters stand for. */
  readonly functions: ReadonlyMap<string, string>;
  /** Lines that give something a new value: `\theta \leftarrow \theta - \eta g` with a value for θ. */
  readonly updates: ReadonlyMap<Expr, Definition>;
};

const ASSIGNS: ReadonlySet<string> = new Set(['=', ':=', 'gets', 'equiv']);
const UPDATES: ReadonlySet<string> = new Set([':=', 'gets']);

export function linesOf(e: Expr): readonly Expr[] {
  const inner = ungroup(e);
  if (inner.kind === 'system') return inner.lines.flatMap(linesOf).filter((line) => line.kind !== 'text');
  if (inner.kind === 'list' && inner.items.every((item) => ungroup(item).kind === 'relation'))
    return inner.items.flatMap(linesOf);
  return [inner];
}

/**
 * `y = …`, `h_t = …`, `p_i = …` and `f(x) = …` define their left side unless it has a value already. What stands alone on the
 * right of an equation is defined as well: `m c^2 = E`.
 */
export function readProgram(
  e: Expr,
  isGiven: (e: Expr) => boolean,
  compile: (e: Expr) => Compiled,
  functions: ReadonlyMap<string, string>,
): Program {
  const lines = linesOf(e);
  const isBlock = lines.length > 1 && lines.every(givesToSymbol);
  const byLine = new Map<Expr, Definition>();
  const byKey = new Map<string, Definition>();
  const families = new Map<string, Definition>();
  const elements = new Map<string, Definition>();
  const updates = new Map<Expr, Definition>();
  for (const line of lines) {
    if (line.kind !== 'relation' || line.ops.length < 1 || !line.ops.every((op) => ASSIGNS.has(op))) continue;
    const definition = definitionIn(line, isGiven, compile);
    if (definition === undefined) {
      const left = ungroup(line.sides[0] as Expr);
      const isUpdate =
        UPDATES.has(line.ops[0] as string) ||
        (line.ops[0] === '=' && (!isGiven(left) || (isBlock && takesItselfUp(line))));
      if (isUpdate && left.kind === 'symbol' && left !== line.sides.at(-1))
        updates.set(line, toDefinition(line, left, line.sides.at(-1) as Expr, compile));
      continue;
    }
    if (byKey.has(definition.key)) continue;
    byLine.set(line, definition);
    byKey.set(definition.key, definition);
    if (definition.kind === 'family' && !families.has(definition.base)) families.set(definition.base, definition);
    if (definition.kind === 'element') elements.set(elementKey(definition.base, definition.at), definition);
  }
  return { lines, byLine, byKey, families, elements, functions, updates };
}

/** Lines that each give a letter its value are steps of a program: among them `v = \beta v + g` is no claim about v. */
function givesToSymbol(line: Expr): boolean {
  return (
    line.kind === 'relation' &&
    line.ops.every((op) => ASSIGNS.has(op)) &&
    ungroup(line.sides[0] as Expr).kind === 'symbol'
  );
}

function takesItselfUp(line: ExprOf<'relation'>): boolean {
  const left = ungroup(line.sides[0] as Expr);
  return left.kind === 'symbol' && mentions(line.sides.at(-1) as Expr, symbolKey(left));
}

export function elementKey(base: string, at: readonly number[]): string {
  return `${base}@${at.join()}`;
}

function definitionIn(
  line: ExprOf<'relation'>,
  isGiven: (e: Expr) => boolean,
  compile: (e: Expr) => Compiled,
): Definition | undefined {
  const left = ungroup(line.sides[0] as Expr);
  const right = line.sides.at(-1) as Expr;
  if (isDefinable(left, isGiven)) {
    // `\\theta \\leftarrow \\theta - g` starts from a value of its own.
    if (left.kind === 'symbol' && mentions(right, symbolKey(left))) return undefined;
    return toDefinition(line, left, right, compile);
  }
  const last = ungroup(right);
  const isUnknown = last.kind === 'symbol' && isDefinable(last, isGiven) && !mentions(left, symbolKey(last));
  return isUnknown && line.ops.length === 1 ? toDefinition(line, last, left, compile) : undefined;
}

function isDefinable(left: Expr, isGiven: (e: Expr) => boolean): boolean {
  if (isGiven(left)) return false;
  switch (left.kind) {
    case 'symbol':
      return left.name !== 'infty' && left.name !== 'exponentialE' && left.name !== 'pi' && left.name !== 'imaginaryI';
    case 'differential':
      return true;
    case 'power': {
      // `\sigma^2 = …` gives σ as well.
      const base = ungroup(left.base);
      return base.kind === 'symbol' && ungroup(left.exponent).kind === 'number' && isDefinable(base, isGiven);
    }
    case 'indexed':
      return !isGiven(left.base) && (left.base.kind === 'symbol' || isDefinable(ungroup(left.base), isGiven));
    case 'apply':
      return left.args.length > 0 && (!isBuiltIn(left.head) || hasUnknown(left, isGiven));
    case 'derivative':
      // `\frac{dy}{dx} = …` tells the rate of a letter; of a formula it is computed.
      return (
        left.body !== null &&
        (left.body.kind === 'symbol' || left.body.kind === 'apply') &&
        hasUnknown(left.body, isGiven)
      );
    case 'big':
      return left.op === 'expectation' || left.op === 'other';
    default:
      return false;
  }
}

function hasUnknown(e: Expr, isGiven: (e: Expr) => boolean): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === 'apply') {
      found ||= !isBuiltIn(node.head);
      for (const arg of node.args) found ||= hasUnknown(arg, isGiven);
      return false;
    }
    if (node.kind === 'symbol' && !isGiven(node)) found = true;
    return !found;
  });
  return found;
}

/** Nodes that a formula may grow to when definitions are put in. */
const MAX_EXPANDED = 5_000;

/** The expression with what the lines define put in for each letter, those in `except` left alone. */
export function expandDefinitions(e: Expr, program: Program, except: ReadonlySet<string>): Expr {
  let budget = MAX_EXPANDED;
  const put = (node: Expr, inside: ReadonlySet<string>): Expr => {
    budget--;
    const key = node.kind === 'symbol' ? symbolKey(node) : '';
    const definition = node.kind === 'symbol' ? program.byKey.get(key) : undefined;
    if (definition?.kind !== 'value' || inside.has(key) || budget < 0) return mapChildren(node, (c) => put(c, inside));
    return { kind: 'group', brackets: '()', body: put(definition.right, new Set([...inside, key])), span: node.span };
  };
  return put(e, except);
}

/**
 * What has no value of its own and cannot be worked out: an application of a function that nothing defines, a derivative of a
 * letter, a small change, an expectation without a law.
 */
export function isOpaque(e: Expr, { byKey, functions }: Program): boolean {
  const isDefined = (node: Expr): boolean => {
    const inner = ungroup(node);
    if (inner.kind === 'symbol') return byKey.has(symbolKey(inner));
    if (inner.kind === 'apply') return isBuiltIn(inner.head) || !isUnknownCall(inner);
    return true;
  };
  const isUnknownCall = (node: ExprOf<'apply'>): boolean => {
    const head = ungroup(node.head);
    if (head.kind === 'derivative') return head.body === null || !isKnownHead(ungroup(head.body));
    return !isKnownHead(head);
  };
  const isKnownHead = (head: Expr): boolean => {
    if (head.kind !== 'symbol' && head.kind !== 'indexed') return true;
    const key = symbolKey(head);
    return isBuiltIn(head) || functions.has(key) || byKey.get(key)?.kind === 'function';
  };
  switch (e.kind) {
    case 'apply':
      return !isBuiltIn(e.head) && isUnknownCall(e);
    case 'derivative':
      return e.body === null || e.op === 'variation' || !isDefined(e.body);
    case 'differential':
      return true;
    case 'big':
      return e.op === 'expectation' || e.op === 'contour' || e.op === 'other';
    default:
      return false;
  }
}

function mentions(e: Expr, key: string): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === 'symbol' && symbolKey(node) === key) found = true;
    return !found;
  });
  return found;
}

function toDefinition(line: Expr, left: Expr, right: Expr, compile: (e: Expr) => Compiled): Definition {
  if (left.kind === 'power') {
    const root: Expr = { kind: 'root', radicand: right, degree: left.exponent, span: right.span };
    return {
      line,
      left,
      right,
      body: compile(root),
      base: '',
      at: [],
      parameters: [],
      key: exprKey(left.base),
      kind: 'value',
    };
  }
  const body = compile(right);
  const common = { line, left, right, body, base: '', at: [], parameters: [], key: exprKey(left) };
  if (left.kind === 'indexed' && left.base.kind === 'symbol') {
    const base = symbolKey(left.base);
    const indices = left.indices.map(ungroup);
    const at = indices.map((index) => (index.kind === 'number' ? index.value : Number.NaN));
    if (at.every(Number.isFinite)) return { ...common, kind: 'element', base, at };
    const named = indices.every((index) => index.kind === 'symbol');
    return named ? { ...common, kind: 'family', base, parameters: indices.map(exprKey) } : { ...common, kind: 'value' };
  }
  if (left.kind === 'apply' && !isBuiltIn(left.head)) {
    const parameters = left.args.map(ungroup);
    if (parameters.every((p) => p.kind === 'symbol'))
      return { ...common, kind: 'function', key: symbolKey(left.head), parameters: parameters.map(exprKey) };
  }
  return { ...common, kind: 'value' };
}
