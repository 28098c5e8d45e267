import { exprKey, symbolKey } from '../expr/key.js';
import { joinSpans } from '../expr/span.js';
import { mapChildren } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import { difference, type Family, freshVariable, generalise } from './elision-family.js';

/** Terms from..to (end exclusive) of a sum, told as one family. */
type PowerRun = Family & { readonly from: number; readonly to: number; readonly span: readonly [number, number] };

/** A term as a power of the base times the rest. */
type Powered = { readonly exponent: Expr; readonly rest: Expr };

/** Nobody writes out more terms before the dots; more are not looked at. */
const MOST_SHOWN = 6;

/**
 * `r_1 + \gamma r_2 + \gamma^2 r_3 + \dots + \gamma^{n-1} r_n`: elements of a family, each with one power more of the same base. Without a
 * last term (`r_1 + \gamma r_2 + \gamma^2 r_3 + \dots`) it goes on for ever, if three terms show how.
 */
export function powerRun(terms: readonly Expr[]): PowerRun | undefined {
  const dots = terms.findIndex((t) => t.kind === 'hole' && t.name === 'dots');
  const endless = dots === terms.length - 1;
  if (dots < (endless ? 3 : 2)) return undefined;
  for (let from = Math.max(0, dots - MOST_SHOWN); from + 1 < dots; from++) {
    for (const base of basesOf(terms[from + 1] as Expr)) {
      const shown = terms.slice(from, dots).map((t) => powered(t, base));
      const run = familyOf(shown, endless ? undefined : powered(terms[dots + 1] as Expr, base), base);
      const [first, last] = [terms[from], terms[endless ? dots : dots + 1]];
      if (run && first && last)
        return { ...run, from, to: endless ? dots + 1 : dots + 2, span: joinSpans(first.span, last.span) };
    }
  }
  return undefined;
}

function factorsOf(term: Expr): readonly Expr[] {
  return term.kind === 'multiply' && term.ops.every((op) => op === '' || op === 'cdot') ? term.factors : [term];
}

/** Letters that the second term is a multiple of. */
function basesOf(term: Expr): readonly Expr[] {
  return factorsOf(term).flatMap((f) => {
    const base = f.kind === 'power' ? f.base : f;
    return base.kind === 'symbol' ? [base] : [];
  });
}

function powered(term: Expr, base: Expr): Powered | undefined {
  const rest: Expr[] = [];
  let exponent: Expr | undefined;
  for (const f of factorsOf(term)) {
    const power =
      exprKey(f) === exprKey(base)
        ? count(1, f)
        : f.kind === 'power' && exprKey(f.base) === exprKey(base)
          ? f.exponent
          : undefined;
    if (power && exponent) return undefined;
    if (power) exponent = power;
    else rest.push(f);
  }
  const [first] = rest;
  if (!first) return undefined;
  const span = joinSpans(first.span, (rest[rest.length - 1] as Expr).span);
  const only: Expr =
    rest.length === 1 ? first : { kind: 'multiply', factors: rest, ops: rest.slice(1).map(() => ''), span };
  return { exponent: exponent ?? count(0, term), rest: only };
}

function count(value: number, at: Expr): Expr {
  return { kind: 'number', value, text: String(value), span: [at.span[0], at.span[0]] };
}

function isSame(a: ReadonlyMap<string, number> | undefined, b: ReadonlyMap<string, number> | undefined): boolean {
  return a !== undefined && b !== undefined && a.size === b.size && [...a].every(([key, n]) => b.get(key) === n);
}

function familyOf(shown: readonly (Powered | undefined)[], last: Powered | undefined, base: Expr): Family | undefined {
  const [first] = shown;
  if (first?.exponent.kind !== 'number' || first.exponent.value > 1) return undefined;
  const start = first.exponent;
  const follows = (other: Powered | undefined, steps?: number): Family | undefined => {
    const distance = other && difference(start, other.exponent);
    if (!distance || distance.size === 0) return undefined;
    if (steps !== undefined && (distance.size > 1 || distance.get('') !== steps)) return undefined;
    return generalise(first.rest, other.rest, (a, b) => isSame(difference(a, b), distance));
  };
  const second = follows(shown[1], 1);
  if (!second || !shown.every((t, i) => i === 0 || follows(t, i))) return undefined;
  if (last && !follows(last)) return undefined;
  const { span } = base;
  const variable = freshVariable(first.rest, base, ...(last ? [last.rest, last.exponent] : []));
  const at = second.first;
  const terms = at.kind === 'add' ? [...at.terms, variable] : [at, variable];
  const place: Expr = isZero(at) ? variable : { kind: 'add', terms, span: at.span };
  const put = (e: Expr): Expr =>
    e.kind === 'symbol' && symbolKey(e) === symbolKey(second.variable)
      ? { ...place, span: e.span }
      : mapChildren(e, put);
  const exponent: Expr = isZero(start) ? variable : { kind: 'add', terms: [variable, start], span };
  const power: Expr = { kind: 'power', base, exponent, span };
  const template: Expr = {
    kind: 'multiply',
    factors: [power, put(second.template)],
    ops: [''],
    span: first.rest.span,
  };
  const end: Expr = last ? lessStart(last.exponent, start) : { kind: 'symbol', name: 'infty', span };
  return { template, variable, first: count(0, first.rest), last: end };
}

function isZero(e: Expr): boolean {
  return e.kind === 'number' && e.value === 0;
}

function lessStart(end: Expr, start: Expr): Expr {
  return isZero(start)
    ? end
    : { kind: 'add', terms: [end, { kind: 'negate', arg: start, span: end.span }], span: end.span };
}
