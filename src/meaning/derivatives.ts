import { exprKey } from '../expr/key.js';
import type { Span } from '../expr/span.js';
import type { DerivativeExpr, Expr } from '../expr/types.js';
import type { SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import { readApplied, readArguments } from './application.js';
import { type Bracket, bracketAt, classify } from './content.js';
import { readFactor } from './factors.js';
import { readAll, readNode } from './grammar.js';
import { isSecondNabla, standsAsTable } from './hessians.js';
import type { Item } from './items.js';
import { isDifferentialAt, readProduct, startsOperand } from './products.js';
import {
  assume,
  type Cursor,
  cursorOver,
  endOfScript,
  MAX_DEPTH,
  peek,
  type Reader,
  rowItems,
  spanFrom,
  spanTo,
} from './reader.js';
import { attachScripts, nucleus } from './scripts.js';
import { itemKey } from './survey.js';
import { opensArgument } from './words.js';

type Variable = DerivativeExpr['variables'][number];

/** The sign of a derivative: `d`, `\mathrm d`, `\partial`, `\delta`, `D`. */
function signOf(item: Item | undefined): 'd' | 'partial' | 'delta' | 'D' | null {
  if (item?.type !== 'letter' || item.accents.length > 0 || item.sub || item.primes > 0) return null;
  if (item.name === 'd' && (item.font === undefined || item.font === 'roman')) return 'd';
  if (item.name === 'partial') return 'partial';
  if (item.name === 'delta' && item.font === undefined) return 'delta';
  return item.name === 'D' && item.font === undefined ? 'D' : null;
}

/**
 * `\frac{dz}{dx}`, `\frac{\partial^2 f}{\partial x\partial y}`, `\frac{d}{dx}`: both parts begin with the same sign, and below
 * the line there is nothing but signs with their variables.
 */
export function readDerivativeFraction(r: Reader, node: SyntaxOf<'fraction'>, span: Span): DerivativeExpr | null {
  const top = rowItems(r, node.numerator);
  const below = rowItems(r, node.denominator);
  const sign = signOf(top[0]);
  if (!sign || signOf(below[0]) !== sign || below.length < 2) return null;
  if (sign === 'delta' && top.length < 2) return null;
  const first = top[0] as Item;
  const variables = readVariables(r, below, sign);
  if (!variables) return null;
  const body = top.length > 1 ? readAll(r, cursorOver(top, 1)) : null;
  const order = first.sup ? orderOf(readNode(r, first.sup)) : 1;
  const op = sign === 'partial' ? 'partial' : sign === 'delta' ? 'variation' : 'total';
  return { kind: 'derivative', op, body, variables: withOrder(variables, order), order, span };
}

/**
 * `\frac{df}{dx}(x)`, `\frac{df}{dx}(g(x))`, `\frac{\partial f}{\partial x}(x, y)`: the derivative of a letter, before a bracket that holds
 * places, is taken there. A bracket that holds a sum multiplies.
 */
export function derivativeAt(r: Reader, c: Cursor, e: DerivativeExpr, from: number): DerivativeExpr | null {
  const { body, variables } = e;
  const [only] = variables;
  if (body?.kind !== 'symbol' || !only || (e.op !== 'total' && e.op !== 'partial')) return null;
  const bracket = c.pos < c.end ? bracketAt(c.items, c.pos, (n) => rowItems(r, n)) : null;
  if (bracket?.pair !== '()' || bracket.next > c.end || bracket.closer.scripted) return null;
  const kind = classify(bracket);
  if (!/^(single|number|list|call)$/.test(kind) && !isOneCall(bracket)) return null;
  const args = readArguments(r, bracket);
  const named = args.some((arg) => exprKey(arg) === exprKey(only.variable));
  if (!named && (variables.length > 1 || args.length > 1)) return null;
  c.pos = bracket.next;
  const span = spanFrom(c, from);
  const places = r.latex.slice(bracket.start, bracket.end);
  assume(r, span, `the derivative, taken at ${places}`, 'a place in brackets after a derivative', ['product']);
  const value: Expr = { kind: 'apply', head: body, args, brackets: '()', span: [body.span[0], bracket.end] };
  if (named && (args.length > 1 || e.op === 'partial')) return { ...e, body: value, span };
  return { kind: 'derivative', op: 'prime', body: value, variables: [], order: e.order, span };
}

/** `(g(x))`: brackets that hold one letter with its own. */
function isOneCall({ items, from, to }: Bracket): boolean {
  const [head, open] = [items[from], items[from + 1]];
  if (head?.type !== 'letter' || !open) return false;
  return open.type === 'open' ? open.match === to - 1 : open.type === 'delimited' && from + 2 === to;
}

function orderOf(e: Expr): Expr | number {
  return e.kind === 'number' ? e.value : e;
}

/** A single variable takes the order of the numerator where the denominator does not say it. */
function withOrder(variables: readonly Variable[], order: Expr | number): readonly Variable[] {
  const [only] = variables;
  return only && variables.length === 1 && only.order === 1 && order !== 1 ? [{ ...only, order }] : variables;
}

function readVariables(r: Reader, items: readonly Item[], sign: string): Variable[] | null {
  const out: Variable[] = [];
  const c = cursorOver(items);
  while (c.pos < c.end) {
    if (signOf(peek(c)) !== sign || (peek(c)?.sup && sign !== 'partial')) return null;
    c.pos++;
    const item = peek(c);
    if (!item || !startsOperand(item)) return null;
    out.push(readVariable(r, c, item));
  }
  return out;
}

/** `x^2` below the line is x, twice; `x_i` and `\mathbf W^{(1)}` are variables as they stand. */
function readVariable(r: Reader, c: Cursor, item: Item): Variable {
  const from = c.pos;
  const sup = item.sup ? rowItems(r, item.sup) : [];
  const plainOrder = sup.length === 1 && (sup[0]?.type === 'number' || /^[nmk]$/.test(sup[0]?.name ?? ''));
  if (item.type !== 'letter' && item.type !== 'word') return { variable: readFactor(r, c), order: 1 };
  if (!plainOrder || !item.sup) {
    c.pos++;
    return { variable: item.scripted ? attachScripts(r, c, nucleus(item), item, from) : nucleus(item), order: 1 };
  }
  c.pos++;
  const bare: Item = { ...item, sup: null, end: item.sub ? endOfScript(r, item.sub) : item.nucleusEnd };
  const variable = item.sub || item.primes > 0 ? attachScripts(r, c, nucleus(item), bare, from) : nucleus(item);
  return { variable, order: orderOf(readNode(r, item.sup)) };
}

/** True where something follows that `\frac{d}{dx}` can act on. */
export function isOperatorForm(r: Reader, c: Cursor): boolean {
  const next = peek(c);
  if (!startsOperand(next)) return false;
  return !(c.integrals > 0 && isDifferentialAt(r, c, c.pos));
}

/** `dx`, `\mathrm d\theta`, `\Delta x`. In `dW^2` the square is that of the change, as in updates. */
export function readDifferential(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const sign = peek(c) as Item;
  c.pos++;
  const item = peek(c) as Item;
  if (item.type !== 'letter' && item.type !== 'word') {
    const arg = readFactor(r, c);
    return { kind: 'differential', sign: sign.name, arg, span: spanFrom(c, from) };
  }
  const at = c.pos;
  c.pos++;
  const sup = item.sup ? rowItems(r, item.sup) : [];
  const power = sup.length === 1 && (sup[0]?.type === 'number' || /^[np]$/.test(sup[0]?.name ?? ''));
  const bare: Item = power ? { ...item, sup: null, end: item.sub ? endOfScript(r, item.sub) : item.nucleusEnd } : item;
  const law =
    opensArgument(peek(c)) &&
    (/^([pPqQFGWSXYZMN]|mu|nu)$/.test(item.name) || namesPlaces(c, item.sub !== null && item.sup !== null));
  // `v^2 dv (\frac{m}{T})`: what stands with a power elsewhere, and never before an argument, is no function here.
  const number = r.survey.powers.has(itemKey(item)) && !r.survey.applied.has(itemKey(item));
  const arg =
    (c.integrals === 0 || law) && !power && !number
      ? readApplied(r, c, nucleus(item), item, at)
      : item.sub || item.primes > 0 || (item.sup && !power)
        ? attachScripts(r, c, nucleus(item), bare, at)
        : nucleus(item);
  const span = power ? spanTo(c, from, bare.end) : spanFrom(c, from);
  const change = (of: Expr): Expr => ({ kind: 'differential', sign: sign.name, arg: of, span });
  // `\Delta x^\top A \Delta x`: it is the change that is transposed.
  const out: Expr = arg.kind === 'transpose' ? { ...arg, arg: change(arg.arg), span } : change(arg);
  if (sign.name !== 'd') {
    assume(
      r,
      span,
      'one small change',
      `${sign.name} directly before one letter`,
      sign.name === 'Delta' ? ['product', 'laplacian'] : ['product'],
    );
  } else if (c.integrals === 0 && sign.font !== 'roman') {
    assume(r, span, 'one small change', 'd directly before a letter', ['product']);
  }
  if (!power || !item.sup) return out;
  return { kind: 'power', base: out, exponent: readNode(r, item.sup), span: spanFrom(c, from) };
}

/** `d\rho(x, y)`: brackets around letters and commas name the places of a measure, and are no factor; so does one letter after marks. */
function namesPlaces(c: Cursor, marked: boolean): boolean {
  const open = peek(c) as Item;
  const inside = c.items.slice(c.pos + 1, open.match);
  return inside.length > (marked ? 0 : 1) && inside.every((i) => i.type === 'letter' || i.type === 'comma');
}

/** Letters of a subscript as variables: `\partial_{xx}`, `\nabla_{\theta,\phi}`. */
function variablesOf(r: Reader, node: SyntaxNode): Variable[] {
  const items = rowItems(r, node);
  const out: Variable[] = [];
  const push = (variable: Expr): void => {
    const last = out[out.length - 1];
    const same =
      last &&
      variable.kind === 'symbol' &&
      last.variable.kind === 'symbol' &&
      last.variable.name === variable.name &&
      variable.font === last.variable.font;
    if (last && same && typeof last.order === 'number') out[out.length - 1] = { ...last, order: last.order + 1 };
    else out.push({ variable, order: 1 });
  };
  // The brackets of `\partial_{[a} F_{b]}` stand over both factors: they are no variables.
  const isPlain = (i: Item): boolean => i.type === 'letter' || i.type === 'comma' || i.name === '[' || i.name === ']';
  if (items.length > 0 && items.every(isPlain)) {
    items.forEach((item, i) => {
      if (item.type === 'letter' && /^\w/.test(item.name)) push(readAll(r, cursorOver(items, i, i + 1)));
    });
    return out;
  }
  const e = readNode(r, node);
  for (const variable of e.kind === 'list' ? e.items : [e]) push(variable);
  return out;
}

/** `\Delta u` as the Laplacian of u. */
export function readLaplacian(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  c.pos++;
  const body = readFactor(r, c);
  const span = spanFrom(c, from);
  assume(r, span, 'the Laplacian', 'a Delta before a letter that changes with time', ['a small change', 'product']);
  return { kind: 'derivative', op: 'laplacian', body, variables: [], order: 2, span };
}

/** `\partial_t u`, `\partial_x^2 u`, `\partial u`, or the sign alone. */
export function readPartial(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  c.pos++;
  const next = peek(c);
  if (r.depth >= MAX_DEPTH || !startsOperand(next) || next?.type === 'dots') {
    if (item.sub && isOperatorAmongTerms(c, from)) return partialOf(r, item.sub, item.sup, null, spanFrom(c, from));
    const symbol = nucleus(item);
    return item.scripted ? attachScripts(r, c, symbol, item, from) : symbol;
  }
  if (!item.sub) {
    if (item.sup) {
      const sup = readNode(r, item.sup);
      const body = readFactor(r, c);
      const index = sup.kind === 'symbol' && /^(mu|nu|rho|sigma|lambda)$/.test(sup.name);
      const variables: Variable[] = index ? [{ variable: sup, order: 1 }] : [];
      return {
        kind: 'derivative',
        op: 'partial',
        body,
        variables,
        order: index ? 1 : orderOf(sup),
        span: spanFrom(c, from),
      };
    }
    const arg = next?.type === 'letter' || next?.type === 'word' ? readFactor(r, c) : null;
    if (!arg) return nucleus(item);
    return { kind: 'differential', sign: 'partial', arg, span: spanFrom(c, from) };
  }
  const body = isCoefficient(r, next, peek(c, 1)) ? readProduct(r, c) : readFactor(r, c);
  return partialOf(r, item.sub, item.sup, body, spanFrom(c, from));
}

function partialOf(
  r: Reader,
  sub: SyntaxNode,
  above: SyntaxNode | null,
  body: Expr | null,
  span: Span,
): DerivativeExpr {
  const variables = variablesOf(r, sub);
  const sup = above ? readNode(r, above) : null;
  const order = sup ? orderOf(sup) : total(variables);
  const taken = sup ? withOrder(variables, order) : variables;
  return { kind: 'derivative', op: 'partial', body, variables: taken, order, span };
}

/** `(\partial_t^2 - \nabla^2)`: where a term ends at the sign, it is an operator that waits for what it works on. */
function isOperatorAmongTerms(c: Cursor, at: number): boolean {
  const before = c.items[at - 1];
  const after = peek(c);
  return after?.type === 'plus' && (!before || before.type === 'open' || before.type === 'plus');
}

function total(variables: readonly Variable[]): number {
  return variables.reduce((sum, v) => sum + (typeof v.order === 'number' ? v.order : 1), 0);
}

/** `\nabla \frac1n \sum_i f_i`, `\partial_w \frac12 \|x\|^2`: the slope of a number says nothing, so what it multiplies is meant too. */
function isCoefficient(r: Reader, item: Item | undefined, after: Item | undefined): boolean {
  if (item?.type !== 'node' || item.node.kind !== 'fraction' || item.scripted || !startsOperand(after)) return false;
  const [top, ...more] = rowItems(r, item.node.numerator);
  if (top?.type !== 'number' || more.length > 0) return false;
  return after?.type === 'bigop' || rowItems(r, item.node.denominator).every((x) => x.type === 'number');
}

/** `\nabla_x x^\top A x`: a row with the letter by which it is differentiated is one side of a product that is meant whole. */
function isRow(r: Reader, item: Item | undefined, after: Item | undefined, variables: readonly Expr[]): boolean {
  const [mark, ...more] = item?.sup ? rowItems(r, item.sup) : [];
  const isVariable = (x: Item | undefined): boolean => variables.some((v) => v.kind === 'symbol' && v.name === x?.name);
  if (mark === undefined || more.length > 0 || !/^(?:top|intercal|T)$/.test(mark.name)) return false;
  return startsOperand(after) && (isVariable(item) || isVariable(after));
}

/**
 * `\nabla f`, `\nabla_\theta J(\theta)`, `\nabla\cdot v`, `\nabla\times v`, `\nabla^2 f`. It binds to the one factor after it, before the
 * product that factor is in.
 */
export function readNabla(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  c.pos++;
  const sup = item.sup ? rowItems(r, item.sup) : [];
  const square = sup.length === 1 && sup[0]?.type === 'number' && sup[0].name === '2';
  const variables = item.sub ? variablesOf(r, item.sub) : [];
  const next = peek(c);
  const after = peek(c, 1);
  if (isSecondNabla(r, item, next) && startsOperand(after)) {
    c.pos++;
    const body = r.depth < MAX_DEPTH ? readFactor(r, c) : null;
    return { kind: 'derivative', op: 'hessian', body, variables, order: 2, span: spanFrom(c, from) };
  }
  const product = next?.type === 'times' && !item.sup && startsOperand(after);
  if (product && (next.name === 'cdot' || next.name === 'times')) {
    c.pos++;
    const body = r.depth < MAX_DEPTH ? readFactor(r, c) : null;
    return {
      kind: 'derivative',
      op: next.name === 'cdot' ? 'divergence' : 'curl',
      body,
      variables,
      order: 1,
      span: spanFrom(c, from),
    };
  }
  if (item.sup && !square) {
    const symbol = attachScripts(r, c, nucleus(item), item, from);
    return symbol;
  }
  const takes =
    startsOperand(next) &&
    next?.type !== 'dots' &&
    !(c.integrals > 0 && isDifferentialAt(r, c, c.pos)) &&
    r.depth < MAX_DEPTH;
  if (takes && next) r.differentiated = next.start;
  const reaches =
    isCoefficient(r, next, peek(c, 1)) ||
    isRow(
      r,
      next,
      peek(c, 1),
      variables.map((v) => v.variable),
    );
  const body = takes ? (reaches ? readProduct(r, c) : readFactor(r, c)) : null;
  const table = square && body !== null && standsAsTable(r, c, from);
  if (table) assume(r, spanFrom(c, from), 'the Hessian', 'nabla squared where a matrix stands', ['laplacian']);
  else if (square && body) assume(r, spanFrom(c, from), 'the Laplacian', 'nabla squared', ['hessian']);
  const op = table ? 'hessian' : square ? 'laplacian' : 'gradient';
  const span = spanFrom(c, from);
  const order = square ? 2 : 1;
  if (op !== 'gradient' || body?.kind !== 'transpose' || !isNumberValued(body.arg))
    return { kind: 'derivative', op, body, variables, order, span };
  // `\nabla f(x)^\top d`: what is turned is the gradient, since the value of f is a number.
  const inner: Span = [span[0], body.arg.span[1]];
  return { ...body, arg: { kind: 'derivative', op, body: body.arg, variables, order, span: inner }, span };
}

function isNumberValued(e: Expr): boolean {
  const head = e.kind === 'apply' ? e.head : e;
  return head.kind === 'symbol' && head.font !== 'bold' && /^(?:[fghLJVU]|ell|phi|psi)$/.test(head.name);
}
