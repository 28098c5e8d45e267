/**
 * LaTeX text to a syntax tree. What `tree.ts` leaves open is settled so:
 * - Normal names of signs are the first words of the rows in `commands/relations.ts` and `commands/signs.ts`; negated
 *   signs are `not-` and the name (`not-le`, `not-subset`), except `ne` and `notin`. `:=` is one sign however it is written.
 * - An argument in braces is a `row` with the span inside the braces, without braces it is the node itself; `group` is for
 *   braces that stand in a row by themselves. A row, group or cell may be empty.
 * - Digits with spaces between them are one number, as TeX sets them. Three points are `ldots`.
 * - Commands that only change looks are `style` nodes named after the command; size changes such as `\displaystyle` leave
 *   none. `\pmod`, `\pod` and `\mod` are styles around the modulus, `\bmod` is a binary sign.
 * - `\R` is a blackboard R; Unicode script letters are calligraphic, Unicode italic ones plain.
 * - A `\\` at the end of a formula is a wide space; in front of more it makes a `lines` table. `\intertext` is a row of one
 *   text. A `\tag` outside a table leaves nothing.
 * - An error without text of its own (a missing brace) has no width and stands where the text is missing.
 */
export { MAX_LENGTH, parse } from './parse.js';
export * from './tree.js';
