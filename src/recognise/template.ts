import { type Builder, type Node, type Occurrence, replaceNodes, substitute } from '../canon/index.js';

/** Families as templates: a body with its index put to `param` leaves, and the ways back. */

export function paramLeaf(build: Builder, k: number): Occurrence {
  return build.leaf('param', k, null);
}

/** The body with the bound variables abstracted. */
export function templateOf(build: Builder, body: Occurrence, variables: readonly Node[]): Occurrence {
  return replaceNodes(
    build,
    body,
    variables,
    variables.map((_, k) => paramLeaf(build, k)),
  );
}

export function instantiate(build: Builder, template: Occurrence, indices: readonly Occurrence[]): Occurrence {
  return substitute(build, template, (o) => (o.node.op === 'param' ? indices[Number(o.node.data)] : undefined));
}

/** The template with the index left off: `z_i` becomes `z`, the whole vector. */
export function elide(build: Builder, template: Occurrence): Occurrence {
  return substitute(build, template, (o) => {
    const [base, ...indices] = o.kids;
    return o.node.op === 'idx' && base && indices.every((i) => i.node.op === 'param') ? base : undefined;
  });
}

const COMMUTATIVE: ReadonlySet<string> = new Set(['add', 'mul', 'had', 'inner', 'cases']);
const MOST_PERMUTED = 5;

/** The indices at which the template gives the subject, if there are any: proposed by walking both, decided by the caller. */
export function solveIndices(template: Node, subject: Node, found: Map<number, Node>): boolean {
  if (template.op === 'param') {
    const k = Number(template.data);
    const known = found.get(k);
    if (known) return known === subject;
    found.set(k, subject);
    return true;
  }
  if (template === subject) return true;
  if (template.op !== subject.op || template.kids.length !== subject.kids.length) return false;
  if (template.data !== subject.data && template.op !== 'big') return false;
  if (!COMMUTATIVE.has(template.op)) {
    return template.kids.every((kid, i) => solveIndices(kid, subject.kids[i] as Node, found));
  }
  const rest = [...subject.kids];
  const open: Node[] = [];
  for (const kid of template.kids) {
    const at = rest.indexOf(kid);
    if (at >= 0) rest.splice(at, 1);
    else open.push(kid);
  }
  return open.length <= MOST_PERMUTED && solvePermuted(open, rest, found);
}

function solvePermuted(open: readonly Node[], rest: readonly Node[], found: Map<number, Node>): boolean {
  const [first, ...others] = open;
  if (!first) return true;
  for (const [i, candidate] of rest.entries()) {
    const attempt = new Map(found);
    if (!solveIndices(first, candidate, attempt)) continue;
    if (!solvePermuted(others, rest.toSpliced(i, 1), attempt)) continue;
    for (const [k, v] of attempt) found.set(k, v);
    return true;
  }
  return false;
}
