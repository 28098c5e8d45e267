/**
 * An environment: the brackets it draws, and the arguments after `\begin{…}`: `r` raw, `p` an optional
 * position (`[t]`), `c` an optional column alignment (`[lcr]`).
 */
export type EnvironmentSpec = { readonly open: string; readonly close: string; readonly shape: string };

const ROWS: readonly (readonly [names: string, open: string, close: string, shape: string])[] = [
  ['equation equation* displaymath math dmath dmath*', '', '', ''],
  ['align align* flalign flalign* eqnarray eqnarray* split', '', '', ''],
  ['gather gather* multline multline* dgroup dgroup*', '', '', ''],
  ['aligned gathered multlined', '', '', 'p'],
  ['alignat alignat* alignedat xalignat xalignat* xxalignat', '', '', 'pr'],
  ['array darray tabular', '', '', 'pr'],
  ['subarray', '', '', 'r'],
  ['matrix', '', '', ''],
  ['matrix*', '', '', 'c'],
  ['smallmatrix', '', '', ''],
  ['smallmatrix*', '', '', 'c'],
  ['pmatrix psmallmatrix', '(', ')', ''],
  ['pmatrix* psmallmatrix*', '(', ')', 'c'],
  ['bmatrix bsmallmatrix', '[', ']', ''],
  ['bmatrix* bsmallmatrix*', '[', ']', 'c'],
  ['Bmatrix Bsmallmatrix', '{', '}', ''],
  ['Bmatrix* Bsmallmatrix*', '{', '}', 'c'],
  ['vmatrix vsmallmatrix', '|', '|', ''],
  ['vmatrix* vsmallmatrix*', '|', '|', 'c'],
  ['Vmatrix Vsmallmatrix', 'Vert', 'Vert', ''],
  ['Vmatrix* Vsmallmatrix*', 'Vert', 'Vert', 'c'],
  ['cases dcases cases* dcases* numcases', '{', '', ''],
  ['rcases drcases rcases* drcases*', '', '}', ''],
  ['CD center', '', '', ''],
];

export const ENVIRONMENTS: ReadonlyMap<string, EnvironmentSpec> = new Map(
  ROWS.flatMap(([names, open, close, shape]) =>
    names.split(' ').map((name) => [name, { open, close, shape }] as const),
  ),
);
