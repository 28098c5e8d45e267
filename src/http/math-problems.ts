import type { MathProblemCode } from '../math/index.js';

/** What can stand in the way of a value. All are 422, with the place in the formula in `span`. */
export const MATH_PROBLEMS: Readonly<Record<MathProblemCode, { readonly title: string; readonly says: string }>> = {
  'math/missing-value': {
    title: 'A value is missing',
    says: 'A symbol has no value. The detail names every symbol that lacks one, with the shape that its use asks for, and `related` holds their places.',
  },
  'math/shape': {
    title: 'The shapes do not go together',
    says: 'An operation has operands that do not fit, such as a matrix with three columns times a vector of two. The detail names the operation and both shapes, `related` holds the places of both.',
  },
  'math/undefined-function': {
    title: 'A function is not known',
    says: 'The function is none that is built in, and no line defines it. Define it on another line, f(x) = …, or give a value for the whole application.',
  },
  'math/unsupported': {
    title: 'This cannot be computed',
    says: 'The place was read and means something, but no number comes of it: words, a derivative of something unknown, a product without a rule.',
  },
  'math/domain': {
    title: 'There is no such value',
    says: 'The operation has no result for these values, such as the largest of nothing.',
  },
  'math/limit': {
    title: 'This takes too much',
    says: 'The formula asks for more operations, terms or elements than one answer may take: at most 10 million terms of a sum, matrices of 512 rows and columns.',
  },
  'math/singular': {
    title: 'The matrix has no inverse',
    says: 'An inverse is needed of a matrix that flattens something. A^+ is the pseudo-inverse, which always exists.',
  },
  'math/no-convergence': {
    title: 'This does not settle',
    says: 'An integral, a limit or an infinite series was followed as far as is allowed and came to no value. It may have none.',
  },
  'math/missing-range': {
    title: 'A range is not known',
    says: 'A sum without bounds runs over all places of the families in it; here none of them has a value that says how many there are.',
  },
  'math/not-a-number': {
    title: 'A value is not a number',
    says: 'A value is a number, {"re", "im"}, or nested arrays of these with rows of equal length. "Infinity", "-Infinity" and "NaN" are numbers too.',
  },
  'math/not-a-symbol': {
    title: 'A name is not a symbol',
    says: 'Values are given by the LaTeX of the symbol that has them: "x", "\\alpha", "W_c", "h_{t-1}".',
  },
};
