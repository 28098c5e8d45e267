import type { Catalogue, Pattern } from '../catalogue/index.js';
import { exprKey } from '../expr/key.js';
import { toLatex } from '../expr/print-latex.js';
import { mapChildren } from '../expr/traverse.js';
import type { Expr, ExprOf, Reading } from '../expr/types.js';
import type { NearMiss } from '../recognise/index.js';
import { counterexampleOf, previousOf, replaceInSource } from '../recognise/index.js';
import { placesToMend } from './mend-places.js';
import { latexOfPiece, rolesOf } from './roles.js';
import type { Warning } from './schema.js';
import { fillSlots, inlineMath, withArticle } from './slots.js';

/**
 * Near misses in kind and exact words: what it would be, what differs and where, what follows in numbers, the mend. `readMended`
 * reads a mended formula; nothing where the concept is not found in it.
 */
export function toWarnings(
  latex: string,
  reading: Reading,
  misses: readonly NearMiss[],
  catalogue: Catalogue,
  readMended: (mended: string, concept: string) => Expr | undefined,
): Warning[] {
  const warnings: Warning[] = [];
  const seen = new Set<string>();
  for (const miss of misses) {
    const { concept, nearMiss } = miss.pattern;
    const key = `${concept.id}@${miss.spans.join(';')}`;
    if (!nearMiss || seen.has(key)) continue;
    const target = catalogue.patterns.find((p) => p.concept === concept && p.index === nearMiss.mend);
    const mend = target && mended(latex, miss, target);
    // A mend that is not recognised would send the reader from one doubt to the next.
    const meant = mend && readMended(mend, concept.id);
    if (!mend || !meant) continue;
    const places = placesToMend(reading, meant);
    seen.add(key);
    const roles = rolesOf(latex, miss, () => '');
    const says = fillSlots(nearMiss.says, (slot) => {
      const role = roles[slot];
      return role ? inlineMath(role.latex) : undefined;
    });
    warnings.push({
      kind: 'near-miss',
      concept: concept.id,
      message: `Almost ${withArticle(concept.file.name)}: ${says}.`,
      spans: places.length > 0 ? places : miss.spans,
      within: miss.spans,
      mend,
      counterexample: counterexampleOf(miss, target, reading),
    });
  }
  return warnings;
}

/** The formula with the mended form in place of what was matched, in the reader's own symbols. */
function mended(latex: string, miss: NearMiss, target: Pattern): string | undefined {
  const [form] = target.exprs;
  const source = miss.match.covered[0]?.src;
  if (!form || !source || miss.match.covered.length !== 1) return undefined;
  const instance = instantiate(latex, form, miss);
  return instance === undefined ? undefined : replaceInSource(latex, source, instance);
}

/** The form's LaTeX with the reader's pieces in the roles; families take the reader's own index. */
function instantiate(latex: string, form: Expr, miss: NearMiss): string | undefined {
  const { match, pattern } = miss;
  const roles = inReadingOrder(miss);
  const slots = new Map<string, string>();
  const bound = new Map<string, string>();
  for (const [letter, big] of match.binders) {
    const source = big.src;
    const variable = source?.kind === 'big' ? source.domains[0]?.variables[0] : undefined;
    if (variable) bound.set(letter, latex.slice(variable.span[0], variable.span[1]));
  }
  let failed = false;
  const [before] = match.covered.flatMap(previousOf);
  const previousText = before && latex.slice(before.span[0], before.span[1]);
  const isStateBefore = (e: Extract<Expr, { kind: 'indexed' }>): boolean =>
    pattern.concept.roles.get(exprKey(e.base))?.role.state === true && e.indices[0]?.kind === 'add';
  const put = (e: Expr, text: string): Expr => {
    const name = `slot${slots.size}`;
    slots.set(name, text);
    return { kind: 'symbol', name, font: 'roman', span: e.span };
  };
  const roleText = (letter: string, index: Expr | undefined): string | undefined => {
    const binding = roles.get(letter);
    if (!binding) return undefined;
    const at = index && exprKey(index);
    const group = binding.groups?.[0];
    // The reader wrote the family at two indices: under the binder, and free.
    const place =
      binding.groups && group && at !== group.letter ? (binding.places[1] ?? binding.places[0]) : binding.places[0];
    const pieces = place?.pieces.map((p) => latexOfPiece(latex, p));
    return pieces && pieces.length > 0 ? pieces.join(' ') : undefined;
  };
  const change = (e: Expr): Expr => {
    if (e.kind === 'group' && e.part) return change(e.body);
    const variable = e.kind === 'symbol' ? bound.get(exprKey(e)) : undefined;
    if (variable !== undefined) return put(e, variable);
    if (e.kind === 'symbol' && pattern.concept.roles.has(exprKey(e))) {
      const text = roleText(exprKey(e), undefined);
      if (text === undefined) failed = true;
      return text === undefined ? e : put(e, text);
    }
    if (e.kind === 'indexed' && e.base.kind === 'symbol' && pattern.concept.roles.has(exprKey(e.base))) {
      const text = isStateBefore(e) ? previousText : roleText(exprKey(e.base), e.indices[0]);
      if (text === undefined) failed = true;
      return text === undefined ? e : put(e, text);
    }
    if (e.kind === 'big') {
      const source = match.binders.get(exprKey(e.domains[0]?.variables[0] ?? e))?.src;
      const head = source?.kind === 'big' ? latex.slice(source.span[0], headEnd(source)) : undefined;
      const body = change(e.body);
      if (head === undefined || source?.kind !== 'big') return { ...e, body };
      // Behind the body of an integral stands its differential.
      const tail = latex.slice(source.body.span[1], source.span[1]).trim();
      const factors = [put(e, head), body, ...(tail === '' ? [] : [put(e, tail)])];
      return { kind: 'multiply', factors, ops: factors.slice(1).map(() => ''), span: e.span };
    }
    const changed = mapChildren(e, change);
    return changed.kind === 'multiply' ? apart(changed, slots) : changed;
  };
  const text = toLatex(change(form));
  return failed
    ? undefined
    : text.replace(/\\(?:mathrm|operatorname|text)\{(slot\d+)\}/g, (whole, name: string) => slots.get(name) ?? whole);
}

/** Names of several letters get a sign between them: `TP TN` would read as four factors. */
function apart(e: ExprOf<'multiply'>, slots: ReadonlyMap<string, string>): Expr {
  const isWord = (f: Expr | undefined): boolean =>
    f?.kind === 'symbol' && /^[A-Za-z]{2,}$/.test(slots.get(f.name) ?? '');
  return {
    ...e,
    ops: e.ops.map((op, i) => (op === '' && isWord(e.factors[i]) && isWord(e.factors[i + 1]) ? 'cdot' : op)),
  };
}

/** Roles that may be exchanged stand in the mend in the order in which the reader wrote them. */
function inReadingOrder({ match, pattern }: NearMiss): NearMiss['match']['roles'] {
  const roles = new Map(match.roles);
  for (const group of pattern.concept.file.symmetric) {
    const letters = group.map((letter) => letter.replace(/^\\/, '')).filter((letter) => roles.has(letter));
    const bound = letters.flatMap((letter) => roles.get(letter) ?? []);
    if (bound.some((b) => b.groups)) continue;
    const startOf = (b: (typeof bound)[number]): number => b.places[0]?.pieces[0]?.src?.span[0] ?? 0;
    bound.sort((a, b) => startOf(a) - startOf(b));
    for (const [i, letter] of letters.entries()) {
      const next = bound[i];
      if (next) roles.set(letter, next);
    }
  }
  return roles;
}

/** Where a big operator's sign with its bounds ends and its body begins. */
function headEnd(e: Extract<Expr, { kind: 'big' }>): number {
  return e.body.span[0];
}
