import { exprKey } from '../../src/expr/index.js';
import { type ReadContext, read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

/** The expression of a formula as a tree in text. */
export function tree(latex: string, context: ReadContext = {}): string {
  return exprKey(read(parse(latex), context).expr);
}
