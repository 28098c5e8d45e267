import { type Canon, containsNode, keyOfSymbolNode, type Node } from '../canon/index.js';
import type { Given, Pattern } from '../catalogue/pattern.js';
import { exprKey, symbolKey } from '../expr/key.js';
import type { Expr } from '../expr/types.js';
import type { Match, RoleBinding } from './bindings.js';
import type { Prospect } from './candidate.js';
import { templateOf } from './template.js';

/**
 * What is known of a quantity: by its head, the number of its indices and, for facts about one index, that index's place;
 * never by a letter alone (α is a learning rate on one line and attention weights on another).
 */
export type Fact = {
  readonly head: string;
  /** Number of indices; null when said of the letter as such (by the request or in prose). */
  readonly arity: number | null;
  /** Which index the fact speaks of: `sums to 1` over the second. */
  readonly place: number | null;
  /** `sums to 1`, `positive`, or a concept's id. */
  readonly says: string;
  /** For a concept: what stands for its roles. */
  readonly roles: ReadonlyMap<string, Expr>;
};

const SUM = /^sums to 1(?: over (\w+))?$/;

type Teller = Pick<Prospect, 'pattern' | 'match' | 'defines'>;

/** The heads of which a chunk makes something known, once it is proved. */
export function headsTold({ pattern, match, defines }: Teller): readonly string[] {
  const stated = pattern.concept.file.provides.flatMap((provided) => factOfRole(provided, match));
  const named = defines ?? stateOf(pattern, match);
  return [...stated.map((f) => f.head), ...(named ? [headOf(named).head] : [])];
}

/** What a chunk that is the whole right side of a definition (or a recurrence) makes known of the left side. */
export function factsOf({ pattern, match, defines }: Teller, known: readonly Fact[]): Fact[] {
  const stated = pattern.concept.file.provides.flatMap((provided) => factOfRole(provided, match));
  const named = defines ?? stateOf(pattern, match);
  if (!named) return stated;
  const { head, indices } = headOf(named);
  const arity = indices.length;
  const roles = new Map<string, Expr>();
  for (const [letter, binding] of match.roles) {
    const source = binding.places[0]?.pieces[0]?.src;
    if (source) roles.set(letter, source);
  }
  const ids = [pattern.concept.id, ...pattern.concept.ancestors];
  const facts: Fact[] = [...stated, ...ids.map((says): Fact => ({ head, arity, place: null, says, roles }))];
  for (const provided of pattern.concept.file.provides) {
    if (OF_ROLE.test(provided)) continue;
    const sum = SUM.exec(provided);
    if (sum) {
      const index = sum[1] === undefined ? undefined : match.roles.get(sum[1])?.places[0]?.pieces[0]?.src;
      const place = index ? indices.findIndex((i) => exprKey(i) === exprKey(index)) : -1;
      facts.push({ head, arity, place: place >= 0 ? place : null, says: 'sums to 1', roles });
    } else if (provided.startsWith('keeps facts of ')) {
      // A corrected value (m̂ of m) is known for what the value itself is known for.
      const source = roles.get(provided.slice('keeps facts of '.length));
      if (source)
        facts.push(...known.filter((f) => f.head === headOf(source).head).map((f) => ({ ...f, head, arity })));
    } else facts.push({ head, arity, place: null, says: provided, roles });
  }
  return facts;
}

/** `of w: sums to 1` says something of a role, not of what is defined: a constraint written beside the formula. */
const OF_ROLE = /^of (\w+): (.+)$/;

function factOfRole(provided: string, match: Match): Fact[] {
  const [, letter, says] = OF_ROLE.exec(provided) ?? [];
  const node = letter === undefined ? undefined : match.roles.get(letter)?.node;
  if (!node || says === undefined) return [];
  const { head, arity, params } = headOfNode(node);
  return head === '' ? [] : [{ head, arity, place: params[0] ?? null, says, roles: new Map() }];
}

function stateOf(pattern: Pattern, match: Match): Expr | undefined {
  const [first] = match.covered;
  const relation = first?.src;
  const isStep = pattern.lines.length === 1 && first?.node.op === 'rec';
  return isStep && relation?.kind === 'relation' ? relation.sides[0] : undefined;
}

export function headOf(e: Expr): { head: string; indices: readonly Expr[] } {
  if (e.kind === 'group') return headOf(e.body);
  if (e.kind === 'indexed') return { head: symbolKey(e.base), indices: e.indices };
  if (e.kind === 'apply') return { head: symbolKey(e.head), indices: e.args };
  return { head: symbolKey(e), indices: [] };
}

/** Whether what stands for a role is known to be what the form asks. */
export function isGiven(
  given: Given,
  match: Match,
  factsOn: (head: string) => readonly Fact[],
  inside: readonly Prospect[],
  canon: Canon,
): boolean {
  const binding = match.roles.get(given.role);
  if (!binding) return false;
  const [id = '', of] = given.fact.split(/ of /);
  const wanted = SUM.test(id) ? 'sums to 1' : id;
  if (standsInPlace(binding, wanted, inside, canon)) return true;
  const subject = headOfNode(binding.node);
  return factsOn(subject.head).some((fact) => {
    if (fact.says !== wanted || fact.head !== subject.head) return false;
    if (fact.arity !== null && subject.arity !== fact.arity && subject.arity !== 0 && fact.arity !== 0) return false;
    if (isElsewhere(binding.node, fact, canon) || (of !== undefined && isOfAnother(of, match, fact, canon)))
      return false;
    if (fact.place !== null && wanted === 'sums to 1') return subject.params.includes(fact.place);
    return of === undefined || isSquareAsked(of, fact, canon);
  });
}

/** `\sqrt{r_q}` where `r_t` is known: the same quantity, at another place than the one that the fact speaks of. */
function isElsewhere(node: Node, { roles }: Fact, canon: Canon): boolean {
  return [...roles.values()].some((e) => atOtherIndex(node, canon.of(e).node));
}

/** `of g^2` where the form has a g of its own: what was averaged is that g, not another letter or the letter at another index. */
function isOfAnother(of: string, { roles }: Match, fact: Fact, canon: Canon): boolean {
  const own = roles.get(of.replace(/\^\{?2\}?$/, ''))?.node;
  const averaged = fact.roles.get('x');
  if (own === undefined || averaged === undefined) return false;
  const { head } = headOfNode(own);
  const { node } = canon.of(averaged);
  if (head === '' || containsNode(node, (n) => n === own)) return false;
  return containsNode(node, (n) => atOtherIndex(own, n)) || !containsNode(node, (n) => headOfNode(n).head === head);
}

function atOtherIndex(a: Node, b: Node): boolean {
  const isPlain = (n: Node): boolean => n.op === 'idx' && n.kids.length === 2 && n.kids[1]?.op === 'sym';
  return isPlain(a) && isPlain(b) && a.kids[0] === b.kids[0] && a.kids[1] !== b.kids[1];
}

/** The role is itself such a chunk, written out in place: a softmax as the weights of an average. */
function standsInPlace(binding: RoleBinding, wanted: string, inside: readonly Prospect[], canon: Canon): boolean {
  const fits = (c: Prospect): boolean => {
    if (!c.match.whole || !c.subject.expr) return false;
    const { id, ancestors, file } = c.pattern.concept;
    const { occurrence } = c.subject;
    if (wanted !== 'sums to 1')
      return occurrence.node === binding.node && (id === wanted || ancestors.includes(wanted));
    return file.provides.some((provided) => {
      const letter = SUM.exec(provided)?.[1];
      const index = letter === undefined ? undefined : c.match.roles.get(letter)?.node;
      // The inner chunk with its free index put to the outer sum's variable must be the body of the weights.
      return index !== undefined && templateOf(canon.build, occurrence, [index]).node === binding.node;
    });
  };
  return inside.some((c) => fits(c) && c.prove() !== undefined);
}

/** Head, number of indices, and which of them are the family's own (the template's parameters). */
function headOfNode(node: Node): { head: string; arity: number; params: readonly number[] } {
  if (node.op === 'idx' && node.kids[0]) {
    const indices = node.kids.slice(1);
    const params = indices.flatMap((k, i) => (k.op === 'param' ? [i] : []));
    return { head: headKey(node.kids[0]), arity: indices.length, params };
  }
  if (node.op === 'fn') {
    const params = node.kids.flatMap((k, i) => (containsParam(k) ? [i] : []));
    return { head: String(node.data), arity: node.kids.length, params };
  }
  return { head: headKey(node), arity: 0, params: [] };
}

function containsParam(node: Node): boolean {
  return node.op === 'param' || node.kids.some(containsParam);
}

function headKey(node: Node): string {
  return node.op === 'sym' ? keyOfSymbolNode(node) : '';
}

/** `exponential-moving-average of g^2`: what was averaged is a square (or, for `of g`, is not asked further). */
function isSquareAsked(of: string, fact: Fact, canon: Canon): boolean {
  if (!/\^\{?2\}?$/.test(of)) return true;
  const averaged = fact.roles.get('x');
  if (!averaged) return false;
  const { node } = canon.of(averaged);
  if (node.op === 'had') return node.kids.length === 2 && node.kids[0] === node.kids[1];
  return (
    (node.op === 'pow' && node.kids[1]?.op === 'num' && node.kids[1].data === 2) ||
    (node.op === 'mul' && node.kids[0] === node.kids[1])
  );
}
