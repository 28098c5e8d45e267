/** What `curl host/` says; every command works when pasted. */
export function greeting(origin: string): string {
  return `formulens reads LaTeX formulas: it names the concepts in them, says what they
do, and shows with numbers that it is true.

A formula:
  curl -G ${origin}/v1/annotate \\
    --data-urlencode 'latex=\\frac{e^{z_i}}{\\sum_j e^{z_j}}'

The same as JSON:
  curl -G ${origin}/v1/annotate.json \\
    --data-urlencode 'latex=\\frac{e^{z_i}}{\\sum_j e^{z_j}}'

What it knows:
  curl ${origin}/v1/concepts

A formula in a file:   --data-binary @f.tex -H 'content-type: text/plain'
Colours and width:     ?color=1&width=100
For programs:          ${origin}/reference
`;
}
