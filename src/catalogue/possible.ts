import { isLooseProduct, isScalarLetter, mayBeMatrixLetter, type Node } from '../canon/index.js';

/** Letters of the roles that may be left out of a sum, or out of a product. */
export type Omissible = { readonly terms: ReadonlySet<string>; readonly factors: ReadonlySet<string> };

/**
 * Whether a form's node could match a subject's at all: heads, numbers and the number of parts are compared, roles take
 * anything. No binding is made, so a `true` is only worth a look; a `false` is final.
 */
export function mayHold(p: Node, s: Node, omissible: Omissible): boolean {
  switch (p.op) {
    case 'hole':
    case 'family':
    case 'bound':
      return true;
    case 'num':
      return s.op === 'num' && Math.abs(Number(p.data) - Number(s.data)) < SAME_NUMBER;
    case 'sym':
      return s.op === 'sym' && (s.data === p.data || String(s.data).startsWith(`${p.data}#`));
    case 'text':
    case 'prev':
    case 'dots':
      return s.op === p.op && s.data === p.data;
    case 'mul':
      return mayHoldProduct(p, s, omissible);
    case 'add':
      return mayHoldSum(p, s.op === 'add' ? s.kids : [s], omissible);
    case 'had':
    case 'cases':
    case 'inner':
      return s.op === p.op && eachHasPlace(p, s.kids, omissible);
    case 'seq':
      return (s.op === 'seq' || s.op === 'mul') && s.kids.length >= p.kids.length;
    case 'big':
      return mayHoldBig(p, s, omissible);
    case 'fn':
      return mayHoldFunction(p, s, omissible);
    case 'call':
      return s.op === 'call' || s.op === 'fn' || isSlope(s);
    case 'deriv':
      return s.op === 'deriv';
    case 'rel':
      return mayHoldRelation(p, s, omissible);
    case 'op':
      // "Otherwise" stands for a condition that it does not spell out.
      return p.data === 'branch'
        ? s.op === 'op' && s.data === 'branch'
        : sameHead(p, s) && eachInOrder(p.kids, s.kids, omissible);
    default:
      return sameHead(p, s) && eachInOrder(p.kids, s.kids, omissible);
  }
}

/** `f'(x)`: the derivative of one application, a function of its own. */
export function isSlope({ op, data, kids }: Node): boolean {
  const [inner] = kids;
  return (
    op === 'deriv' && kids.length === 1 && String(data).startsWith('prime:') && /^(call|fn)$/.test(inner?.op ?? '')
  );
}

const SAME_NUMBER = 1e-12;
/** `|A|` is a size or an absolute value as the letter has it: to a form they are the same bars. */
const BARS: ReadonlySet<string> = new Set(['abs', 'card']);

export function sameHead(p: Node, s: Node): boolean {
  return (p.op === s.op && p.data === s.data) || (BARS.has(p.op) && BARS.has(s.op));
}

/**
 * What a subject's coefficient is beside the form's: the factor that is left over, or nothing where the form's number cannot be
 * found in it. A sign that the form has and the subject lacks is no match, nor can a number of the form that is not written
 * (the ½ of a kinetic energy) be supplied by a factor that undoes it.
 */
export function excessOf(wanted: Node | undefined, present: Node | undefined): number | undefined {
  const divisor = wanted ? Number(wanted.data) : 1;
  const excess = (present ? Number(present.data) : 1) / divisor;
  if (wanted && excess < 0) return undefined;
  return Math.abs(divisor) !== 1 && Math.abs(excess - 1) > SAME_NUMBER ? undefined : excess;
}

/** `-x` in a form may be a whole sum of the reader's, whose sign was multiplied in. */
export function isNegatedRole(p: Node): boolean {
  const [a, b] = p.kids;
  return p.kids.length === 2 && a?.op === 'num' && a.data === -1 && b?.op === 'hole';
}

/** `-\frac{x - m}{s}` in a form may be written `\frac{m - x}{s}`: a difference of roles, turned around with the sign before it. */
export function mayTurn(p: Node, factors: readonly Node[]): boolean {
  const isDifference = (k: Node): boolean => k.op === 'add' && k.kids.length === 2 && k.kids.every(isFlexible);
  if (!p.kids.some(isDifference)) return false;
  return Number(numberIn(p.kids)?.data) < 0 && factors.filter((k) => k.op === 'add').length === 1;
}

/** Children that take whatever is left: roles, families, inverted roles, products of roles. */
export function isFlexible({ op, kids }: Node): boolean {
  if (op === 'hole' || op === 'family') return true;
  if (op === 'pow') return kids.every((k) => k.op === 'num' || isFlexible(k));
  return op === 'mul' && kids.every((k) => k.op === 'num' || isFlexible(k));
}

/** The letter of a role, whatever number sets it apart from its other places. */
export function letterOf({ data }: Node): string {
  const name = String(data);
  const at = name.indexOf('#');
  return at < 0 ? name : name.slice(0, at);
}

export function isRole({ op }: Node): boolean {
  return op === 'hole' || op === 'family';
}

/** Parts that something must stand for. */
function needed(parts: readonly Node[], mayBeLeftOut: ReadonlySet<string>): number {
  return count(parts, (part) => !isRole(part) || !mayBeLeftOut.has(letterOf(part)));
}

/** A term takes one term; several together are taken only by a role that stands alone. */
function mayHoldSum(p: Node, terms: readonly Node[], omissible: Omissible): boolean {
  if (terms.length < needed(p.kids, omissible.terms)) return false;
  const takesMany = (k: Node): boolean => isRole(k) || isNegatedRole(k);
  return (terms.length <= p.kids.length || p.kids.some(takesMany)) && eachHasPlace(p, terms, omissible);
}

function mayHoldProduct(p: Node, s: Node, omissible: Omissible): boolean {
  if (s.op === 'add' && isNegatedRole(p)) return true;
  const factors = s.op === 'mul' ? s.kids : [s];
  if (excessOf(numberIn(p.kids), numberIn(factors)) === undefined && !mayTurn(p, factors)) return false;
  // Factors whose order says nothing may be taken one by one.
  const loose = factors.flatMap((f) => (isLooseProduct(f) ? f.kids : []));
  const places = loose.length > 0 ? [...factors, ...loose] : factors;
  return mayFill(p, places, omissible) || (s.op === 'seq' && mayFill(p, s.kids, omissible));
}

/** Whether there is enough to go round, above the bar and below; the form's own number is compared as a coefficient. */
function mayFill(p: Node, places: readonly Node[], omissible: Omissible): boolean {
  const wanted = needed(p.kids, omissible.factors) - (numberIn(p.kids) ? 1 : 0);
  if (places.length < wanted || count(places, isBelow) < count(p.kids, isRoleBelow)) return false;
  return eachHasPlace(p, places, omissible);
}

function count(nodes: readonly Node[], test: (node: Node) => boolean): number {
  let found = 0;
  for (const node of nodes) if (test(node)) found++;
  return found;
}

function numberIn(kids: readonly Node[]): Node | undefined {
  return kids.find((k) => k.op === 'num');
}

function eachHasPlace(p: Node, places: readonly Node[], omissible: Omissible): boolean {
  for (const kid of p.kids) {
    // A product's number is compared as its coefficient.
    if (isRole(kid) || (p.op === 'mul' && kid.op === 'num')) continue;
    // 1/n beside 1/(mT): what stands below the bar may be taken together.
    const found =
      p.op === 'mul' && isRoleBelow(kid)
        ? places.some((s) => isPartBelow(kid, s))
        : places.some((s) => mayHold(kid, s, omissible)) || takesSum(kid, omissible);
    if (!found) return false;
  }
  return true;
}

/** Something raised to a negative number. */
export function isBelow({ op, kids }: Node): boolean {
  const [, exponent] = kids;
  return op === 'pow' && exponent?.op === 'num' && Number(exponent.data) < 0;
}

/** A factor that may be part of what stands below in a form; of a role's root, it is a root. */
export function isPartBelow(p: Node, s: Node): boolean {
  if (!isBelow(s)) return false;
  const [role, exponent] = p.kids;
  const isWhole = (n: Node | undefined): boolean => Number.isInteger(Number(n?.data));
  return !role || !isRole(role) || isWhole(exponent) || !isWhole(s.kids[1]);
}

function isRoleBelow(node: Node): boolean {
  return isBelow(node) && isFlexible(node);
}

/** A product of which only one factor must be there, and that one a role, is any sum as it stands. */
export function takesSum({ op, kids }: Node, omissible: Omissible): boolean {
  return op === 'mul' && kids.every((k) => k.op === 'num' || isRole(k)) && needed(kids, omissible.factors) < 2;
}

function eachInOrder(ps: readonly Node[], ss: readonly Node[], omissible: Omissible): boolean {
  return ps.length === ss.length && ps.every((p, i) => mayHold(p, ss[i] as Node, omissible));
}

function mayHoldBig(p: Node, s: Node, omissible: Omissible): boolean {
  if (s.op !== 'big') return false;
  const [pName, pCount] = String(p.data).split(':');
  const [sName, sCount] = String(s.data).split(':');
  if (pName !== sName) return false;
  const isAverage = pName === 'expectation';
  // An average may leave its variable unsaid, and its condition out.
  if (!isAverage && Number(pCount) > Number(sCount)) return false;
  const [pBody, written] = [p.kids[0], s.kids[0]];
  const sBody = isAverage && written?.op === 'cond' && pBody?.op !== 'cond' ? written.kids[0] : written;
  return !pBody || !sBody || mayHold(pBody, sBody, omissible);
}

/** `BN` of `\mathrm{BN}_{\gamma, \beta}(x)`: a function known by its name keeps it when its settings are written below. */
export function namedHead(call: Node): string | undefined {
  const [head] = call.kids;
  const name = head?.op === 'idx' ? head.kids[0] : undefined;
  if (name?.op !== 'sym' || isScalarLetter(name)) return undefined;
  return /^[A-Za-z]{2,}$/.test(String(name.data)) && !mayBeMatrixLetter(name) ? String(name.data) : undefined;
}

function mayHoldFunction(p: Node, s: Node, omissible: Omissible): boolean {
  if (s.op === 'call') return namedHead(s) === p.data && eachInOrder(p.kids, s.kids.slice(1), omissible);
  if (s.op !== 'fn') return false;
  // Bits or nats: a logarithm to a base is still a logarithm.
  if (p.data !== s.data) return p.data === 'log' && s.data === 'log_b';
  return p.data === 'max' || p.data === 'min'
    ? eachHasPlace(p, s.kids, omissible)
    : eachInOrder(p.kids, s.kids, omissible);
}

function mayHoldRelation(p: Node, s: Node, omissible: Omissible): boolean {
  if (s.op !== 'rel' || !sameSign(String(p.data), String(s.data))) return false;
  if (eachInOrder(p.kids, s.kids, omissible)) return true;
  return s.data === '=' && eachInOrder(p.kids, [...s.kids].reverse(), omissible);
}

const DEFINES: ReadonlySet<string> = new Set([':=', 'gets']);
const BELOW: ReadonlySet<string> = new Set(['<', 'le']);

/** A definition is an equation, and of two kinds of "below" either will do. */
export function sameSign(p: string, s: string): boolean {
  return p === s || (p === '=' && DEFINES.has(s)) || (BELOW.has(p) && BELOW.has(s));
}
