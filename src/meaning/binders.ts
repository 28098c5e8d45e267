import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import type { Span } from '../expr/span.js';
import type { Domain, Expr } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import { readExpression, readNode, readStray } from './grammar.js';
import type { Item } from './items.js';
import { parityDomain } from './parity.js';
import { type Cursor, cursorOver, peek, type Reader, rowItems } from './reader.js';

type Range = Domain['range'];

/** What stands below and above a big operator, as domains: one for each condition, all variables of it together. */
export function readBinders(
  r: Reader,
  sub: SyntaxNode | null,
  sup: SyntaxNode | null,
  operator: Span,
): readonly Domain[] {
  const to = sup ? readNode(r, sup) : null;
  if (!sub) {
    const span = sup ? sup.span : operator;
    if (!to) return [{ variables: [], range: { kind: 'all' }, span }];
    const from: Expr = { kind: 'hole', name: 'empty', span: [sup?.span[0] ?? 0, sup?.span[0] ?? 0] };
    return [{ variables: [], range: { kind: 'range', from, to }, span }];
  }
  const out: Domain[] = [];
  for (const row of rowsOf(r, sub)) out.push(...readRow(r, row, to));
  if (out.length === 0) out.push({ variables: [], range: { kind: 'all' }, span: sub.span });
  return out;
}

/** The rows of a `\substack`, or the one row there is. */
function rowsOf(r: Reader, sub: SyntaxNode): readonly (readonly Item[])[] {
  const items = rowItems(r, sub);
  const [only] = items;
  if (items.length === 1 && only?.node.kind === 'table') {
    return only.node.rows.map((cells) => cells.flatMap((cell) => rowItems(r, cell)));
  }
  return [items];
}

/** Parts between commas; parts without a relation wait for the next that has one: `i, j = 1`, `u, i \in T`. */
function readRow(r: Reader, items: readonly Item[], to: Expr | null): Domain[] {
  const parts = readParts(r, items);
  const out: Domain[] = [];
  let waiting: Expr[] = [];
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k] as Expr;
    if (part.kind === 'text') continue;
    if (part.kind !== 'relation') {
      const last = out[out.length - 1];
      // `i = 1, \ldots, n`
      if (part.kind === 'hole' && part.name === 'dots' && last?.range.kind === 'range' && last.range.to === null) {
        const end = parts[k + 1];
        if (end && end.kind !== 'relation') {
          out[out.length - 1] = { ...last, range: { ...last.range, to: end }, span: [last.span[0], end.span[1]] };
          k++;
          continue;
        }
      }
      const grouped = membersOf(part);
      if (grouped) {
        out.push(grouped);
        continue;
      }
      waiting.push(...variablesIn(part));
      if (!isVariable(part) && variablesIn(part).length === 0) {
        const law =
          part.kind === 'set' || part.kind === 'interval' || (part.kind === 'symbol' && part.font !== undefined);
        out.push({
          variables: [],
          range: law ? { kind: 'in', set: part } : { kind: 'condition', condition: part },
          span: part.span,
        });
      }
      continue;
    }
    const domain = readCondition(part, waiting, to);
    out.push(domain);
    waiting = [];
  }
  const parity = parityDomain(waiting);
  const [first] = waiting;
  const last = waiting[waiting.length - 1];
  if (parity) out.push(parity);
  else if (first && last) {
    const span: Span = [first.span[0], last.span[1]];
    const only = waiting.length === 1 ? first : null;
    const region =
      only?.kind === 'symbol' && (only.font === 'calligraphic' || only.font === 'script' || only.font === 'blackboard');
    if (region && only) out.push({ variables: [], range: { kind: 'in', set: only }, span });
    else if (to) {
      // `\\sum_i^n` counts from 1, as everybody who writes it means.
      const from: Expr = { kind: 'number', value: 1, text: '1', span: [span[1], span[1]] };
      out.push({ variables: waiting, range: { kind: 'range', from, to }, span });
    } else out.push({ variables: waiting, range: { kind: 'all' }, span });
  }
  return out;
}

function readParts(r: Reader, items: readonly Item[]): Expr[] {
  const c: Cursor = cursorOver(items);
  const parts: Expr[] = [];
  while (c.pos < c.end) {
    const item = peek(c) as Item;
    if (/^(comma|semicolon|wide|bar|and)$/.test(item.type) && !(item.type === 'bar' && item.role === 'open')) {
      c.pos++;
      continue;
    }
    if (item.type === 'text') {
      c.pos++;
      parts.push({ kind: 'text', text: item.name, span: [item.start, item.end] });
      continue;
    }
    const at = c.pos;
    parts.push(readExpression(r, c));
    if (c.pos === at) parts.push(readStray(r, c));
  }
  return parts;
}

function isVariable(e: Expr): boolean {
  return e.kind === 'symbol' || e.kind === 'indexed';
}

/** The variables that an expression names: itself, the members of a tuple or list, the letters of `u,i \in T` in brackets. */
function variablesIn(e: Expr): Expr[] {
  switch (e.kind) {
    case 'symbol':
    case 'indexed':
      return [e];
    case 'tuple':
    case 'list':
      return e.items.every((i) => isVariable(i) || i.kind === 'tuple') ? e.items.flatMap(variablesIn) : [];
    case 'group':
      return variablesIn(e.body);
    // `\lim_{\Delta x \to 0}`: the small change is what runs.
    case 'differential':
      return [e];
    case 'multiply':
      return e.ops.every((op) => op === '') && e.factors.every(isVariable) ? [...e.factors] : [];
    default:
      return [];
  }
}

/** `(u, i, j \in D)`: the brackets hold the variables and their set. */
function membersOf(e: Expr): Domain | null {
  if (e.kind !== 'tuple') return null;
  const last = e.items[e.items.length - 1];
  if (last?.kind !== 'relation' || last.ops.length !== 1 || last.ops[0] !== 'in') return null;
  const variables = [...e.items.slice(0, -1).flatMap(variablesIn), ...variablesIn(last.sides[0] as Expr)];
  return { variables, range: { kind: 'in', set: last.sides[1] as Expr }, span: e.span };
}

/** One relation below an operator, with the variables that waited for it. */
function readCondition(e: Expr & { kind: 'relation' }, waiting: readonly Expr[], to: Expr | null): Domain {
  const left = e.sides[0] as Expr;
  const right = e.sides[1] as Expr;
  const op = e.ops[0] as string;
  const first = waiting[0];
  const span: Span = first ? [first.span[0], e.span[1]] : e.span;
  const named = [...waiting, ...variablesIn(left)];
  const domain = (range: Range, variables: readonly Expr[] = named): Domain => ({ variables, range, span });
  if (e.ops.length === 1) {
    if ((op === '=' || op === ':=') && named.length > 0) return domain({ kind: 'range', from: right, to });
    if (op === 'in' || op === 'subset' || op === 'subseteq') {
      return op === 'in' ? domain({ kind: 'in', set: right }) : domain({ kind: 'condition', condition: e });
    }
    if (op === 'sim') return domain({ kind: 'distribution', law: lawOf(right, named) });
    if (op === 'to') return domain({ kind: 'limit', to: right });
    if (op === 'gets') return domain({ kind: 'condition', condition: e });
    const ordered = /^(<|>|le|ge)$/.test(op);
    const both = ordered && isIndexPair(left, right) ? variablesIn(right) : [];
    const leftVariables = variablesIn(left);
    const variables =
      leftVariables.length > 0
        ? [...waiting, ...leftVariables, ...both]
        : [...waiting, ...insideOf(left), ...variablesIn(right)];
    return domain({ kind: 'condition', condition: e }, variables);
  }
  // `x \in S \subseteq X`: x runs, and where S lies is said beside it.
  if (op === 'in' && named.length > 0 && e.ops.slice(1).every((o) => o === 'subset' || o === 'subseteq'))
    return domain({ kind: 'in', set: right });
  const middle = e.sides[1] as Expr;
  if (e.ops.length === 2 && isVariable(middle) && /^(le|<)$/.test(op) && e.ops[1] === 'le' && op === 'le') {
    return domain({ kind: 'range', from: left, to: e.sides[2] as Expr }, [...waiting, middle]);
  }
  const inner = e.sides.slice(1, -1).flatMap(variablesIn);
  const start = variablesIn(left);
  return domain({ kind: 'condition', condition: e }, [...waiting, ...(start.length > 0 ? start : []), ...inner]);
}

/** `z \sim q(z)`: the law is q; that it is one of z is said already. */
function lawOf(right: Expr, variables: readonly Expr[]): Expr {
  const law = ungroup(right);
  if (law.kind !== 'apply' || law.args.length !== variables.length) return right;
  return law.args.every((arg, k) => exprKey(arg) === exprKey(variables[k] as Expr)) ? law.head : right;
}

/** `|x| < 1`, `\|w\| = 1`, `Ax \le b`, `i \bmod 2 = 1`: the letter inside is what runs. */
function insideOf(e: Expr): Expr[] {
  switch (e.kind) {
    case 'abs':
    case 'norm':
      return variablesIn(e.arg);
    case 'apply':
      return e.args.flatMap(variablesIn);
    case 'operation':
      return e.operands.slice(0, 1).flatMap(variablesIn);
    case 'multiply': {
      const last = e.factors[e.factors.length - 1];
      return last ? variablesIn(last) : [];
    }
    default:
      return [];
  }
}

/** `i<j`: both letters are of the kind that counts. */
function isIndexPair(a: Expr, b: Expr): boolean {
  return (
    a.kind === 'symbol' &&
    b.kind === 'symbol' &&
    /^[i-m]$|^[abpqrsuv]$/.test(a.name) &&
    /^[i-m]$|^[abpqrsuvw]$/.test(b.name) &&
    a.name !== b.name
  );
}

/** The subscript of an expectation: a law (`x\sim p`, `q(z|x)`, `\pi`), or variables (`E_X`, `E_{s,a}`). */
export function readLaw(r: Reader, sub: SyntaxNode, operator: Span): readonly Domain[] {
  const domains = readBinders(r, sub, null, operator);
  return domains.map((domain) => {
    const [only] = domain.variables;
    if (domain.range.kind === 'condition' && domain.variables.length === 0) {
      const law = domain.range.condition;
      return law.kind === 'relation' ? domain : { ...domain, range: { kind: 'distribution' as const, law } };
    }
    if (domain.range.kind === 'in' && domain.variables.length === 0) {
      return { ...domain, range: { kind: 'distribution' as const, law: domain.range.set } };
    }
    if (domain.range.kind !== 'all' || !only || domain.variables.length > 1) return domain;
    if (only.kind === 'number')
      return { ...domain, variables: [], range: { kind: 'distribution' as const, law: only } };
    const base = only.kind === 'indexed' ? only.base : only;
    const isLaw = base.kind === 'symbol' && (/^(p|q|P|Q|pi|rho|mu|D)$/.test(base.name) || base.font === 'calligraphic');
    return isLaw ? { ...domain, variables: [], range: { kind: 'distribution' as const, law: only } } : domain;
  });
}
