import type { Node } from '../../src/canon/index.js';
import { keyOfSymbolNode } from '../../src/canon/index.js';
import { symbolKey } from '../../src/expr/key.js';
import { walk } from '../../src/expr/traverse.js';
import type { Domain, Expr, SymbolExpr } from '../../src/expr/types.js';

const SPAN = [0, 0] as const;
const LETTERS = ['i', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't'];

/** An expression that says what a canonical node says, for the nodes that arithmetic is made of; undefined for others. */
export function fromCanonical(node: Node, source: Expr): Expr | undefined {
  const symbols = new Map<string, SymbolExpr>();
  const names = new Set<string>();
  walk(source, (e) => {
    if (e.kind !== 'symbol') return;
    symbols.set(symbolKey(e), e);
    names.add(e.name);
  });
  const free = LETTERS.filter((l) => !names.has(l));

  const all = (nodes: readonly Node[]): Expr[] | undefined => {
    const made = nodes.map(make);
    return made.every((e) => e !== undefined) ? (made as Expr[]) : undefined;
  };

  function make(n: Node): Expr | undefined {
    switch (n.op) {
      case 'num':
        return number(Number(n.data));
      case 'sym':
        return symbols.get(keyOfSymbolNode(n));
      case 'bound':
        return letter(String(n.data));
      case 'big':
        return big(n);
      default:
        return compound(n, all(n.kids));
    }
  }

  function compound(n: Node, kids: Expr[] | undefined): Expr | undefined {
    const [a, b] = kids ?? [];
    if (!kids || !a) return undefined;
    switch (n.op) {
      case 'add':
        return { kind: 'add', terms: kids, span: SPAN };
      case 'mul':
      case 'seq':
        return { kind: 'multiply', factors: kids, ops: kids.slice(1).map(() => ''), span: SPAN };
      case 'had':
        return { kind: 'multiply', factors: kids, ops: kids.slice(1).map(() => 'odot'), span: SPAN };
      case 'pow':
        return b && { kind: 'power', base: a, exponent: b, span: SPAN };
      case 'idx':
        return { kind: 'indexed', base: a, indices: kids.slice(1), places: kids.slice(1).map(() => 'sub'), span: SPAN };
      case 'fn':
        // A logarithm whose base is written carries it as its last argument.
        if (n.data === 'log_b')
          return { kind: 'apply', head: named('log'), args: [a], ...(b && { base: b }), brackets: '()', span: SPAN };
        return { kind: 'apply', head: named(String(n.data)), args: kids, brackets: '()', span: SPAN };
      case 'transpose':
        return { kind: 'transpose', arg: a, mark: 'T', span: SPAN };
      case 'inverse':
        return { kind: 'inverse', arg: a, pseudo: false, span: SPAN };
      case 'inner':
        return { kind: 'inner', parts: kids, bar: false, span: SPAN };
      case 'norm':
        return b && { kind: 'norm', arg: a, order: b, span: SPAN };
      case 'abs':
        return { kind: 'abs', arg: a, reading: 'absolute', span: SPAN };
      case 'rel':
        return { kind: 'relation', ops: [String(n.data)], sides: kids, span: SPAN };
      default:
        return undefined;
    }
  }

  function big(n: Node): Expr | undefined {
    const [op = '', count, height] = String(n.data).split(':');
    const [body, ...ranges] = n.kids;
    const made = body && make(body);
    if ((op !== 'sum' && op !== 'product') || !made) return undefined;
    let next = 0;
    const domains = ranges.map((range): Domain | undefined => {
      const [kind, own] = String(range.data).split(':');
      const variables = Array.from({ length: Number(own) }, () => letter(`${height}.${next++}`));
      const [from, to] = all(range.kids) ?? [];
      if (kind === 'all') return { variables, range: { kind }, span: SPAN };
      if (kind === 'range' && from) return { variables, range: { kind, from, to: to ?? null }, span: SPAN };
      if (kind === 'in' && from) return { variables, range: { kind, set: from }, span: SPAN };
      return undefined;
    });
    if (domains.some((d) => d === undefined) || next !== Number(count)) return undefined;
    // One operator over a group was nested ones in the source, or is one over a set.
    const name = op === 'sum' ? 'sum' : 'prod';
    return (domains as Domain[]).reduceRight<Expr>(
      (inner, domain) => ({ kind: 'big', op, name, domains: [domain], body: inner, span: SPAN }),
      made,
    );
  }

  /** Bound variables get letters that nothing else has: their own are forgotten. */
  function letter(bound: string): SymbolExpr {
    const [height, k] = bound.split('.').map(Number) as [number, number];
    return { kind: 'symbol', name: free[(height - 1) * 2 + k] ?? 'u', span: SPAN };
  }

  const named = (name: string): SymbolExpr => symbols.get(name) ?? { kind: 'symbol', name, span: SPAN };
  return make(node);
}

/** A minus belongs to its number, so that what is printed reads as one. */
function number(value: number): Expr {
  const size: Expr = { kind: 'number', value: Math.abs(value), text: String(Math.abs(value)), span: SPAN };
  return value < 0 ? { kind: 'negate', arg: size, span: SPAN } : size;
}
