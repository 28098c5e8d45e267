import type { Domain, Expr, SymbolExpr } from './types.js';
import { unreachable } from './types.js';

/**
 * The identity of a symbol, or of the head that a family or a function is known by, as a string:
 *
 *   name             `x`, `alpha`, `softmax`
 *   font             `bold:x`, `calligraphic:L` (none for plain italic letters)
 *   accents          from inside out, around it: `hat(bold:x)`, `bar(hat(x))`
 *   primes           `x'`, `hat(x)''`
 *   label            after a bar: `W|c`, `p|old`, `x'|*`
 *
 * Of an indexed symbol, an application, a transpose, a group … it is the key of what is inside (`v_{t-1}` has the
 * key of `v`, `f(x)` that of `f`), so that all that is known of a letter meets at one key. Anything else: its `exprKey`.
 */
export function symbolKey(e: Expr): string {
  switch (e.kind) {
    case 'symbol':
      return keyOfSymbol(e);
    case 'indexed':
      return symbolKey(e.base);
    case 'apply':
      return symbolKey(e.head);
    case 'group':
      return symbolKey(e.body);
    case 'transpose':
    case 'inverse':
      return symbolKey(e.arg);
    default:
      return exprKey(e);
  }
}

function keyOfSymbol(e: SymbolExpr): string {
  let key = e.font ? `${e.font}:${e.name}` : e.name;
  for (const accent of e.accents ?? []) key = `${accent}(${key})`;
  if (e.primes) key += "'".repeat(e.primes);
  return e.label === undefined ? key : `${key}|${e.label}`;
}

/**
 * Structural identity: equal for two expressions exactly if they are the same tree, spans and grouping brackets left
 * aside. Brackets of applications count as written or not written only by what they hold, never by their shape.
 */
export function exprKey(e: Expr): string {
  const list = (items: readonly Expr[]): string => items.map(exprKey).join(' ');
  const maybe = (x: Expr | null | undefined): string => (x ? exprKey(x) : '_');
  const order = (x: Expr | number): string => (typeof x === 'number' ? String(x) : exprKey(x));
  switch (e.kind) {
    case 'number':
      return `#${e.value}`;
    case 'symbol':
      return keyOfSymbol(e);
    case 'indexed':
      return `(indexed ${exprKey(e.base)} ${e.indices.map((x, i) => `${e.places[i] ?? 'sub'}:${exprKey(x)}`).join(' ')})`;
    case 'apply':
      return `(apply ${exprKey(e.head)}${e.base ? ` base:${exprKey(e.base)}` : ''} ${list(e.args)})`;
    case 'add':
      return `(add ${list(e.terms)})`;
    case 'multiply':
      return `(multiply${e.ops.some((op) => op !== '') ? `[${e.ops.join(',')}]` : ''} ${list(e.factors)})`;
    case 'divide':
      return `(divide ${exprKey(e.numerator)} ${exprKey(e.denominator)})`;
    case 'power':
      return `(power ${exprKey(e.base)} ${exprKey(e.exponent)})`;
    case 'root':
      return `(root ${exprKey(e.radicand)} ${maybe(e.degree)})`;
    case 'negate':
      return `(negate ${exprKey(e.arg)})`;
    case 'plusminus':
      return `(${e.sign} ${exprKey(e.arg)})`;
    case 'relation':
      return `(relation[${e.ops.join(',')}]${e.inheritsLeft ? '^' : ''} ${list(e.sides)})`;
    case 'big':
      return `(big ${e.op}:${e.name} [${e.domains.map(domainKey).join('; ')}] ${exprKey(e.body)})`;
    case 'derivative':
      return `(derivative ${e.op}:${order(e.order)} [${e.variables
        .map((v) => `${exprKey(v.variable)}^${order(v.order)}`)
        .join(' ')}] ${maybe(e.body)}${e.at ? ` at:${exprKey(e.at)}` : ''})`;
    case 'differential':
      return `(differential ${e.sign} ${exprKey(e.arg)})`;
    case 'transpose':
      return `(transpose:${e.mark} ${exprKey(e.arg)})`;
    case 'inverse':
      return `(inverse${e.pseudo ? '+' : ''} ${exprKey(e.arg)})`;
    case 'norm':
      return `(norm ${exprKey(e.arg)} ${maybe(e.order)})`;
    case 'abs':
      return `(${e.reading} ${exprKey(e.arg)})`;
    case 'inner':
      return `(inner${e.bar ? '|' : ''} ${list(e.parts)})`;
    case 'conditional':
      return `(given:${e.bar} [${list(e.left)}] [${list(e.right)}])`;
    case 'matrix':
      return `(matrix ${e.rows.map((row) => `[${list(row)}]`).join(' ')})`;
    case 'tuple':
      return `(tuple${e.brackets} ${list(e.items)})`;
    case 'list':
      return `(list ${list(e.items)})`;
    case 'concat':
      return `(concat ${list(e.items)})`;
    case 'set':
      return `(set ${list(e.items)}${e.condition ? ` | ${exprKey(e.condition)}` : ''})`;
    case 'interval':
      return `(interval${e.openFrom ? '(' : '['}${e.openTo ? ')' : ']'} ${exprKey(e.from)} ${exprKey(e.to)})`;
    case 'cases':
      return `(cases ${e.branches.map((b) => `[${exprKey(b.value)} if ${maybe(b.condition)}]`).join(' ')})`;
    case 'system':
      return `(system ${list(e.lines)})`;
    case 'text':
      return JSON.stringify(e.text);
    case 'hole':
      return e.name === 'dots' ? '…' : e.name === 'placeholder' ? '·' : '∅';
    case 'group':
      return exprKey(e.body);
    case 'operation':
      return `(operation[${e.ops.join(',')}] ${list(e.operands)})`;
    case 'error':
      return `(error ${e.code})`;
    default:
      return unreachable(e);
  }
}

function domainKey(d: Domain): string {
  const variables = d.variables.map(exprKey).join(' ');
  switch (d.range.kind) {
    case 'all':
      return variables;
    case 'range':
      return `${variables} from ${exprKey(d.range.from)} to ${d.range.to ? exprKey(d.range.to) : '_'}`;
    case 'in':
      return `${variables} in ${exprKey(d.range.set)}`;
    case 'distribution':
      return `${variables} ~ ${exprKey(d.range.law)}`;
    case 'limit':
      return `${variables} -> ${exprKey(d.range.to)}`;
    case 'condition':
      return `${variables} with ${exprKey(d.range.condition)}`;
    default:
      return unreachable(d.range);
  }
}
