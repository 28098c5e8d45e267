export * from './build.js';
export { exprKey, symbolKey } from './key.js';
export { toLatex } from './print-latex.js';
export * from './span.js';
export { children, mapChildren, walk } from './traverse.js';
export * from './types.js';
