export * from './build.js';
export { exprKey, symbolKey } from './key.js';
export { toLatex } from './print-latex.js';
export { type MathJson, toMathJSON } from './print-mathjson.js';
export { toOutline } from './print-outline.js';
export { toText } from './print-text.js';
export * from './span.js';
export { children, mapChildren, walk } from './traverse.js';
export * from './types.js';
