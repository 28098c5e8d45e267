export { MAX_LENGTH, parse } from './parse.js';
export * from './tree.js';
