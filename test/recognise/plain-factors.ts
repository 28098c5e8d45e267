import { type Builder, isLooseProduct, type Occurrence } from '../../src/canon/index.js';
import type { Pattern } from '../../src/catalogue/pattern.js';
import { turned } from './plain-pieces.js';
import { nameOf, type Place } from './plain-state.js';

/** The pieces, with the numeric factors of both sides set off against each other. */
export function* spread(
  build: Builder,
  pattern: Pattern,
  p: Occurrence,
  s: Occurrence,
): Generator<{ wanted: Place; pieces: Place }> {
  const own = s.node.op === p.node.op ? s.kids : [s];
  if (p.node.op !== 'mul') return yield { wanted: p.kids, pieces: own };
  yield* spreadFactors(build, pattern, p, own);
  // A form whose factors commute disregards the order that a product of vectors or matrices has.
  if (s.node.op === 'seq') yield* spreadFactors(build, pattern, p, s.kids);
}

function* spreadFactors(
  build: Builder,
  pattern: Pattern,
  p: Occurrence,
  own: readonly Occurrence[],
): Generator<{ wanted: Place; pieces: Place }> {
  const loose = (o: Occurrence): boolean => isLooseProduct(o.node);
  const factor = (kids: readonly Occurrence[]) => kids.find((k) => k.node.op === 'num');
  const [pNumber, sNumber] = [factor(p.kids), factor(own)];
  const excess = Number(sNumber?.node.data ?? 1) / Number(pNumber?.node.data ?? 1);
  // A number that a form asks for must be written; only its sign may stand alone.
  const isSign = Math.abs(Number(pNumber?.node.data ?? 1)) === 1;
  if (pNumber && excess < 0) {
    // A difference turned around takes the sign, where one of its two sides is known by name.
    if (p.kids.some((k) => isToldApart(pattern, k)) && own.filter((k) => k.node.op === 'add').length === 1)
      yield* spreadFactors(build, pattern, p, turned(build, own));
    return;
  }
  if (pNumber && !isSign && Math.abs(excess - 1) > 1e-12) return;
  const wanted = p.kids.filter((k) => k !== pNumber);
  const others = own.filter((k) => k !== sNumber);
  const number = Math.abs(excess - 1) < 1e-12 ? [] : [build.num(excess, sNumber?.src ?? null)];
  yield { wanted, pieces: [...others, ...number] };
  // Letters whose order was kept in doubt commute where a form commutes.
  if (others.some(loose)) yield { wanted, pieces: [...others.flatMap((k) => (loose(k) ? k.kids : [k])), ...number] };
}

function isToldApart(pattern: Pattern, o: Occurrence): boolean {
  if (o.node.op !== 'add' || o.kids.length !== 2 || !o.kids.every(isOfRoles)) return false;
  const names = o.kids.flatMap((k) => (k.node.op === 'mul' ? k.kids : [k])).map((k) => nameOf(k.node));
  return names.some((name) => pattern.concept.roles.get(name)?.among !== undefined);
}

export function isOfRoles(o: Occurrence): boolean {
  if (o.node.op === 'hole' || o.node.op === 'family' || o.node.op === 'num') return true;
  return (o.node.op === 'mul' || o.node.op === 'pow') && o.kids.every(isOfRoles);
}
