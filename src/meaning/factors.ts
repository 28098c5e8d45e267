import type { Span } from '../expr/span.js';
import type { Expr, SymbolExpr } from '../expr/types.js';
import type { SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import { readApplied } from './application.js';
import { isExpectation, isObjective, readBig, readBigWord, readExpectation, readSmallBig } from './bigs.js';
import { readBracket } from './brackets.js';
import { bracketAt } from './content.js';
import {
  derivativeAt,
  isOperatorForm,
  readDerivativeFraction,
  readDifferential,
  readLaplacian,
  readNabla,
  readPartial,
} from './derivatives.js';
import { readFunction } from './functions.js';
import { readNode } from './grammar.js';
import { isLaplacian } from './hessians.js';
import type { Item } from './items.js';
import { BIG_WORDS } from './names.js';
import { evaluated, isDifferentialAt, readProduct, startsOperand } from './products.js';
import { type Cursor, hole, MAX_DEPTH, peek, type Reader, rowItems, spanFrom, tooDeep } from './reader.js';
import { attachScripts, nucleus, symbolOf } from './scripts.js';
import { readTable } from './tables.js';

/** One factor: an operand with its scripts, its brackets of application, its factorials. */
export function readFactor(r: Reader, c: Cursor): Expr {
  if (r.depth >= MAX_DEPTH) {
    const from = c.pos;
    c.pos = c.end;
    return tooDeep(spanFrom(c, from));
  }
  r.depth++;
  const from = c.pos;
  let out = readOperand(r, c);
  for (let n = 0; peek(c)?.type === 'bang' && c.pos > from; n++) {
    const bang = peek(c) as Item;
    c.pos++;
    if (n >= MAX_DEPTH) continue;
    const head: SymbolExpr = { kind: 'symbol', name: 'factorial', span: [bang.nucleusStart, bang.nucleusEnd] };
    out = { kind: 'apply', head, args: [out], brackets: '', span: spanFrom(c, from) };
    if (bang.scripted) out = attachScripts(r, c, out, bang, from);
  }
  r.depth--;
  return out;
}

function readOperand(r: Reader, c: Cursor): Expr {
  const item = peek(c);
  if (!item) return hole(c);
  switch (item.type) {
    case 'letter':
      return readLetter(r, c, item);
    case 'word':
      return readHead(r, c, item);
    case 'function':
      return readFunctionName(r, c, item);
    case 'number':
      return readNumber(r, c, item);
    case 'bigop':
      return readBig(r, c);
    case 'node':
      return readNodeItem(r, c, item);
    case 'delimited':
    case 'open':
      return readBracketed(r, c);
    case 'bar':
      return item.role === 'open' ? readBracketed(r, c) : hole(c);
    case 'dots':
      return readDots(r, c, item);
    case 'prefix':
      return readPrefix(r, c, item);
    case 'prescript':
      return readPrescript(r, c, item);
    case 'bang':
      c.pos++;
      return { kind: 'symbol', name: '!', span: [item.start, item.end] };
    case 'set':
    case 'circled':
    case 'or':
      return readSmallBig(r, c) ?? hole(c);
    case 'times':
      if (item.scripted && item.sub) return readSmallBig(r, c) ?? hole(c);
      if (item.name === 'cdot') {
        c.pos++;
        return { kind: 'hole', name: 'placeholder', span: [item.start, item.end] };
      }
      return hole(c);
    default:
      return hole(c);
  }
}

function readDots(r: Reader, c: Cursor, item: Item): Expr {
  c.pos++;
  const dots: Expr = { kind: 'hole', name: 'dots', span: [item.nucleusStart, item.nucleusEnd] };
  return item.scripted ? attachScripts(r, c, dots, item, c.pos - 1) : dots;
}

function readNumber(r: Reader, c: Cursor, item: Item): Expr {
  const from = c.pos;
  c.pos++;
  const text = item.name.replace(/[^\d.]/g, '');
  const span: Span = [item.nucleusStart, item.nucleusEnd];
  if (item.font !== undefined && item.font !== 'roman') {
    const bold: SymbolExpr = { kind: 'symbol', name: item.name, font: item.font, span };
    return readApplied(r, c, bold, item, from);
  }
  const number: Expr = {
    kind: 'number',
    value: Number(text === '' || text === '.' ? '0' : text),
    text: item.name,
    span,
  };
  if (!item.scripted && item.name === '1' && (peek(c)?.type === 'open' || peek(c)?.type === 'delimited')) {
    return readApplied(r, c, number, item, from);
  }
  return item.scripted ? attachScripts(r, c, number, item, from) : number;
}

function readLetter(r: Reader, c: Cursor, item: Item): Expr {
  if (item.name === 'd' && isDifferentialAt(r, c, c.pos)) return readDifferential(r, c);
  if (item.name === 'E' && isExpectation(r, c)) return readExpectation(r, c);
  if (item.accents.length === 0) {
    switch (item.name) {
      case 'partial':
        return readPartial(r, c);
      case 'nabla':
        return readNabla(r, c);
      case 'Delta':
      case 'delta':
        if (item.name === 'Delta' && isLaplacian(r, c)) return readLaplacian(r, c);
        if (isVariation(r, c, item)) return readDifferential(r, c);
        break;
      case 'Sigma':
      case 'Pi':
        if (startsOperand(peek(c, 1)) && isCapitalSum(r, item)) return readBig(r, c);
        break;
    }
  }
  return readHead(r, c, item);
}

/** `\Sigma_{i=1}^n`, `\frac{\Sigma x}{n}`: a sum in capital letters. */
function isCapitalSum(r: Reader, item: Item): boolean {
  if (!item.scripted) return r.survey.totals && item.name === 'Sigma' && item.font === undefined;
  if (!item.sub || !item.sup) return false;
  const items = rowItems(r, item.sub);
  return items.length >= 3 && items[0]?.type === 'letter' && items[1]?.type === 'relation' && items[1].name === '=';
}

/** `\Delta x`, `\delta Q`: a sign of change directly before one letter; `\Delta` with scripts or before a sign is a symbol. */
function isVariation(r: Reader, c: Cursor, item: Item): boolean {
  if (item.scripted || item.font !== undefined) return false;
  const next = peek(c, 1);
  if (next?.type !== 'letter' || next.name === 'infty' || next.name === item.name) return false;
  if (/^(nabla|partial|Delta|delta)$/.test(next.name)) return false;
  if (item.name === 'Delta') return true;
  if (next.name === 'e' && next.sup) return false;
  return /^[A-Za-z]$|^(phi|varphi|psi|theta|rho|omega|lambda)$/.test(next.name) && !r.survey.subscripts.has('delta');
}

/** A letter or a word, with scripts, and applied if a bracket says so. */
function readHead(r: Reader, c: Cursor, item: Item): Expr {
  const from = c.pos;
  c.pos++;
  return readApplied(r, c, symbolOf(r, c, item, from), item, from);
}

/** `\operatorname{mean}_{j \in N} x_j`, `\operatorname{mean}_i x_i`: a word for a total, with what it runs over below it. */
function runsOver(r: Reader, item: Item): boolean {
  if (item.name !== 'mean' || !item.sub) return false;
  const [variable, sign] = rowItems(r, item.sub);
  return variable?.type === 'letter' && (sign ? /^(in|=)$/.test(sign.name) : /^[ijklmnt]$/.test(variable.name));
}

function readFunctionName(r: Reader, c: Cursor, item: Item): Expr {
  if ((item.name === 'E' || item.name === 'Exp') && isExpectation(r, c)) return readExpectation(r, c);
  if (
    (BIG_WORDS.has(item.name) || runsOver(r, item)) &&
    (item.sub !== null || isObjective(c) || !bracketAt(c.items, c.pos + 1, (n) => rowItems(r, n)))
  ) {
    // `\\min f + g` at the head of a side is the least value of the whole; elsewhere the word takes one argument.
    const heads = item.sub !== null || !/^(min|max|inf|sup|median)$/.test(item.name) || isObjective(c);
    if (item.sub !== null || (heads && (startsOperand(peek(c, 1)) || isObjective(c)))) {
      return readBigWord(r, c);
    }
  }
  return readFunction(r, c);
}

/** Brackets that stand as an operand, with what comes after them: scripts, or an argument if they hold a function. */
function readBracketed(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const bracket = bracketAt(c.items, c.pos, (n) => rowItems(r, n));
  if (!bracket) {
    const item = peek(c) as Item;
    c.pos++;
    if (item.type === 'delimited') return readNode(r, item.node);
    return { kind: 'symbol', name: item.name, span: [item.start, item.end] };
  }
  const before = c.pos > 0 ? c.items[c.pos - 1] : undefined;
  const inner = readBracket(r, bracket, before, c.items[bracket.next]);
  c.pos = bracket.next;
  const repeated = repeatedDerivative(r, c, inner, bracket.closer, from);
  if (repeated) return repeated;
  if (bracket.pair === 'at') return evaluated(r, inner, bracket.closer, spanFrom(c, from));
  return readApplied(r, c, inner, bracket.closer, from);
}

/** `\left(\frac{d}{dt}\right)^2 T`: the derivative, twice. */
function repeatedDerivative(r: Reader, c: Cursor, e: Expr, closer: Item, from: number): Expr | null {
  const inner = e.kind === 'group' ? e.body : e;
  if (inner.kind !== 'derivative' || inner.body !== null || !closer.sup || closer.sub || inner.order !== 1) return null;
  const times = readNode(r, closer.sup);
  const [variable] = inner.variables;
  if ((times.kind !== 'number' && times.kind !== 'symbol') || !variable || inner.variables.length > 1) return null;
  const order = times.kind === 'number' ? times.value : times;
  const body = isOperatorForm(r, c) ? readOperatorBody(r, c) : null;
  return { ...inner, variables: [{ ...variable, order }], order, body, span: spanFrom(c, from) };
}

function readPrefix(r: Reader, c: Cursor, item: Item): Expr {
  const from = c.pos;
  c.pos++;
  const head: Expr = { kind: 'symbol', name: item.name, span: [item.nucleusStart, item.nucleusEnd] };
  if (!startsOperand(peek(c))) return head;
  const arg = item.name === 'not' ? readFactor(r, c) : readBoundVariable(r, c);
  return { kind: 'apply', head, args: [arg], brackets: '', span: spanFrom(c, from) };
}

/** `\forall x`, `\exists n`: the quantifier holds the letter only; what is said of it stands beside. */
function readBoundVariable(r: Reader, c: Cursor): Expr {
  const item = peek(c) as Item;
  if (item.type !== 'letter') return readFactor(r, c);
  const from = c.pos;
  c.pos++;
  return attachScripts(r, c, nucleus(item), item, from);
}

/** `{}_2F_1`, `{}^t A`, `^*`: scripts before a letter; alone they are a mark. */
function readPrescript(r: Reader, c: Cursor, item: Item): Expr {
  const from = c.pos;
  c.pos++;
  const next = peek(c);
  const marks: Expr[] = [];
  if (item.sub) marks.push(readNode(r, item.sub));
  if (item.sup) marks.push(readNode(r, item.sup));
  if (!startsOperand(next) || !next) {
    const base = hole(c, from);
    return attachScripts(r, c, { ...base, span: [item.start, item.start] }, item, from);
  }
  const body = readFactor(r, c);
  const span = spanFrom(c, from);
  const [mark] = marks;
  if (item.sup && !item.sub && mark?.kind === 'symbol' && /^(t|T|top)$/.test(mark.name)) {
    return { kind: 'transpose', arg: body, mark: 'T', span };
  }
  // `{}^3\sqrt{x}`: what stands before the root sign is its degree.
  if (item.sup && !item.sub && mark && body.kind === 'root' && !body.degree) return { ...body, degree: mark, span };
  const head: Expr = { kind: 'symbol', name: 'prescript', span: [item.start, item.end] };
  return { kind: 'apply', head, args: [body, ...marks], brackets: '', span };
}

function readNodeItem(r: Reader, c: Cursor, item: Item): Expr {
  const from = c.pos;
  const node = item.node;
  switch (node.kind) {
    case 'fraction':
      return readFraction(r, c, item, node);
    case 'sqrt': {
      c.pos++;
      const root: Expr = {
        kind: 'root',
        radicand: readNode(r, node.body),
        degree: node.index ? readNode(r, node.index) : null,
        span: [item.nucleusStart, item.nucleusEnd],
      };
      return item.scripted ? attachScripts(r, c, root, item, from) : root;
    }
    case 'table': {
      c.pos++;
      return readApplied(r, c, readTable(r, node), item, from);
    }
    case 'accent': {
      c.pos++;
      const head: Expr = { kind: 'symbol', name: wideAccent(node.name), span: [node.span[0], node.body.span[0]] };
      const span: Span = [item.nucleusStart, item.nucleusEnd];
      const inner = rowItems(r, node.body);
      // `\bar{h_s}^T`: the accent belongs to the letter inside.
      if (inner.length === 1 && inner[0]?.type === 'letter' && inner[0].scripted) {
        return readApplied(r, c, readNode(r, node), item, from);
      }
      const accented: Expr = { kind: 'apply', head, args: [readNode(r, node.body)], brackets: '', span };
      return readApplied(r, c, accented, item, from);
    }
    case 'stack': {
      c.pos++;
      const base = readNode(r, node.base);
      const over = node.over ?? node.under;
      if (node.form !== 'set' || !over) return readApplied(r, c, withSpan(base, node), item, from);
      const head: Expr = {
        kind: 'symbol',
        name: node.over ? 'overset' : 'underset',
        span: [node.span[0], node.span[0]],
      };
      const span: Span = [item.nucleusStart, item.nucleusEnd];
      return readApplied(
        r,
        c,
        { kind: 'apply', head, args: [base, readNode(r, over)], brackets: '', span },
        item,
        from,
      );
    }
    case 'style':
      return readStyle(r, c, item, node);
    case 'error':
      c.pos++;
      return { kind: 'error', code: node.code, message: node.message, span: node.span };
    default: {
      c.pos++;
      return readApplied(r, c, readNode(r, node), item, from);
    }
  }
}

/** What stands over a brace stays its own expression; only an empty base takes the span of the whole. */
function withSpan(base: Expr, node: SyntaxNode): Expr {
  return base.kind === 'hole' ? { ...base, span: node.span } : base;
}

function readStyle(r: Reader, c: Cursor, item: Item, node: SyntaxOf<'style'>): Expr {
  const from = c.pos;
  c.pos++;
  const body = readNode(r, node.body);
  if (node.name.startsWith('part:')) {
    const part = node.name.slice('part:'.length);
    const group: Expr = { kind: 'group', brackets: '', body, part, span: [item.nucleusStart, item.nucleusEnd] };
    return readApplied(r, c, group, item, from);
  }
  const head: Expr = { kind: 'symbol', name: 'mod', span: [node.span[0], node.body.span[0]] };
  return { kind: 'apply', head, args: [body], brackets: '()', span: node.span };
}

function readFraction(r: Reader, c: Cursor, item: Item, node: SyntaxOf<'fraction'>): Expr {
  const from = c.pos;
  const span: Span = [item.nucleusStart, item.nucleusEnd];
  if (!node.bar) {
    c.pos++;
    const head: Expr = {
      kind: 'symbol',
      name: node.open === '(' ? 'binomial' : 'atop',
      span: [node.span[0], node.span[0]],
    };
    const args = [readNode(r, node.numerator), readNode(r, node.denominator)];
    const binomial: Expr = { kind: 'apply', head, args, brackets: '', span };
    return item.scripted ? attachScripts(r, c, binomial, item, from) : binomial;
  }
  const derivative = readDerivativeFraction(r, node, span);
  if (derivative) {
    c.pos++;
    if (derivative.body === null && !item.scripted && isOperatorForm(r, c)) {
      const body = readOperatorBody(r, c);
      return { ...derivative, body, span: spanFrom(c, from) };
    }
    if (item.scripted) return attachScripts(r, c, derivative, item, from);
    return derivativeAt(r, c, derivative, from) ?? derivative;
  }
  c.pos++;
  const quotient: Expr = {
    kind: 'divide',
    numerator: readNode(r, node.numerator),
    denominator: readNode(r, node.denominator),
    style: 'bar',
    span,
  };
  return item.scripted ? attachScripts(r, c, quotient, item, from) : quotient;
}

/** What `\frac{d}{dx}` acts on: a bracket if one follows, otherwise the rest of the term. */
export function readOperatorBody(r: Reader, c: Cursor): Expr {
  const next = peek(c);
  if (next?.type === 'open' || next?.type === 'delimited') return readFactor(r, c);
  return readProduct(r, c);
}

/** An accent over an expression is a head by its wide name, so that no function name can be taken for it. */
function wideAccent(name: string): string {
  const wide: Readonly<Record<string, string>> = {
    bar: 'overline',
    hat: 'widehat',
    tilde: 'widetilde',
    vec: 'overrightarrow',
  };
  return Object.hasOwn(wide, name) ? (wide[name] as string) : name;
}
