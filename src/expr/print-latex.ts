import { ungroup } from './build.js';
import { latexAccent, latexName, latexOperator, latexRelation, latexSign } from './latex-names.js';
import { casesLatex, escapeText, matrixLatex, systemLatex, textLatex } from './print-latex-blocks.js';
import { bigLatex, derivativeLatex, inNumerator } from './print-latex-operators.js';
import type { Expr, IndexedExpr, SymbolExpr } from './types.js';
import { unreachable } from './types.js';

/** How tightly a printed form holds together; what is looser than its place gets brackets. */
export const LIST = 0;
export const RELATION = 1;
export const SET = 2;
const SUM = 3;
export const TERM = 4;
export const FACTOR = 5;
export const ATOM = 6;

/** An expression as LaTeX that reads back to the same expression. */
export function toLatex(e: Expr): string {
  return print(e, LIST);
}

export function level(e: Expr): number {
  switch (e.kind) {
    case 'system':
    case 'list':
    case 'conditional':
      return LIST;
    case 'relation':
      return RELATION;
    case 'operation':
      return e.ops.every((op) => op !== 'or' && op !== 'and') ? SET : RELATION;
    case 'add':
    case 'negate':
    case 'plusminus':
      return SUM;
    case 'multiply':
      return TERM;
    case 'big':
    case 'power':
    case 'transpose':
    case 'inverse':
    case 'differential':
    case 'divide':
    case 'derivative':
      return FACTOR;
    case 'indexed':
      return e.places.every((place) => place === 'sub' || place === 'bracket') ? ATOM : FACTOR;
    case 'symbol':
      return isSupLabel(e) ? FACTOR : ATOM;
    case 'apply':
      return applyLevel(e.head);
    case 'group':
      return e.brackets === '' && e.part === undefined ? level(e.body) : ATOM;
    default:
      return ATOM;
  }
}

function applyLevel(head: Expr): number {
  if (head.kind !== 'symbol') return ATOM;
  if (/^(forall|exists|nexists|not|factorial|mod|<|>|le|ge|prescript)$/.test(head.name)) return FACTOR;
  return ATOM;
}

/** Prints `e` for a place that needs at least `min`. */
export function print(e: Expr, min: number): string {
  const text = form(e);
  if (level(e) >= min) return text;
  return `\\left(${text}\\right)`;
}

export function list(items: readonly Expr[], separator = ', '): string {
  const [only] = items;
  if (only && items.length === 1) return print(only, LIST);
  return items
    .map((item, i) => {
      const gap = i === 0 ? '' : item.kind === 'text' || items[i - 1]?.kind === 'text' ? ' ' : separator;
      return `${gap}${print(item, RELATION)}`;
    })
    .join('');
}

export function form(e: Expr): string {
  switch (e.kind) {
    case 'number':
      return e.text;
    case 'symbol':
      return symbolLatex(e);
    case 'indexed':
      return indexedLatex(e);
    case 'apply':
      return applyLatex(e);
    case 'add':
      return addLatex(e.terms);
    case 'multiply':
      return multiplyLatex(e);
    case 'divide':
      return `\\frac{${print(e.numerator, LIST)}}{${print(e.denominator, LIST)}}`;
    case 'power':
      return `${scriptBase(e.base)}^{${print(e.exponent, LIST)}}`;
    case 'root':
      return `\\sqrt${e.degree ? `[${print(e.degree, LIST)}]` : ''}{${print(e.radicand, LIST)}}`;
    case 'negate':
      return `-${print(e.arg, TERM)}`;
    case 'plusminus':
      return `\\${e.sign} ${print(e.arg, TERM)}`;
    case 'relation':
      return e.sides
        .map((side, i) => `${i === 0 ? '' : `${latexRelation(e.ops[i - 1] ?? '=')} `}${sideLatex(side, e.ops)}`)
        .join(' ');
    case 'big':
      return bigLatex(e);
    case 'derivative':
      return derivativeLatex(e);
    case 'differential':
      return `${e.sign === 'd' ? '\\mathrm{d}' : latexName(e.sign)}${e.sign === 'd' ? '' : ' '}${print(e.arg, e.sign === 'd' ? ATOM : FACTOR)}`;
    case 'transpose':
      return transposeLatex(e);
    case 'inverse':
      return `${scriptBase(e.arg)}^{${e.pseudo ? '+' : '-1'}}`;
    case 'norm':
      return `\\left\\|${print(e.arg, LIST)}\\right\\|${e.order ? `_{${print(e.order, LIST)}}` : ''}`;
    case 'abs':
      return `\\left|${print(e.arg, LIST)}\\right|`;
    case 'inner':
      return innerLatex(e.parts, e.bar);
    case 'conditional':
      return `${list(e.left)} ${e.bar === 'single' ? '\\mid' : e.bar === 'double' ? '\\|' : ';'} ${list(e.right)}`;
    case 'matrix':
      return matrixLatex(e.rows, e.brackets);
    case 'tuple':
      return `\\left${e.brackets === '[]' ? '[' : '('}${list(e.items)}\\right${e.brackets === '[]' ? ']' : ')'}`;
    case 'list':
      return list(e.items);
    case 'concat':
      return `\\left[${list(e.items, '; ')}\\right]`;
    case 'set':
      return `\\left\\{${list(e.items)}${e.condition ? ` \\mid ${print(e.condition, LIST)}` : ''}\\right\\}`;
    case 'interval':
      return `\\left${e.openFrom ? '(' : '['}${print(e.from, SET)}, ${print(e.to, SET)}\\right${e.openTo ? ')' : ']'}`;
    case 'cases':
      return casesLatex(e);
    case 'system':
      return systemLatex(e.lines);
    case 'text':
      return textLatex(e.text);
    case 'hole':
      return e.name === 'dots' ? '\\dots ' : e.name === 'placeholder' ? '\\cdot ' : '{}';
    case 'group':
      return groupLatex(e.brackets, e.body, e.part);
    case 'operation':
      return operationLatex(e.ops, e.operands);
    case 'error':
      return '\\text{?}';
    default:
      return unreachable(e);
  }
}

/** Sides of a chain; arrows between statements hold relations without brackets. */
export function sideLatex(side: Expr, ops: readonly string[]): string {
  const arrows = ops.every((op) => /^(implies|impliedby|iff|therefore|because)$/.test(op));
  return print(side, arrows ? RELATION : side.kind === 'list' ? LIST : SET);
}

/** "or" is looser than "and", and both are looser than relations. */
function operationLatex(ops: readonly string[], operands: readonly Expr[]): string {
  const or = ops.every((op) => op === 'or');
  const logic = or || ops.every((op) => op === 'and');
  const operand = (x: Expr): string => {
    const inner =
      logic && (x.kind === 'relation' || (or && x.kind === 'operation' && x.ops.every((op) => op !== 'or')));
    return inner && !isArrow(x) ? form(x) : print(x, logic ? SET : SUM);
  };
  return operands.map((x, i) => (i === 0 ? operand(x) : `${latexOperator(ops[i - 1] ?? '')} ${operand(x)}`)).join(' ');
}

function isArrow(e: Expr): boolean {
  return e.kind === 'relation' && e.ops.some((op) => /^(implies|impliedby|iff|therefore|because)$/.test(op));
}

/** What scripts are put on: anything that already has a superscript is braced. */
export function scriptBase(e: Expr): string {
  const inner = level(e) >= ATOM;
  if (inner) return form(e);
  if (e.kind === 'symbol' || e.kind === 'indexed') return `{${form(e)}}`;
  return `\\left(${form(e)}\\right)`;
}

/** Labels that stand as superscripts; all others are subscripts. */
function isSupLabel(e: SymbolExpr): boolean {
  return e.label !== undefined && /^(\*|dagger|circ|-|pm|mp|perp|bot|times)$/.test(e.label);
}

function symbolLatex(e: SymbolExpr): string {
  const { body, sub, sup } = symbolParts(e);
  return `${body}${sub === '' ? '' : `_{${sub}}`}${sup === '' ? '' : `^{${sup}}`}`;
}

/** The letter with font, accents and primes, and its label as script. */
function symbolParts(e: SymbolExpr): { body: string; sub: string; sup: string } {
  let body = latexName(e.name, e.font);
  for (const accent of e.accents ?? []) body = latexAccent(accent, body);
  body += "'".repeat(e.primes ?? 0);
  if (e.label === undefined) return { body, sub: '', sup: '' };
  if (isSupLabel(e)) return { body, sub: '', sup: e.label.length > 1 ? `\\${e.label}` : e.label };
  const sub = e.label
    .split(',')
    .map((word) =>
      /^[a-zA-Z]+$/.test(word) ? `\\mathrm{${word}}` : word === '+' ? '+' : `\\text{${escapeText(word)}}`,
    )
    .join(',');
  return { body, sub, sup: '' };
}

function indexedLatex(e: IndexedExpr): string {
  const subs: string[] = [];
  const sups: string[] = [];
  const brackets: string[] = [];
  let supFirst = false;
  e.indices.forEach((index, i) => {
    const place = e.places[i] ?? 'sub';
    const text = print(index, RELATION);
    if (place === 'sub') subs.push(text);
    else if (place === 'bracket') brackets.push(text);
    else {
      supFirst ||= subs.length === 0;
      sups.push(text);
    }
  });
  const paren = e.places.includes('paren');
  const base = ungroup(e.base);
  let body: string;
  if (e.base.kind === 'symbol') {
    const parts = symbolParts(e.base);
    body = parts.body;
    if (parts.sub !== '') subs.unshift(parts.sub);
    if (parts.sup !== '') {
      if (sups.length > 0) body = `{${symbolLatex(e.base)}}`;
      else sups.push(parts.sup);
    }
  } else body = base.kind === 'indexed' ? `{${form(base)}}` : scriptBase(e.base);
  const sub = subs.length > 0 ? `_{${subs.join(',')}}` : '';
  const supText = paren ? `(${sups.join(',')})` : sups.join(',');
  const sup = sups.length > 0 ? `^{${supText}}` : '';
  const bracket = brackets.length > 0 ? `[${brackets.join(',')}]` : '';
  return `${body}${supFirst ? sup + sub : sub + sup}${bracket}`;
}

const PREFIX_HEADS: Readonly<Record<string, string>> = {
  not: '\\lnot ',
  forall: '\\forall ',
  exists: '\\exists ',
  nexists: '\\nexists ',
  '<': '<',
  '>': '>',
  le: '\\le ',
  ge: '\\ge ',
};

function applyLatex(e: Expr & { kind: 'apply' }): string {
  const [first, second] = e.args;
  const head = e.head;
  if (head.kind === 'symbol' && first && e.base === undefined) {
    const special = specialLatex(head.name, first, second, e.args);
    if (special !== null) return special;
  }
  const args = list(e.args);
  if (head.kind === 'symbol' && head.name === 'indicator') return `\\mathbf{1}\\left\\{${args}\\right\\}`;
  const base = e.base ? `_{${print(e.base, LIST)}}` : '';
  return `${headLatex(head)}${base}${argumentsLatex(args, e.brackets)}`;
}

export function argumentsLatex(args: string, brackets: string): string {
  if (brackets === '[]') return `\\left[${args}\\right]`;
  return `\\left(${args}\\right)`;
}

/** A head: names of functions, letters, `f^{-1}`, `(f * g)`. */
export function headLatex(head: Expr): string {
  if (head.kind === 'symbol') {
    if (
      !head.font &&
      !head.accents &&
      head.label === undefined &&
      !head.primes &&
      head.name.length > 1 &&
      /^[a-zA-Z]+$/.test(head.name)
    ) {
      return latexOperator(head.name, true);
    }
    return symbolLatex(head);
  }
  if (head.kind === 'indexed' || head.kind === 'inverse' || head.kind === 'apply') return form(head);
  return print(head, ATOM);
}

/** Heads that are signs, marks or brackets. */
function specialLatex(name: string, first: Expr, second: Expr | undefined, args: readonly Expr[]): string | null {
  if (Object.hasOwn(PREFIX_HEADS, name) && args.length === 1)
    return `${PREFIX_HEADS[name]}${print(first, name === 'not' ? FACTOR : SET)}`;
  switch (name) {
    case 'factorial':
      return `${print(first, ATOM)}!`;
    case 'floor':
      return `\\left\\lfloor ${list(args)}\\right\\rfloor `;
    case 'ceil':
      return `\\left\\lceil ${list(args)}\\right\\rceil `;
    case 'binomial':
      return second ? `\\binom{${print(first, LIST)}}{${print(second, LIST)}}` : null;
    case 'atop':
      return second ? `{${print(first, LIST)} \\atop ${print(second, LIST)}}` : null;
    case 'overset':
    case 'underset':
      return second ? `\\${name}{${print(second, LIST)}}{${print(first, LIST)}}` : null;
    case 'positivePart':
      return `\\left[${print(first, LIST)}\\right]_{+}`;
    case 'evaluated':
      return `\\left.${print(first, LIST)}\\right|_{${second ? print(second, LIST) : ''}}${args[2] ? `^{${print(args[2], LIST)}}` : ''}`;
    case 'mod':
      return `\\pmod{${print(first, LIST)}}`;
    case 'det':
      return first.kind === 'matrix' && first.brackets === '||' ? matrixLatex(first.rows, '||') : null;
    case 'prescript':
      return `{}_{${second ? print(second, LIST) : ''}}${args[2] ? `^{${print(args[2], LIST)}}` : ''}${print(first, ATOM)}`;
    default: {
      if (args.length !== 1 || /^(bar|hat|tilde|vec)$/.test(name)) return null;
      const accented = latexAccent(name, print(first, LIST));
      return accented === '' ? null : accented;
    }
  }
}

function addLatex(terms: readonly Expr[]): string {
  return terms
    .map((term, i) => {
      const inner = term.kind === 'group' && term.brackets === '' && term.part === undefined ? term.body : term;
      if (inner.kind === 'negate') return `${i === 0 ? '-' : ' - '}${print(inner.arg, TERM)}`;
      if (inner.kind === 'plusminus') return `${i === 0 ? '' : ' '}${form(inner)}`;
      return `${i === 0 ? '' : ' + '}${print(inner, TERM)}`;
    })
    .join('');
}

function multiplyLatex(e: Expr & { kind: 'multiply' }): string {
  const last = e.factors.length - 1;
  const looser = e.ops.every((op) => op === 'oplus');
  return e.factors
    .map((factor, i) => {
      const op = i === 0 ? '' : (e.ops[i - 1] ?? '');
      const text = factorLatex(factor, i < last, looser);
      if (i === 0) return text;
      if (op !== '') return ` ${latexSign(op)} ${text}`;
      return `${between(e.factors[i - 1] as Expr, factor)}${text}`;
    })
    .join('');
}

/** A factor; what reaches to the right is bracketed where something follows. */
function factorLatex(factor: Expr, followed: boolean, looser: boolean): string {
  const inner = factor.kind === 'group' && factor.brackets === '' && factor.part === undefined ? factor.body : factor;
  const reaches = inner.kind === 'big' || (inner.kind === 'derivative' && (inner.body === null || !inNumerator(inner)));
  if (followed && reaches && inner.kind === 'big' && inner.op === 'expectation') return form(inner);
  if (followed && reaches && (inner.kind === 'big' || inner.body === null)) return `\\left(${form(inner)}\\right)`;
  return print(inner, looser ? TERM : FACTOR);
}

/** Between juxtaposed factors: a sign where numbers would run together or a word would take the bracket for its argument. */
function between(left: Expr, right: Expr): string {
  if (right.kind === 'number') return ' \\, ';
  const bracket = /^(group|tuple|add|set|concat|interval|list|relation)$/.test(right.kind);
  const word = left.kind === 'symbol' && left.name.length > 1 && /[^a-z]/i.test(left.name);
  return bracket && word ? ' \\, ' : ' ';
}

function transposeLatex(e: Expr & { kind: 'transpose' }): string {
  if (e.mark === 'prime') return `${e.arg.kind === 'symbol' ? form(e.arg) : scriptBase(e.arg)}'`;
  const mark = e.mark === 'dagger' ? '\\dagger' : e.mark === 'star' ? '*' : '\\top';
  return `${scriptBase(e.arg)}^{${mark}}`;
}

function innerLatex(parts: readonly Expr[], bar: boolean): string {
  if (!bar) return `\\left\\langle ${list(parts)}\\right\\rangle `;
  if (parts.length === 1) return `\\left|${list(parts)}\\right\\rangle `;
  return `\\left\\langle ${parts.map((part) => print(part, LIST)).join(' | ')}\\right\\rangle `;
}

function groupLatex(brackets: string, body: Expr, part: string | undefined): string {
  if (part !== undefined) return `\\part{${part}}{${print(body, LIST)}}`;
  switch (brackets) {
    case '':
      return print(body, LIST);
    case '[]':
      return `\\left[${print(body, LIST)}\\right]`;
    case '{}':
      return `\\left\\{${print(body, LIST)}\\right\\}`;
    default:
      return `\\left(${print(body, LIST)}\\right)`;
  }
}
