import { keyOfSymbolNode, type Node } from '../canon/index.js';
import type { Pattern } from '../catalogue/pattern.js';
import { exprKey } from '../expr/key.js';
import type { Expr } from '../expr/types.js';
import {
  bind,
  type Compiled,
  extendScope,
  isScalar,
  type SampleDomain,
  type Scope,
  type Value,
} from '../math/index.js';
import type { Match } from './bindings.js';
import { createDefinitionScope } from './definition-scope.js';
import type { EvidenceInput } from './evidence.js';
import { compiled, valueOfPlace } from './source-value.js';

/** Typed domains of the reader's symbols, from the roles they stand for. */
export function domainsOf(pattern: Pattern, match: Match): ReadonlyMap<string, SampleDomain> {
  const domains = new Map<string, SampleDomain>();
  const factors: string[] = [];
  for (const [letter, { role }] of pattern.concept.roles) {
    // Complex numbers are not sampled: what asks for them is compared at real ones.
    if (role.domain === 'real' || role.domain === 'complex') continue;
    const node = match.roles.get(letter)?.node;
    const base = node?.op === 'idx' ? node.kids[0] : node;
    if (base?.op === 'sym') domains.set(keyOfSymbolNode(base), role.domain);
    else if (base?.op === 'fn') domains.set(String(base.data), role.domain);
    else if (base?.op === 'call') for (const head of headOf(base)) domains.set(head, role.domain);
    else if (base && POSITIVE.has(role.domain)) factors.push(...lettersOf(base));
  }
  for (const letter of factors) if (!domains.has(letter)) domains.set(letter, 'positive');
  return domains;
}

/** `p_\theta(x)`: the values are those of the letter, whatever its index. */
function headOf(call: Node): readonly string[] {
  const [head] = call.kids;
  const letter = head?.op === 'idx' ? head.kids[0] : head;
  return letter?.op === 'sym' ? [keyOfSymbolNode(letter)] : [];
}

const POSITIVE: ReadonlySet<string> = new Set(['positive', 'nonnegative']);

/** The letters of a product or a power, as `\frac{1}{2 A}`: it is positive where they are. Of a sum nothing is said. */
function lettersOf(node: Node): readonly string[] {
  const base = node.op === 'idx' ? node.kids[0] : node;
  if (base?.op === 'sym') return [keyOfSymbolNode(base)];
  return PRODUCTS.has(node.op) ? node.kids.flatMap(lettersOf) : [];
}

const PRODUCTS: ReadonlySet<string> = new Set(['mul', 'seq', 'pow']);

/** Weights that are known to sum to 1 are divided by their total, so that samples satisfy what is known. */
export function normalise(input: EvidenceInput, scope: Scope): Scope {
  const overrides = new Map<Expr, Compiled>();
  for (const letter of input.normalised) {
    const binding = input.match.roles.get(letter);
    const [group] = binding?.groups ?? [];
    const place = binding?.places[0];
    const [piece] = place?.pieces ?? [];
    if (!binding || !group || !place || !piece?.src || place.pieces.length > 1) continue;
    const { rangeOfGroup } = createDefinitionScope(input.pattern, input.match, scope, undefined);
    const range = rangeOfGroup(group);
    if (!range) continue;
    let total = 0;
    for (const tuple of range.values) {
      let at = scope;
      range.variables.forEach((v, k) => {
        at = bind(at, exprKey(v), tuple[k] as number);
      });
      total += real(valueOfPlace(place, at));
    }
    const source = piece.src;
    const own = compiled(source);
    overrides.set(source, (inner) => real(own({ ...inner, overrides: scope.overrides })) / total);
  }
  return overrides.size === 0 ? scope : extendScope(scope, { overrides });
}

function real(value: Value): number {
  return isScalar(value) && typeof value === 'number' ? value : Number.NaN;
}
