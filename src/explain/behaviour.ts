import type { Concept } from '../catalogue/index.js';
import { symbolKey } from '../expr/key.js';
import { toLatex } from '../expr/print-latex.js';
import { walk } from '../expr/traverse.js';
import { type Candidate, previousOf } from '../recognise/index.js';
import { ENOUGH, type Situation, situationsOf } from './behaviour-compare.js';
import { testCurves } from './behaviour-curves.js';
import { createProbe, type Fixed } from './behaviour-probe.js';
import type { Behaviour } from './behaviour-schema.js';
import { definedValue } from './behaviour-subject.js';
import { testTogether } from './behaviour-tests.js';
import { shortNumber } from './number-words.js';
import type { Chunk } from './schema.js';
import { fillSlots, inlineMath } from './slots.js';

/** Elementary operations for one concept, and for all concepts of a formula: an answer is to be there at once. */
const WORK_PER_CONCEPT = 600_000;
const WORK_PER_FORMULA = 700_000;

/** What a concept's definition does, found by trying it; nothing where it has no value that can be tried. */
export function conceptBehaviour(concept: Concept): Behaviour[] {
  return worded(testConcept(concept, new Map(), WORK_PER_CONCEPT).behaviours, (role) => roleLatex(concept, role));
}

/**
 * The same for the chunks of a formula, in the order of their claims: with the reader's letters, and with the reader's numbers
 * where the formula has them.
 */
export function withBehaviour(latex: string, chunks: readonly Chunk[], ordered: readonly Candidate[]): Chunk[] {
  const tested = new Map<string, Behaviour[]>();
  let work = WORK_PER_FORMULA;
  return chunks.map((chunk, k) => {
    const candidate = ordered[k];
    if (!candidate) return chunk;
    const { concept } = candidate.pattern;
    const fixed = numbersOf(candidate);
    const key = JSON.stringify([concept.id, ...fixed]);
    let behaviours = tested.get(key);
    if (!behaviours) {
      const share = Math.max(0, Math.min(WORK_PER_CONCEPT, work));
      const done = testConcept(concept, fixed, share);
      behaviours = done.behaviours;
      work -= share - Math.max(0, done.workLeft);
      tested.set(key, behaviours);
    }
    return { ...chunk, behaviour: worded(behaviours, (role) => writtenRole(latex, chunk, candidate, role)) };
  });
}

/** Sentences with `{role}` for what goes in. */
function testConcept(
  concept: Concept,
  fixed: Fixed,
  work: number,
): { readonly behaviours: Behaviour[]; readonly workLeft: number } {
  const probe = createProbe(concept, fixed, work);
  if (!probe) return { behaviours: [], workLeft: work };
  const curves = testCurves(probe);
  const situations = situationsOf(probe);
  const hasRange = curves.some(({ property }) => property === 'range' || property === 'constant');
  const range = hasRange ? [] : rangeOf(situations);
  const isConstant = curves.some(({ property }) => property === 'constant');
  const behaviours = [...range, ...curves, ...(isConstant ? [] : testTogether(probe, situations))];
  return { behaviours, workLeft: probe.workLeft() };
}

/** Bounds that are looked for where no single curve shows them: the seen values must keep to them, and come near. */
function rangeOf(situations: readonly Situation[]): Behaviour[] {
  if (situations.length < ENOUGH) return [];
  const values = situations.flatMap(({ outcome }) => outcome.values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (high - low < 1e-9 * Math.max(Math.abs(low), Math.abs(high))) return [];
  const seen = `seen: ${shortNumber(low)} to ${shortNumber(high)}`;
  const says = boundsWords(low, high);
  return says === undefined
    ? []
    : [{ property: 'range', of: [], holds: true, says: `${says} (${seen}).`, samples: values.length }];
}

const ROUNDING = 1e-12;

function boundsWords(low: number, high: number): string | undefined {
  if (low >= -ROUNDING && high <= 1 + ROUNDING && high > 0.9 && low < 0.1) return 'Its values lie between 0 and 1';
  if (low >= -1 - ROUNDING && high <= 1 + ROUNDING && low < -0.9 && high > 0.9)
    return 'Its values lie between −1 and 1';
  if (low >= -ROUNDING) return low > 0.05 * high ? undefined : 'It is never negative';
  return high <= ROUNDING ? 'It is never positive' : undefined;
}

/** Roles that the formula gives a number. */
function numbersOf({ pattern, match }: Candidate): Fixed {
  const fixed = new Map<string, number>();
  for (const role of pattern.concept.roles.keys()) {
    const node = match.roles.get(role)?.node;
    if (node?.op === 'num' && typeof node.data === 'number') fixed.set(role, node.data);
  }
  return fixed;
}

function worded(behaviours: readonly Behaviour[], latexOf: (role: string) => string): Behaviour[] {
  const fill = (text: string): string => fillSlots(text, (role) => inlineMath(latexOf(role)));
  return behaviours.map(({ counterexample, ...rest }) => ({
    ...rest,
    says: fill(rest.says),
    ...(counterexample !== undefined && { counterexample: fill(counterexample) }),
  }));
}

/** What goes in for a role as the reader wrote it; of what a recurrence carries along, the value before. */
function writtenRole(latex: string, chunk: Chunk, { match, pattern }: Candidate, role: string): string {
  const [before] = pattern.concept.roles.get(role)?.role.state ? match.covered.flatMap(previousOf) : [];
  if (before) return latex.slice(before.span[0], before.span[1]);
  return chunk.roles[role]?.latex || role;
}

function roleLatex(concept: Concept, role: string): string {
  const value = concept.roles.get(role)?.role.state ? definedValue(concept) : undefined;
  let written = role;
  if (value)
    walk(value, (e) => {
      if (e.kind === 'indexed' && symbolKey(e.base) === role) written = toLatex(e);
    });
  return written;
}
