import { symbolKey } from './key.js';
import type { BigExpr, Domain, Expr } from './types.js';
import { unreachable } from './types.js';

/** MathJSON (https://cortexjs.io/math-json/): numbers, symbols as strings, and functions as arrays that begin with their name. */
export type MathJson = number | string | readonly MathJson[];

/** The expression as MathJSON, with the operator names of its standard library where it has them. */
export function toMathJSON(e: Expr): MathJson {
  const all = (items: readonly Expr[]): MathJson[] => items.map(toMathJSON);
  switch (e.kind) {
    case 'number':
      return e.value;
    case 'symbol':
      return CONSTANTS[e.name] ?? symbolKey(e);
    case 'indexed':
      return ['At', toMathJSON(e.base), ...all(e.indices)];
    case 'apply': {
      const name = e.head.kind === 'symbol' ? (FUNCTIONS[e.head.name] ?? symbolKey(e.head)) : undefined;
      if (name === undefined) return ['Apply', toMathJSON(e.head), ...all(e.args)];
      return [name, ...all(e.args), ...(e.base ? [toMathJSON(e.base)] : [])];
    }
    case 'add':
      return ['Add', ...all(e.terms)];
    case 'multiply': {
      const [op] = [...new Set(e.ops)];
      return [PRODUCTS[op ?? ''] ?? 'Multiply', ...all(e.factors)];
    }
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
      return relationJSON(e.ops, all(e.sides));
    case 'big':
      return bigJSON(e);
    case 'derivative':
      return [
        DERIVATIVES[e.op] ?? 'D',
        e.body ? toMathJSON(e.body) : 'Nothing',
        ...all(e.variables.map((v) => v.variable)),
      ];
    case 'differential':
      return ['Differential', toMathJSON(e.arg)];
    case 'transpose':
      return [e.mark === 'dagger' ? 'ConjugateTranspose' : 'Transpose', toMathJSON(e.arg)];
    case 'inverse':
      return [e.pseudo ? 'PseudoInverse' : 'Inverse', toMathJSON(e.arg)];
    case 'norm':
      return e.order ? ['Norm', toMathJSON(e.arg), toMathJSON(e.order)] : ['Norm', toMathJSON(e.arg)];
    case 'abs':
      return [e.reading === 'cardinality' ? 'Length' : 'Abs', toMathJSON(e.arg)];
    case 'inner':
      return ['InnerProduct', ...all(e.parts)];
    case 'conditional':
      return ['Given', ['Sequence', ...all(e.left)], ['Sequence', ...all(e.right)]];
    case 'matrix':
      return ['Matrix', ['List', ...e.rows.map((row): MathJson => ['List', ...all(row)])]];
    case 'tuple':
      return ['Tuple', ...all(e.items)];
    case 'list':
      return ['Sequence', ...all(e.items)];
    case 'concat':
      return ['Join', ...all(e.items)];
    case 'set':
      return e.condition ? ['Set', ...all(e.items), ['Condition', toMathJSON(e.condition)]] : ['Set', ...all(e.items)];
    case 'interval': {
      const from: MathJson = e.openFrom ? ['Open', toMathJSON(e.from)] : toMathJSON(e.from);
      return ['Interval', from, e.openTo ? ['Open', toMathJSON(e.to)] : toMathJSON(e.to)];
    }
    case 'cases':
      return [
        'Which',
        ...e.branches.flatMap((b) => [b.condition ? toMathJSON(b.condition) : 'True', toMathJSON(b.value)]),
      ];
    case 'system':
      return ['List', ...all(e.lines)];
    case 'text':
      return `'${e.text}'`;
    case 'hole':
      return e.name === 'dots' ? 'ContinuationPlaceholder' : 'Nothing';
    case 'group':
      return e.brackets === '' ? toMathJSON(e.body) : ['Delimiter', toMathJSON(e.body)];
    case 'operation':
      return e.ops.reduce<MathJson>(
        (left, op, i) => [OPERATIONS[op] ?? op, left, toMathJSON(e.operands[i + 1] as Expr)],
        toMathJSON(e.operands[0] as Expr),
      );
    case 'error':
      return ['Error', `'${e.code}'`];
    default:
      return unreachable(e);
  }
}

const CONSTANTS: Readonly<Record<string, string>> = {
  exponentialE: 'ExponentialE',
  imaginaryI: 'ImaginaryUnit',
  pi: 'Pi',
  infty: 'PositiveInfinity',
  emptyset: 'EmptySet',
};
const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: 'Exp',
  log: 'Log',
  ln: 'Ln',
  sin: 'Sin',
  cos: 'Cos',
  tan: 'Tan',
  arcsin: 'Arcsin',
  arccos: 'Arccos',
  arctan: 'Arctan',
  sinh: 'Sinh',
  cosh: 'Cosh',
  tanh: 'Tanh',
  max: 'Max',
  min: 'Min',
  factorial: 'Factorial',
  binomial: 'Binomial',
  floor: 'Floor',
  ceil: 'Ceil',
  det: 'Determinant',
  tr: 'Trace',
  sign: 'Sign',
}; // prettier-ignore
const PRODUCTS: Readonly<Record<string, string>> = {
  odot: 'HadamardProduct',
  otimes: 'TensorProduct',
  times: 'Multiply',
  circ: 'Compose',
  star: 'Star',
  '@': 'MatrixMultiply',
};
const DERIVATIVES: Readonly<Record<string, string>> = {
  gradient: 'Gradient',
  divergence: 'Divergence',
  curl: 'Curl',
  laplacian: 'Laplacian',
  partial: 'PartialDerivative',
  prime: 'Prime',
};
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
  approx: 'ApproxEqual',
  subset: 'Subset',
  implies: 'Implies',
  iff: 'Equivalent',
  to: 'To',
  sim: 'Tilde',
  propto: 'Proportional',
  equiv: 'Equivalent',
}; // prettier-ignore
const OPERATIONS: Readonly<Record<string, string>> = {
  cup: 'Union',
  cap: 'Intersection',
  land: 'And',
  lor: 'Or',
  setminus: 'SetMinus',
};

/** A chain of one relation is one function; a mixed chain says several things at once. */
function relationJSON(ops: readonly string[], sides: readonly MathJson[]): MathJson {
  const names = ops.map((op) => RELATIONS[op] ?? op);
  if (new Set(names).size === 1) return [names[0] as string, ...sides];
  return ['And', ...names.map((name, i): MathJson => [name, sides[i] as MathJson, sides[i + 1] as MathJson])];
}

const BIG: Readonly<Record<string, string>> = {
  sum: 'Sum',
  product: 'Product',
  integral: 'Integrate',
  contour: 'CircularIntegrate',
  min: 'Min',
  max: 'Max',
  argmin: 'ArgMin',
  argmax: 'ArgMax',
  inf: 'Infimum',
  sup: 'Supremum',
  lim: 'Limit',
  expectation: 'Expectation',
  union: 'Union',
  intersection: 'Intersection',
}; // prettier-ignore

function bigJSON(e: BigExpr): MathJson {
  return [BIG[e.op] ?? e.name, toMathJSON(e.body), ...e.domains.map(domainJSON)];
}

function domainJSON(d: Domain): MathJson {
  const variables = d.variables.map(toMathJSON);
  switch (d.range.kind) {
    case 'all':
      return ['Limits', ...variables];
    case 'range':
      return ['Limits', ...variables, toMathJSON(d.range.from), ...(d.range.to ? [toMathJSON(d.range.to)] : [])];
    case 'in':
      return ['Element', ['Tuple', ...variables], toMathJSON(d.range.set)];
    case 'distribution':
      return ['Distributed', ['Tuple', ...variables], toMathJSON(d.range.law)];
    case 'limit':
      return ['To', ...variables, toMathJSON(d.range.to)];
    case 'condition':
      return ['Condition', toMathJSON(d.range.condition)];
    default:
      return unreachable(d.range);
  }
}
