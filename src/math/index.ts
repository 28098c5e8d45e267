export { type Closeness, closeTo, isFiniteValue } from './compare.js';
export { compile, constantOf } from './compile.js';
export { isBuiltIn } from './compile-apply.js';
export { freeIndices } from './domains.js';
export { isMathError, MATH_PROBLEM_CODES, MathError, type MathProblemCode } from './errors.js';
export { type EvaluateInput, type EvaluateResult, type Evaluation, evaluate, type NeededInput } from './evaluate.js';
export { type FreeSymbol, freeSymbols, type Given } from './given.js';
export {
  checkEquation,
  describeMatrix,
  type EquationCheck,
  type MatrixAction,
  type MatrixDescription,
  nullSpace,
  type ProductReading,
  readProduct,
} from './matrix-actions.js';
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
  MAX_STEPS,
  type SimulateInput,
  type SimulateResult,
  type Simulation,
  type SimulationBlock,
  simulate,
} from './simulate.js';
export { elementAt } from './tensor.js';
export {
  type ArrayValue,
  type Complex,
  complex,
  describeShape,
  type FunctionValue,
  isArray,
  isScalar,
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
