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
  return exprKeyNamed(e, keyOfSymbol);
}

/** The same with other names for the symbols: expressions that differ only in names may then have one key. */
export function exprKeyNamed(e: Expr, nameOf: (symbol: SymbolExpr) => string): string {
  const key = (x: Expr): string => exprKeyNamed(x, nameOf);
  const list = (items: readonly Expr[]): string => items.map(key).join(' ');
  const maybe = (x: Expr | null | undefined): string => (x ? key(x) : '_');
  const order = (x: Expr | number): string => (typeof x === 'number' ? String(x) : key(x));
  switch (e.kind) {
    case 'number':
      return `#${e.value}`;
    case 'symbol':
      return nameOf(e);
    case 'indexed':
      return `(indexed ${key(e.base)} ${e.indices.map((x, i) => `${e.places[i] ?? 'sub'}:${key(x)}`).join(' ')})`;
    case 'apply':
      return `(apply ${key(e.head)}${e.base ? ` base:${key(e.base)}` : ''} ${list(e.args)})`;
    case 'add':
      return `(add ${list(e.terms)})`;
    case 'multiply':
      return `(multiply${e.ops.some((op) => op !== '') ? `[${e.ops.join(',')}]` : ''} ${list(e.factors)})`;
    case 'divide':
      return `(divide ${key(e.numerator)} ${key(e.denominator)})`;
    case 'power':
      return `(power ${key(e.base)} ${key(e.exponent)})`;
    case 'root':
      return `(root ${key(e.radicand)} ${maybe(e.degree)})`;
    case 'negate':
      return `(negate ${key(e.arg)})`;
    case 'plusminus':
      return `(${e.sign} ${key(e.arg)})`;
    case 'relation':
      return `(relation[${e.ops.join(',')}]${e.inheritsLeft ? '^' : ''} ${list(e.sides)})`;
    case 'big':
      return `(big ${e.op}:${e.name} [${e.domains.map((d) => domainKey(d, key)).join('; ')}] ${key(e.body)})`;
    case 'derivative':
      return `(derivative ${e.op}:${order(e.order)} [${e.variables
        .map((v) => `${key(v.variable)}^${order(v.order)}`)
        .join(' ')}] ${maybe(e.body)}${e.at ? ` at:${key(e.at)}` : ''})`;
    case 'differential':
      return `(differential ${e.sign} ${key(e.arg)})`;
    case 'transpose':
      return `(transpose:${e.mark} ${key(e.arg)})`;
    case 'inverse':
      return `(inverse${e.pseudo ? '+' : ''} ${key(e.arg)})`;
    case 'norm':
      return `(norm ${key(e.arg)} ${maybe(e.order)})`;
    case 'abs':
      return `(${e.reading} ${key(e.arg)})`;
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
      return `(set ${list(e.items)}${e.condition ? ` | ${key(e.condition)}` : ''})`;
    case 'interval':
      return `(interval${e.openFrom ? '(' : '['}${e.openTo ? ')' : ']'} ${key(e.from)} ${key(e.to)})`;
    case 'cases':
      return `(cases ${e.branches.map((b) => `[${key(b.value)} if ${maybe(b.condition)}]`).join(' ')})`;
    case 'system':
      return `(system ${list(e.lines)})`;
    case 'text':
      return JSON.stringify(e.text);
    case 'hole':
      return e.name === 'dots' ? '…' : e.name === 'placeholder' ? '·' : '∅';
    case 'group':
      return key(e.body);
    case 'operation':
      return `(operation[${e.ops.join(',')}] ${list(e.operands)})`;
    case 'error':
      return `(error ${e.code})`;
    default:
      return unreachable(e);
  }
}

function domainKey(d: Domain, key: (e: Expr) => string): string {
  const variables = d.variables.map(key).join(' ');
  switch (d.range.kind) {
    case 'all':
      return variables;
    case 'range':
      return `${variables} from ${key(d.range.from)} to ${d.range.to ? key(d.range.to) : '_'}`;
    case 'in':
      return `${variables} in ${key(d.range.set)}`;
    case 'distribution':
      return `${variables} ~ ${key(d.range.law)}`;
    case 'limit':
      return `${variables} -> ${key(d.range.to)}`;
    case 'condition':
      return `${variables} with ${key(d.range.condition)}`;
    default:
      return unreachable(d.range);
  }
}
