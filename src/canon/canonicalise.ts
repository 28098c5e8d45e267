import { withJointEvents } from '../expr/joint-events.js';
import { symbolKey } from '../expr/key.js';
import { rangeChildren } from '../expr/traverse.js';
import type {
  ApplyExpr,
  BigExpr,
  Domain,
  Expr,
  IndexedExpr,
  MultiplyExpr,
  SymbolExpr,
  SymbolFact,
} from '../expr/types.js';
import { unreachable } from '../expr/types.js';
import { type Builder, createBuilder } from './build.js';
import { convolvedHead, isConvolved } from './convolved.js';
import { joinRuns } from './entrywise.js';
import { featureBits } from './features.js';
import { functionName, smallFactorial } from './function-names.js';
import { type Arena, createArena, type Node } from './node.js';
import type { Occurrence } from './occurrence.js';
import { applyOperators } from './operators.js';
import { shapeOf, symbolData } from './shape.js';
import { boundName, replaceNodes } from './substitute.js';

/** What a form's letters are; readers' formulas have none. */
export type RoleTable = ReadonlyMap<string, { readonly kind: string; readonly state: boolean }>;

export type CanonOptions = {
  readonly kinds?: ReadonlyMap<string, SymbolFact>;
  /** Letters that are placeholders: given when a form of the catalogue is read. */
  readonly roles?: RoleTable;
  readonly arena?: Arena;
};

/** Canonical forms of expressions of one request (or of the catalogue), each computed once. */
export type Canon = {
  readonly build: Builder;
  readonly of: (e: Expr) => Occurrence;
};

const FLIPPED: Readonly<Record<string, string>> = {
  '>': '<',
  ge: 'le',
  gg: 'll',
  supset: 'subset',
  supseteq: 'subseteq',
  ni: 'in',
};

export function createCanon(options: CanonOptions = {}): Canon {
  const arena = options.arena ?? createArena(featureBits);
  const build = createBuilder(arena);
  const { roles } = options;
  const memo = new Map<Expr, Occurrence>();

  function of(e: Expr): Occurrence {
    const known = memo.get(e);
    if (known) return known;
    const result = canonicalise(e);
    memo.set(e, result);
    return result;
  }

  const all = (items: readonly Expr[]): Occurrence[] => items.map(of);
  const group = (items: readonly Expr[], src: Expr): Occurrence =>
    items.length === 1 && items[0] ? of(items[0]) : build.make('list', '', all(items), src);

  function canonicalise(e: Expr): Occurrence {
    switch (e.kind) {
      case 'number':
        return build.num(e.value, e);
      case 'symbol':
        return symbol(e);
      case 'indexed':
        return indexed(e);
      case 'apply':
        return apply(e);
      case 'add':
        return build.add(asNumbers(all(e.terms)), e);
      case 'multiply':
        return product(e);
      case 'divide':
        return build.mul([of(e.numerator), build.pow(of(e.denominator), build.num(-1, null), null)], e);
      case 'power':
        return power(e.base, of(e.exponent), e);
      case 'root': {
        const exponent = e.degree ? build.pow(of(e.degree), build.num(-1, null), null) : build.num(0.5, null);
        return build.pow(of(e.radicand), exponent, e);
      }
      case 'negate':
        return build.mulAgain([build.num(-1, null), of(e.arg)], e);
      case 'plusminus':
        return build.make('plusminus', e.sign, [of(e.arg)], e);
      case 'relation':
        return relation(e.ops, all(e.sides), e);
      case 'big':
        return big(e);
      case 'derivative': {
        const order = typeof e.order === 'number' ? e.order : 'n';
        const variables = e.variables.map((v) => of(v.variable));
        const body = e.body ? of(e.body) : build.leaf('dots', 'placeholder', null);
        return build.make('deriv', `${e.op}:${order}`, [body, ...variables], e);
      }
      case 'differential':
        return build.make('diff', e.sign, [of(e.arg)], e);
      case 'transpose':
        return build.transpose(of(e.arg), e);
      case 'inverse':
        return build.make(e.pseudo ? 'pinverse' : 'inverse', '', [of(e.arg)], e);
      case 'norm':
        return build.make('norm', '', [of(e.arg), normOrder(e.order)], e);
      case 'abs':
        return build.make(e.reading === 'cardinality' ? 'card' : 'abs', '', [of(e.arg)], e);
      case 'inner': {
        const [a, b] = e.parts;
        if (a && b && e.parts.length === 2 && !e.bar) return build.inner(of(a), of(b), e);
        return build.make('op', e.bar ? 'braket' : 'angle', all(e.parts), e);
      }
      case 'conditional':
        return build.make('cond', e.bar, [group(e.left, e), group(e.right, e)], e);
      case 'matrix':
        return build.make('matrix', `${e.rows.length}x${e.rows[0]?.length ?? 0}`, e.rows.flatMap(all), e);
      case 'tuple':
        return build.make('tuple', '', all(e.items), e);
      case 'list':
        return build.make('list', '', all(e.items), e);
      case 'concat':
        return build.make('concat', '', all(e.items), e);
      case 'set': {
        const items = all(e.items);
        return build.make('set', e.condition ? 'where' : '', e.condition ? [...items, of(e.condition)] : items, e);
      }
      case 'interval':
        return build.make('interval', `${e.openFrom ? '(' : '['}${e.openTo ? ')' : ']'}`, [of(e.from), of(e.to)], e);
      case 'cases': {
        const branches = e.branches.map((b) =>
          build.make(
            'op',
            'branch',
            [of(b.value), b.condition ? of(b.condition) : build.leaf('text', 'otherwise', null)],
            null,
          ),
        ); // prettier-ignore
        return build.make('cases', '', build.sorted(branches), e);
      }
      case 'system':
        return build.make('system', '', all(e.lines), e);
      case 'text':
        return build.leaf('text', e.text.trim().toLowerCase(), e);
      case 'hole':
        return build.leaf('dots', e.name, e);
      case 'group': {
        const body = of(e.body);
        return { ...body, src: e };
      }
      case 'operation':
        return build.make('op', e.ops.join(' '), all(e.operands), e);
      case 'error':
        return build.leaf('error', e.code, e);
      default:
        return unreachable(e);
    }
  }

  function normOrder(order: Expr | null): Occurrence {
    if (!order) return build.num(2, null);
    const frobenius = order.kind === 'symbol' && /^fro(b|benius)?$/i.test(order.name);
    return frobenius ? build.leaf('sym', 'F', order) : of(order);
  }

  /** A column times a row beside numbers can only be their dot product, with vectors written as rows. */
  function asNumbers(terms: readonly Occurrence[]): Occurrence[] {
    const beside = terms.some((t) => t.node.op === 'num' || isPlainLetter(t.node));
    return terms.map((t) => {
      const [a, b] = t.kids;
      return beside && t.node.op === 'outer' && a && b ? build.inner(a, b, t.src) : t;
    });
  }

  function symbol(e: SymbolExpr): Occurrence {
    const key = symbolKey(e);
    const role = roles?.get(key);
    if (role) return build.leaf('hole', symbolData(key, role.kind.replace('!', '')), e);
    // The zero vector is written in many ways, and as a plain 0 too.
    if (e.name === '0' && !e.label) return build.num(0, e);
    const known = options.kinds?.get(key)?.kind ?? 'any';
    // An arrow on top says vector; an identity matrix is one matrix in every font.
    const arrow = e.accents?.includes('vec') && (known === 'any' || known === 'family');
    const kind = arrow ? 'vector' : known;
    const identity = e.name === 'I' && e.font && !e.accents && !e.label;
    return build.leaf('sym', symbolData(identity ? 'I' : key, kind), e);
  }

  function indexed(e: IndexedExpr): Occurrence {
    const role = e.base.kind === 'symbol' ? roles?.get(symbolKey(e.base)) : undefined;
    if (role?.kind === 'family') return build.make('family', symbolKey(e.base), all(e.indices), e);
    // A form writes v_{t-1} for the state of a recurrence; other indices on a role are the author's reminder only.
    if (role && !role.state) return { ...of(e.base), src: e };
    const base = of(e.base);
    if (base.node.op === 'idx') return build.make('idx', '', [...base.kids, ...all(e.indices)], e);
    return build.make('idx', '', [base, ...all(e.indices)], e);
  }

  function apply(e: ApplyExpr): Occurrence {
    const joint = withJointEvents(e).args;
    const args = joint.length === 1 && joint[0]?.kind === 'tuple' ? all(joint[0].items) : all(joint);
    const head = e.head;
    const pair = convolvedHead(head);
    if (pair) return build.make('op', 'conv', all(pair.factors), e);
    if (head.kind !== 'symbol') return build.make('call', '', [of(head), ...args], e);
    const key = symbolKey(head);
    const role = roles?.get(key);
    if (role?.kind === 'family') return build.make('family', key, args, e);
    if (role) return build.make('call', '', [of(head), ...args], e);
    const name = functionName(head, key);
    if (name === 'sqrt' && args[0]) return build.pow(args[0], build.num(0.5, null), e);
    if (name === 'count') return build.fn('count', args, e);
    const product = name === 'factorial' ? smallFactorial(args[0]?.node) : undefined;
    if (product !== undefined) return build.num(product, e);
    if (name === 'overrightarrow' && args[0]?.node.data === 0) return build.num(0, e);
    if (e.base && !(name === 'log' && isEuler(e.base))) return build.fn(`${name}_b`, [...args, of(e.base)], e);
    // The positive part, max(0, x) and the rectified linear unit are one function.
    if (name === 'positivePart' || name === 'relu')
      return build.fn('max', build.sorted([build.num(0, null), ...args]), e);
    if (name === 'max' || name === 'min') return build.fn(name, build.sorted(args), e);
    const held = heldBetween(name, args);
    if (held)
      return build.fn(
        'min',
        build.sorted([build.fn('max', build.sorted(held.slice(0, 2)), null), ...held.slice(2)]),
        e,
      );
    return build.fn(name, args, e);
  }

  /** `clip(x, a, b)` and ReLU6 are minima of maxima: what is held, from below, from above. */
  function heldBetween(name: string, args: readonly Occurrence[]): readonly Occurrence[] | undefined {
    if (name === 'clip' && args.length === 3) return args;
    return name === 'relu6' && args.length === 1 ? [...args, build.num(0, null), build.num(6, null)] : undefined;
  }

  function power(base: Expr, exponent: Occurrence, src: Expr): Occurrence {
    if (base.kind === 'symbol' && base.name === 'exponentialE') return build.fn('exp', [exponent], src);
    if (base.kind === 'symbol' && base.name === 'exp') return build.fn('exp', [exponent], src);
    return build.pow(lengthOf(base) ?? of(base), exponent, src);
  }

  /** The base of `|\mathbf r|^2`: a length; without a power it may count, as `|\mathbf y|` does. */
  function lengthOf(base: Expr): Occurrence | undefined {
    if (base.kind !== 'abs' || base.reading !== 'absolute') return undefined;
    const arg = of(base.arg);
    return shapeOf(arg.node) === 'vector' ? build.make('norm', '', [arg, build.num(2, null)], base) : undefined;
  }

  function product(e: MultiplyExpr): Occurrence {
    // Juxtaposition and plain products bind before ⊙, ⊗ and the like.
    const runs: { op: string; factors: Occurrence[] }[] = [{ op: '', factors: [] }];
    for (const [i, factor] of e.factors.entries()) {
      const op = i === 0 ? '' : (e.ops[i - 1] ?? '');
      const tight = op === '' || op === '*' || op === 'cdot' || op === 'times' || op === '@';
      if (!tight) runs.push({ op, factors: [] });
      const run = runs[runs.length - 1] as { op: string; factors: Occurrence[] };
      const previous = run.factors[run.factors.length - 1];
      const next = of(factor);
      if (op === 'times' && previous && isCross(previous, next))
        run.factors[run.factors.length - 1] = build.make('op', 'times', [previous, next], null);
      else if (op === 'cdot' && previous && isVector(previous) && isVector(next))
        run.factors[run.factors.length - 1] = build.inner(previous, next, null); // prettier-ignore
      else if (op === '*' && previous && isConvolved(e.factors[i - 1], factor))
        run.factors[run.factors.length - 1] = build.make('op', 'conv', [previous, next], null);
      else if (op === '@' && previous)
        run.factors[run.factors.length - 1] = build.make('seq', 'strict', [previous, next], null); // prettier-ignore
      else run.factors.push(next);
    }
    return joinRuns(
      build,
      runs.map((run) => ({ ...run, factors: applyOperators(build, run.factors) })),
      e,
    );
  }

  /** `\mathbf E \times \mathbf H`: between two arrows of one kind, small or capital, the sign is the cross product's. */
  function isCross(a: Occurrence, b: Occurrence): boolean {
    const letters = [a, b].every((o) => /^(sym|idx|hole)$/.test(o.node.op));
    const [first, second] = [shapeOf(a.node), shapeOf(b.node)];
    // `\vec v \times \hat r`: beside an arrow a hat says that a direction is meant.
    const one = first === 'vector' && String(b.node.data).startsWith('hat(');
    const other = second === 'vector' && String(a.node.data).startsWith('hat(');
    return letters && (one || other || (first === second && (first === 'vector' || first === 'matrix')));
  }

  function isVector(o: Occurrence): boolean {
    const data = String(o.node.data);
    return (
      data.endsWith('#vector') ||
      (o.node.op === 'idx' && String(o.node.kids[0]?.data).endsWith('#vector')) ||
      (o.node.op === 'diff' && shapeOf(o.node) === 'vector') ||
      (o.node.op === 'deriv' && !/^(prime|total):/.test(data))
    ); // prettier-ignore
  }

  function relation(ops: readonly string[], sides: readonly Occurrence[], src: Expr): Occurrence {
    const [a, b] = sides;
    const [op = '='] = ops;
    if (sides.length === 2 && a && b) {
      const flipped = FLIPPED[op];
      return flipped ? build.make('rel', flipped, [b, a], src) : build.make('rel', op, [a, b], src);
    }
    return build.make('op', `chain ${ops.join(' ')}`, sides, src);
  }

  function big(e: BigExpr): Occurrence {
    // Nested operators of one kind are one operator over a group: counts multiply, order does not matter.
    const domains: Domain[] = [...e.domains];
    let body = e.body;
    while (e.op === 'sum' || e.op === 'product' || e.op === 'integral') {
      const inner = body.kind === 'group' ? body.body : body;
      if (inner.kind !== 'big' || inner.op !== e.op || domains.length + inner.domains.length > 6) break;
      domains.push(...inner.domains);
      body = inner.body;
    }
    const content = of(body);
    const variables = domains.flatMap((d) => d.variables).map(of);
    // "minimize f" names no variable: the same as `\min f`, however it is written.
    if (/^(min|max)$/.test(e.op) && variables.length === 0) return build.fn(e.op, [content], e);
    const height =
      1 +
      Math.max(content.node.height, ...domains.flatMap((d) => rangeChildren(d.range).map((x) => of(x).node.height)), 0);
    const nodes = variables.map((v) => v.node);
    const names = variables.map((v, k) => build.leaf('bound', boundName(height, k), v.src));
    const bind = (o: Occurrence): Occurrence => replaceNodes(build, o, nodes, names);
    const boundBody = bind(content);
    // A limit lies outside its own variable: in `\int_0^x f(x) \, dx` the upper x is another.
    const outside = (d: Domain): ((o: Occurrence) => Occurrence) => {
      const own = domains.slice(0, domains.indexOf(d)).reduce((at, { variables: v }) => at + v.length, 0);
      const others = nodes.map((_, k) => k).filter((k) => k < own || k >= own + d.variables.length);
      return (o) =>
        replaceNodes(
          build,
          o,
          others.map((k) => nodes[k] as Node),
          others.map((k) => names[k] as Occurrence),
        );
    };
    const ranges = domains.map((d) => domain(d, d.range.kind === 'range' ? outside(d) : bind));
    const name = e.op === 'other' ? e.name : e.op;
    const coefficient =
      e.op === 'sum' || e.op === 'integral' || e.op === 'expectation' ? numericFactor(boundBody) : undefined;
    const make = (inner: Occurrence, source: Expr | null): Occurrence =>
      build.make('big', `${name}:${variables.length}:${height}`, [inner, ...ranges], source);
    if (!coefficient) return make(boundBody, e);
    // What remains has no expression in the source: one is made up that has its value, and its place.
    const rest = boundBody.kids.filter((k) => k !== coefficient);
    const number: Expr = {
      kind: 'number',
      value: Number(coefficient.node.data),
      text: String(coefficient.node.data),
      span: body.span,
    };
    const divided: Expr = { kind: 'divide', numerator: e.body, denominator: number, style: 'bar', span: e.body.span };
    return build.mul([coefficient, make(build.mul(rest, null), { ...e, body: divided })], e);
  }

  function domain(d: Domain, bind: (o: Occurrence) => Occurrence): Occurrence {
    // In a form the variables' letters are kept, so that guards can speak of `\count{i}`.
    const letters = roles ? `:${d.variables.map(symbolKey).join(',')}` : '';
    const parts = rangeChildren(d.range).map((x) => bind(of(x)));
    return build.make('domain', `${d.range.kind}:${d.variables.length}${letters}`, parts, wholeDomain(d));
  }

  return { build, of };
}

/** The base of the natural logarithm, written out. */
function isEuler(e: Expr): boolean {
  return e.kind === 'symbol' && e.name === 'exponentialE';
}

/** A domain has no expression of its own; its first variable stands for it where a source is asked for. */
function wholeDomain(d: Domain): Expr | null {
  return d.variables[0] ?? null;
}

/** A small letter in italics, with or without indices, that nothing says is a vector. */
function isPlainLetter(node: Node): boolean {
  if (node.op === 'idx') return node.kids[0] !== undefined && isPlainLetter(node.kids[0]);
  return node.op === 'sym' && /^[a-z]$/.test(String(node.data));
}

function numericFactor(o: Occurrence): Occurrence | undefined {
  return o.node.op === 'mul' ? o.kids.find((k) => k.node.op === 'num') : undefined;
}
