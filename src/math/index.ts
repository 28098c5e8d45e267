export { type Closeness, closeTo, isFiniteValue, isZeroValue } from './compare.js';
export { compile, constantOf, walkOf } from './compile.js';
export { isBuiltIn } from './compile-apply.js';
export {
  DECOMPOSITION_KINDS,
  type Decomposition,
  type DecompositionFailure,
  type DecompositionKind,
  decompose,
  decompositionOfConcept,
  factorsOf,
  type RoleFactors,
} from './decompositions.js';
export { freeIndices, type Walk } from './domains.js';
export { isMathError, MATH_PROBLEM_CODES, MathError, type MathProblemCode } from './errors.js';
export {
  createEvaluator,
  type EvaluateInput,
  type EvaluateResult,
  type Evaluation,
  type Evaluator,
  evaluate,
  type LineValue,
  type NeededInput,
} from './evaluate.js';
export { fieldValue } from './field.js';
export { type FreeSymbol, freeSymbols, type Given } from './given.js';
export type { MatrixAction, MatrixDescription } from './matrix-action.js';
export { describeMatrix, MAX_DESCRIBED } from './matrix-actions.js';
export { simplestDirection } from './matrix-entries.js';
export {
  type Combination,
  checkEquation,
  type EquationCheck,
  type ProductReading,
  readProduct,
} from './matrix-product.js';
export { nullSpace } from './null-space.js';
export { createSampleScope, prepareSamples, type SampleInput } from './sample.js';
export type { SampleDomain } from './sample-roles.js';
export {
  type Binding,
  bind,
  bindElement,
  boundValue,
  type Compiled,
  createScope,
  DEFAULT_BUDGET,
  extendScope,
  type IndexValue,
  type Run,
  refreshScope,
  type Scope,
  type ScopeOptions,
  type ScopeSource,
} from './scope.js';
export { ShapeTable } from './shape-table.js';
export { inferShapes } from './shapes.js';
export {
  type Followed,
  MAX_STEPS,
  type SimulateInput,
  type SimulateResult,
  type Simulation,
  type SimulationBlock,
  simulate,
} from './simulate.js';
export { elementAt, sideBySide } from './tensor.js';
export {
  type ArrayValue,
  type Complex,
  complex,
  describeShape,
  type FunctionValue,
  isArray,
  isScalar,
  itemsOf,
  matrix,
  type PlainValue,
  type Scalar,
  type SetValue,
  shapeOf,
  type Tensor,
  tensor,
  toPlain,
  toValue,
  type Value,
  vector,
} from './value.js';
export { scaleElements, weightedSum } from './weighted.js';
