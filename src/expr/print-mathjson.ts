import { symbolKey } from './key.js';
import type { BigExpr, DerivativeExpr, Domain, Expr } from './types.js';
import { unreachable } from './types.js';

/** MathJSON (the format of the Compute Engine): numbers, symbols as strings, functions as arrays that begin with a name. */
export type MathJson = number | string | readonly MathJson[];

export function toMathJSON(e: Expr): MathJson {
  const all = (items: readonly Expr[]): MathJson[] => items.map(toMathJSON);
  switch (e.kind) {
    case 'number':
      return e.value;
    case 'symbol':
      return symbolJson(e);
    case 'indexed':
      return ['At', toMathJSON(e.base), ...all(e.indices)];
    case 'apply':
      return applyJson(e);
    case 'add':
      return ['Add', ...all(e.terms)];
    case 'multiply':
      return productJson(e.factors, e.ops);
    case 'divide':
      return ['Divide', toMathJSON(e.numerator), toMathJSON(e.denominator)];
    case 'power':
      return ['Power', toMathJSON(e.base), toMathJSON(e.exponent)];
    case 'root':
      return e.degree ? ['Root', toMathJSON(e.radicand), toMathJSON(e.degree)] : ['Sqrt', toMathJSON(e.radicand)];
    case 'negate':
      return ['Negate', toMathJSON(e.arg)];
    case 'plusminus':
      return [e.sign === 'pm' ? 'PlusMinus' : 'MinusPlus', toMathJSON(e.arg)];
    case 'relation':
      return relationJson(e.ops, e.sides);
    case 'big':
      return bigJson(e);
    case 'derivative':
      return derivativeJson(e);
    case 'differential':
      return ['Differential', toMathJSON(e.arg)];
    case 'transpose':
      return [e.mark === 'dagger' || e.mark === 'star' ? 'ConjugateTranspose' : 'Transpose', toMathJSON(e.arg)];
    case 'inverse':
      return [e.pseudo ? 'PseudoInverse' : 'Inverse', toMathJSON(e.arg)];
    case 'norm':
      return e.order ? ['Norm', toMathJSON(e.arg), toMathJSON(e.order)] : ['Norm', toMathJSON(e.arg)];
    case 'abs':
      return [e.reading === 'cardinality' ? 'Length' : 'Abs', toMathJSON(e.arg)];
    case 'inner':
      return [e.bar ? 'BraKet' : 'InnerProduct', ...all(e.parts)];
    case 'conditional':
      return [
        e.bar === 'single' ? 'Given' : e.bar === 'double' ? 'Relative' : 'WithParameters',
        sequence(e.left),
        sequence(e.right),
      ];
    case 'matrix':
      return ['Matrix', ['List', ...e.rows.map((row) => ['List', ...all(row)])]];
    case 'tuple':
      return ['Tuple', ...all(e.items)];
    case 'list':
      return ['Sequence', ...all(e.items)];
    case 'concat':
      return ['Join', ...all(e.items)];
    case 'set':
      return e.condition
        ? ['Set', sequence(e.items), ['Condition', toMathJSON(e.condition)]]
        : ['Set', ...all(e.items)];
    case 'interval':
      return ['Interval', endpoint(e.from, e.openFrom), endpoint(e.to, e.openTo)];
    case 'cases':
      return [
        'Which',
        ...e.branches.flatMap((b) => [b.condition ? toMathJSON(b.condition) : 'True', toMathJSON(b.value)]),
      ];
    case 'system':
      return ['Block', ...all(e.lines)];
    case 'text':
      return `'${e.text}'`;
    case 'hole':
      return e.name === 'dots' ? 'ContinuationPlaceholder' : e.name === 'placeholder' ? '_' : 'Nothing';
    case 'group':
      return e.brackets === '' ? toMathJSON(e.body) : ['Delimiter', toMathJSON(e.body), `'${e.brackets}'`];
    case 'operation':
      return operationJson(e.ops, e.operands);
    case 'error':
      return ['Error', `'${e.code}'`];
    default:
      return unreachable(e);
  }
}

function sequence(items: readonly Expr[]): MathJson {
  const [only] = items;
  return only && items.length === 1 ? toMathJSON(only) : ['Sequence', ...items.map(toMathJSON)];
}

function endpoint(e: Expr, open: boolean): MathJson {
  return open ? ['Open', toMathJSON(e)] : toMathJSON(e);
}

const SYMBOLS: Readonly<Record<string, string>> = {
  exponentialE: 'ExponentialE',
  imaginaryI: 'ImaginaryUnit',
  pi: 'Pi',
  infty: 'PositiveInfinity',
  emptyset: 'EmptySet',
};
function symbolJson(e: Expr & { kind: 'symbol' }): string {
  const plain = !e.font && !e.accents && !e.primes && e.label === undefined;
  return plain && Object.hasOwn(SYMBOLS, e.name) ? (SYMBOLS[e.name] as string) : symbolKey(e);
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: 'Exp',
  log: 'Log',
  ln: 'Ln',
  sin: 'Sin',
  cos: 'Cos',
  tan: 'Tan',
  sinh: 'Sinh',
  cosh: 'Cosh',
  tanh: 'Tanh',
  arcsin: 'Arcsin',
  arccos: 'Arccos',
  arctan: 'Arctan',
  max: 'Max',
  min: 'Min',
  det: 'Determinant',
  tr: 'Trace',
  factorial: 'Factorial',
  binomial: 'Binomial',
  floor: 'Floor',
  ceil: 'Ceil',
  sign: 'Sign',
  gcd: 'GCD',
  lcm: 'LCM',
  not: 'Not',
  forall: 'ForAll',
  exists: 'Exists',
  indicator: 'Boole',
};
function applyJson(e: Expr & { kind: 'apply' }): MathJson {
  const args = e.args.map(toMathJSON);
  const head = e.head;
  if (head.kind === 'symbol') {
    const name = Object.hasOwn(FUNCTIONS, head.name) ? (FUNCTIONS[head.name] as string) : symbolKey(head);
    return e.base ? [name, ...args, toMathJSON(e.base)] : [name, ...args];
  }
  if (head.kind === 'inverse') return ['Apply', ['InverseFunction', toMathJSON(head.arg)], ...args];
  return ['Apply', toMathJSON(head), ...args];
}

const PRODUCTS: Readonly<Record<string, string>> = {
  '': 'Multiply',
  '*': 'Multiply',
  cdot: 'Multiply',
  times: 'Multiply',
  '@': 'MatrixMultiply',
  odot: 'HadamardProduct',
  otimes: 'TensorProduct',
  circ: 'Compose',
  star: 'Convolve',
  wedge: 'Wedge',
  oplus: 'DirectSum',
  other: 'Product',
};
/** Signs of one kind make one product; where they differ the product nests to the left. */
function productJson(factors: readonly Expr[], ops: readonly string[]): MathJson {
  const [first, ...rest] = factors;
  if (!first) return 1;
  let name = '';
  let parts: MathJson[] = [toMathJSON(first)];
  rest.forEach((factor, i) => {
    const op = ops[i] ?? '';
    const next = Object.hasOwn(PRODUCTS, op) ? (PRODUCTS[op] as string) : 'Product';
    if (name !== '' && name !== next) parts = [[name, ...parts]];
    name = next;
    parts.push(toMathJSON(factor));
  });
  return [name || 'Multiply', ...parts];
}

const RELATIONS: Readonly<Record<string, string>> = {
  '=': 'Equal',
  ':=': 'Assign',
  gets: 'Assign',
  '<': 'Less',
  '>': 'Greater',
  le: 'LessEqual',
  ge: 'GreaterEqual',
  ne: 'NotEqual',
  in: 'Element',
  notin: 'NotElement',
  subset: 'Subset',
  subseteq: 'SubsetEqual',
  approx: 'Approximately',
  propto: 'ProportionalTo',
  sim: 'DistributedAs',
  to: 'To',
  mapsto: 'Function',
  equiv: 'Equivalent',
  implies: 'Implies',
  iff: 'Equivalent',
  ':': 'Colon',
};
function relationJson(ops: readonly string[], sides: readonly Expr[]): MathJson {
  const names = ops.map((op) => (Object.hasOwn(RELATIONS, op) ? (RELATIONS[op] as string) : op));
  const [first] = names;
  if (first && names.every((name) => name === first)) return [first, ...sides.map(toMathJSON)];
  return ['And', ...names.map((name, i) => [name, toMathJSON(sides[i] as Expr), toMathJSON(sides[i + 1] as Expr)])];
}

const OPERATIONS: Readonly<Record<string, string>> = {
  and: 'And',
  or: 'Or',
  cup: 'Union',
  cap: 'Intersection',
  setminus: 'SetMinus',
  bmod: 'Mod',
};
function operationJson(ops: readonly string[], operands: readonly Expr[]): MathJson {
  let out: MathJson = toMathJSON(operands[0] as Expr);
  ops.forEach((op, i) => {
    const name = Object.hasOwn(OPERATIONS, op) ? (OPERATIONS[op] as string) : op;
    const next = toMathJSON(operands[i + 1] as Expr);
    out = Array.isArray(out) && out[0] === name && i > 0 ? [...out, next] : [name, out, next];
  });
  return out;
}

const BIGS: Readonly<Record<string, string>> = {
  sum: 'Sum',
  product: 'Product',
  integral: 'Integrate',
  contour: 'ContourIntegrate',
  min: 'Minimum',
  max: 'Maximum',
  argmin: 'ArgMin',
  argmax: 'ArgMax',
  inf: 'Infimum',
  sup: 'Supremum',
  lim: 'Limit',
  expectation: 'Expectation',
  union: 'Union',
  intersection: 'Intersection',
};
function bigJson(e: BigExpr): MathJson {
  const name = BIGS[e.op] ?? e.name;
  const domains = e.domains.filter((d) => d.variables.length > 0 || d.range.kind !== 'all').map(domainJson);
  return [name, toMathJSON(e.body), ...domains];
}

function domainJson({ variables, range }: Domain): MathJson {
  const names = sequence(variables);
  switch (range.kind) {
    case 'all':
      return ['Limits', names];
    case 'range':
      return range.to
        ? ['Limits', names, toMathJSON(range.from), toMathJSON(range.to)]
        : ['Limits', names, toMathJSON(range.from)];
    case 'in':
      return ['Element', names, toMathJSON(range.set)];
    case 'distribution':
      return ['DistributedAs', names, toMathJSON(range.law)];
    case 'limit':
      return ['To', names, toMathJSON(range.to)];
    case 'condition':
      return ['Condition', toMathJSON(range.condition)];
    default:
      return unreachable(range);
  }
}

const DERIVATIVES: Readonly<Record<string, string>> = {
  total: 'D',
  partial: 'PartialDerivative',
  gradient: 'Gradient',
  divergence: 'Divergence',
  curl: 'Curl',
  laplacian: 'Laplacian',
  hessian: 'Hessian',
  jacobian: 'Jacobian',
  prime: 'Derivative',
  dot: 'Derivative',
  variation: 'Variation',
};
function derivativeJson(e: DerivativeExpr): MathJson {
  const body = e.body ? toMathJSON(e.body) : 'Nothing';
  const order = typeof e.order === 'number' ? e.order : toMathJSON(e.order);
  const variables = e.variables.map(({ variable, order: times }): MathJson => {
    const name = toMathJSON(variable);
    return times === 1 ? name : ['Power', name, typeof times === 'number' ? times : toMathJSON(times)];
  });
  const named: MathJson = [
    DERIVATIVES[e.op] ?? 'D',
    body,
    ...(variables.length > 0 ? variables : order === 1 ? [] : [order]),
  ];
  return e.at ? ['EvaluateAt', named, toMathJSON(e.at)] : named;
}
