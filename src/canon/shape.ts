import type { Node } from './node.js';

/** What is known of a node's shape from notation alone. `any` is not known. */
export type Shape = 'scalar' | 'vector' | 'matrix' | 'any';

const KIND_MARK = '#';

/** A symbol's kind is part of its node's identity, so that what is known in one formula never leaks into another. */
export function symbolData(key: string, kind: string): string {
  return kind === 'vector' || kind === 'matrix' || kind === 'scalar' ? `${key}${KIND_MARK}${kind}` : key;
}

export function keyOfSymbolNode(node: Node): string {
  const data = String(node.data);
  const at = data.lastIndexOf(KIND_MARK);
  return at < 0 ? data : data.slice(0, at);
}

function kindOfSymbolNode(node: Node): Shape {
  const data = String(node.data);
  const at = data.lastIndexOf(KIND_MARK);
  return at < 0 ? 'any' : (data.slice(at + 1) as Shape);
}

const SCALAR_OPS: ReadonlySet<string> = new Set(['num', 'inner', 'norm', 'abs', 'card', 'bound', 'param']);
const MATRIX_OPS: ReadonlySet<string> = new Set(['outer', 'inverse', 'pinverse']);
/** Functions whose value is a number whatever goes in; the others work element by element or are unknown. */
const SCALAR_FUNCTIONS: ReadonlySet<string> = new Set([
  'det',
  'tr',
  'rank',
  'dim',
  'mean',
  'Var',
  'Cov',
  'max',
  'min',
  'P',
  'Pr',
  'logsumexp',
  'indicator',
  'KL',
  'len',
]); // prettier-ignore
const VECTOR_FUNCTIONS: ReadonlySet<string> = new Set(['softmax']);
/** `diag(v)` lays a vector out as a matrix, and takes the diagonal of a matrix. */
const DIAGONAL: ReadonlySet<string> = new Set(['diag', 'blockdiag']);
const ELEMENTWISE: ReadonlySet<string> = new Set([
  'exp',
  'log',
  'tanh',
  'sigmoid',
  'sigma',
  'relu',
  'ReLU',
  'sqrt',
  'sin',
  'cos',
  'sign',
  'gelu',
  'phi',
]); // prettier-ignore

/** Shape as far as notation shows it, without looking at values. */
export function shapeOf(node: Node): Shape {
  if (SCALAR_OPS.has(node.op)) return 'scalar';
  if (MATRIX_OPS.has(node.op)) return 'matrix';
  const first = node.kids[0];
  switch (node.op) {
    case 'sym':
    case 'hole':
      return kindOfSymbolNode(node);
    case 'idx': {
      if (!first) return 'any';
      const base = shapeOf(first);
      // A bold letter with one index is a family of vectors; with two, an element of a matrix or a vector of a grid.
      if (base === 'vector') return node.kids.length === 2 ? 'vector' : 'any';
      if (base === 'matrix') return node.kids.length === 2 ? (isCase(node) ? 'vector' : 'matrix') : 'scalar';
      return 'any';
    }
    case 'fn':
      if (SCALAR_FUNCTIONS.has(String(node.data))) return 'scalar';
      if (VECTOR_FUNCTIONS.has(String(node.data))) return 'vector';
      if (first && DIAGONAL.has(String(node.data))) return shapeOf(first) === 'matrix' ? 'vector' : 'matrix';
      return first && ELEMENTWISE.has(String(node.data)) ? shapeOf(first) : 'any';
    case 'add':
    case 'had':
    case 'mul':
      return strongest(node.kids);
    case 'pow':
    case 'big':
    case 'plusminus':
      return first ? shapeOf(first) : 'any';
    case 'transpose': {
      const inner = first ? shapeOf(first) : 'any';
      return inner === 'scalar' ? 'scalar' : inner === 'any' ? 'matrix' : inner;
    }
    case 'seq': {
      const last = node.kids[node.kids.length - 1];
      if (!first || !last || node.data === 'loose') return 'any';
      if (node.kids.every(isNumber)) return 'scalar';
      if (first.op === 'transpose' && first.kids[0] && shapeOf(first.kids[0]) === 'vector') {
        // A row times a matrix is a row; closed by a column it is a number.
        return shapeOf(last) === 'vector' ? 'scalar' : 'vector';
      }
      // `W x`, `X \beta`, `w^\top x`: what a plain small letter closes is not known.
      if (shapeOf(last) === 'any' && isSmall(last)) return 'any';
      return shapeOf(last) === 'vector' ? 'vector' : 'matrix';
    }
    case 'matrix': {
      const [rows, columns] = String(node.data).split('x');
      return columns === '1' && rows !== '1' ? 'vector' : 'matrix';
    }
    case 'deriv': {
      // A number differentiated by a vector is a vector.
      const by = node.kids.length === 2 && /^(partial|total):1$/.test(String(node.data)) ? node.kids[1] : undefined;
      return by && first && shapeOf(by) === 'vector' && shapeOf(first) !== 'vector' ? 'vector' : 'any';
    }
    case 'concat':
      return 'vector';
    case 'diff':
      return first ? shapeOf(first) : 'any';
    case 'tuple':
      // `[\mathbf h, \mathbf x]`: vectors put end to end.
      return node.kids.length > 1 && node.kids.every((kid) => shapeOf(kid) === 'vector') ? 'vector' : 'any';
    default:
      return 'any';
  }
}

function strongest(nodes: readonly Node[]): Shape {
  let best: Shape = nodes.length > 0 ? 'scalar' : 'any';
  for (const node of nodes) {
    const shape = shapeOf(node);
    if (shape === 'matrix') return 'matrix';
    if (shape === 'vector') best = 'vector';
    else if (shape === 'any' && best === 'scalar') best = 'any';
  }
  return best;
}

/** `X_i` in `X_i^\top \beta`: of a table of data one index takes one case, which is a column of numbers. */
function isCase({ kids: [letter, ...indices] }: Node): boolean {
  return letter?.op === 'sym' && /^[XZ](?:#|$)/.test(String(letter.data)) && indices.length === 1;
}

/** Factors whose order says nothing: kept only in doubt, or a capital that may be a number before a vector (`G \mathbf r`). */
export function isLooseProduct({ op, data, kids }: Node): boolean {
  const [first, second] = kids;
  if (op !== 'seq' || !first || !second) return false;
  return (
    data === 'loose' ||
    (kids.length === 2 && shapeOf(first) === 'any' && mayBeMatrixLetter(first) && shapeOf(second) === 'vector')
  );
}

/** A letter that by habit may name a matrix: a capital, with or without accents and indices. */
export function mayBeMatrixLetter(node: Node): boolean {
  if (node.op === 'idx') return !isCase(node) && node.kids[0] !== undefined && mayBeMatrixLetter(node.kids[0]);
  if (node.op !== 'sym') return false;
  const key = keyOfSymbolNode(node);
  const letter = /([A-Za-z]+)[)'|]*(?:\|.*)?$/.exec(key.replace(/\|.*$/, ''))?.[1] ?? '';
  return /^[A-Z]$/.test(letter) || CAPITAL_GREEK.has(letter);
}

const CAPITAL_GREEK: ReadonlySet<string> = new Set([
  'Lambda',
  'Sigma',
  'Phi',
  'Psi',
  'Theta',
  'Omega',
  'Gamma',
  'Xi',
  'Delta',
]);

/** A small letter in italics, with or without indices, or a place in a form where it may stand. */
function isSmall(node: Node): boolean {
  if (node.op === 'idx') return node.kids[0] !== undefined && isSmall(node.kids[0]);
  return (
    node.op === 'hole' || isScalarLetter(node) || (node.op === 'sym' && /^[a-z](?:\|.*)?$/.test(String(node.data)))
  );
}

/** `\lambda^{-1}`: a number by its notation or by habit, or a power of one. */
function isNumber(node: Node): boolean {
  const [base] = node.kids;
  return node.op === 'pow' && base ? isNumber(base) : shapeOf(node) === 'scalar' || isScalarLetter(node);
}

/** A small Greek letter is a number by habit. */
export function isScalarLetter(node: Node): boolean {
  if (node.op === 'idx') return node.kids[0] !== undefined && isScalarLetter(node.kids[0]);
  return node.op === 'sym' && SMALL_GREEK.test(String(node.data));
}

const SMALL_GREEK =
  /^(?:var)?(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)(?:\|.*)?$/;
