export { type Builder, createBuilder } from './build.js';
export { type Canon, type CanonOptions, createCanon, type RoleTable } from './canonicalise.js';
export { featureBits } from './features.js';
export { type Arena, createArena, type Node, type NodeOp } from './node.js';
export { containsNode, findOccurrence, type Occurrence, sourcesOf } from './occurrence.js';
export { probablyEqual, probe } from './probe.js';
export { recurrenceOf } from './recurrence.js';
export { keyOfSymbolNode, mayBeMatrixLetter, type Shape, shapeOf } from './shape.js';
export { boundName, replaceNodes, substitute } from './substitute.js';
