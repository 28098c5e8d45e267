import type { Domain, Expr } from '../expr/types.js';

const REMAINDERS: ReadonlyMap<string, number> = new Map([
  ['odd', 1],
  ['even', 0],
]);

/**
 * `i\ \text{odd}`, `\text{even } k` below a sum say in a word over which numbers it runs: those that leave 1 or 0 when divided
 * by 2. A word without a letter leaves it to the body what runs.
 */
export function parityDomain(waiting: readonly Expr[]): Domain | null {
  const word = waiting.find((e) => remainderOf(e) !== undefined);
  const rest = waiting.filter((e) => e !== word);
  const remainder = word && remainderOf(word);
  const [letter] = rest;
  if (!word || remainder === undefined || rest.length > 1) return null;
  if (!letter) return { variables: [], range: { kind: 'all' }, span: word.span };
  const span: Expr['span'] = [Math.min(letter.span[0], word.span[0]), Math.max(letter.span[1], word.span[1])];
  const two: Expr = { kind: 'number', value: 2, text: '2', span: word.span };
  const left: Expr = { kind: 'operation', ops: ['bmod'], operands: [letter, two], span };
  const right: Expr = { kind: 'number', value: remainder, text: String(remainder), span: word.span };
  const condition: Expr = { kind: 'relation', ops: ['='], sides: [left, right], span };
  return { variables: [letter], range: { kind: 'condition', condition }, span };
}

function remainderOf(e: Expr): number | undefined {
  return e.kind === 'symbol' ? REMAINDERS.get(e.name) : undefined;
}
