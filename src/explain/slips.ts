import { createCanon } from '../canon/index.js';
import type { Catalogue, Concept, Pattern } from '../catalogue/index.js';
import { buildNet, type Net } from '../catalogue/net.js';
import { ungroup } from '../expr/build.js';
import type { Span } from '../expr/span.js';
import type { Expr, Reading } from '../expr/types.js';
import {
  type Candidate,
  differenceInNumbers,
  type Recognition,
  recognise,
  replaceInSource,
  statementsOf,
} from '../recognise/index.js';
import { conceptNamedBy } from './named-concept.js';
import type { Warning } from './schema.js';
import { slipEdits } from './slip-edits.js';
import { withArticle } from './slots.js';

/** Corrections that are tried on one right side, and characters that are read for them: longer ones hold more than one slip's places. */
const MOST_EDITS = 160;
const MOST_READ = 10_000;
const LONGEST = 400;
const DEFINES: ReadonlySet<string> = new Set(['=', ':=', 'equiv']);

export type SlipInput = {
  readonly latex: string;
  readonly reading: Reading;
  readonly recognition: Recognition;
  readonly catalogue: Catalogue;
  readonly readAgain: (latex: string) => Reading;
  /** What the words before the formula call it. */
  readonly said: readonly Concept[];
};

/**
 * Definitions that give a concept's name to something else: `\mathrm{softplus}(x) = \log(1 - e^x)`. Told only where one small
 * correction makes the right side the concept that was named, which is then proved like any other claim.
 */
export function slipsIn(input: SlipInput): Warning[] {
  if (input.latex.length > LONGEST) return [];
  const warnings: Warning[] = [];
  const statements = statementsOf(input.reading.expr);
  // A derivation says a thing in many ways: what its first line calls by name, a later one may be.
  if (statements.some((s) => s.kind === 'relation' && (s.inheritsLeft || s.sides.length > 2))) return [];
  for (const [line, statement] of statements.entries()) {
    if (statement.kind !== 'relation' || !DEFINES.has(statement.ops[0] ?? '')) continue;
    const [left, right] = statement.sides;
    if (!left || !right) continue;
    const concept = conceptNamedBy(input.latex, left, input.catalogue, input.readAgain);
    if (!concept || isBorneOut(concept, right, input.recognition)) continue;
    const slip = slipOf(input, concept, line, right);
    if (slip) warnings.push(slip);
  }
  return warnings.length > 0 ? warnings : slipsInWhatIsSaid(input, statements);
}

/** A formula that the words before it call by a name that it does not bear out. What is anything else, as a whole, is left alone. */
function slipsInWhatIsSaid(input: SlipInput, statements: readonly Expr[]): Warning[] {
  const [statement, ...more] = statements;
  if (!statement || more.length > 0) return [];
  const right = statedBy(statement);
  if (!right) return [];
  for (const concept of input.said) {
    const known = isBorneOut(concept, right, input.recognition) || isOther(concept, right, input.recognition);
    const slip = known ? undefined : slipOf(input, concept, 0, right);
    if (slip) return [slip];
  }
  return [];
}

/** What a statement says a thing is: its right side, or all of it where it has none. */
function statedBy(statement: Expr): Expr | undefined {
  if (statement.kind !== 'relation') return statement.kind === 'text' ? undefined : statement;
  return DEFINES.has(statement.ops[0] ?? '') ? statement.sides[1] : undefined;
}

/** All of it is something else; what is only more general (an average, where a mean squared error is meant) may be a slip. */
function isOther(concept: Concept, right: Expr, { chunks }: Recognition): boolean {
  return chunks.some(({ subject: { expr }, match, pattern }) => {
    const isWhole = match.whole && expr !== null && (expr.kind === 'relation' || ungroup(expr) === ungroup(right));
    return isWhole && !concept.ancestors.includes(pattern.concept.id);
  });
}

/** Found on the right as the concept, as one of its kind, or as a mistake that is told already. */
function isBorneOut({ id }: Concept, right: Expr, { chunks, nearMisses }: Recognition): boolean {
  const isInside = (spans: readonly Span[]): boolean =>
    spans.some(([from, to]) => from < right.span[1] && to > right.span[0]);
  return (
    chunks.some(
      (c) => isInside(c.spans) && (c.pattern.concept.id === id || c.pattern.concept.ancestors.includes(id)),
    ) || nearMisses.some((m) => isInside(m.spans))
  );
}

function slipOf(
  { latex, reading, catalogue, readAgain }: SlipInput,
  concept: Concept,
  line: number,
  right: Expr,
): Warning | undefined {
  const net = ownNet(catalogue, concept);
  if (!isNear(catalogue, concept, reading, right)) return undefined;
  const most = Math.min(MOST_EDITS, Math.floor(MOST_READ / latex.length));
  for (const edit of slipEdits(latex, right).slice(0, most)) {
    const mend = replaceInSource(latex, edit, edit.text);
    const again = readAgain(mend);
    const meant = wholeOf(again, net, line);
    const counterexample = meant && differenceInNumbers(right, meant, reading, again);
    if (!counterexample) continue;
    const { name } = concept.file;
    return {
      kind: 'near-miss',
      concept: concept.id,
      message: `Called ${withArticle(name)}, but as written it is not one: ${edit.says}.`,
      spans: [[edit.span[0], edit.span[1]]],
      within: [[right.span[0], right.span[1]]],
      mend,
      counterexample,
    };
  }
  return undefined;
}

/** One correction brings in one kind of thing at most: what lacks more of all the concept's forms is not searched. */
const MOST_MISSING = 1;

function isNear(catalogue: Catalogue, concept: Concept, reading: Reading, right: Expr): boolean {
  const { mask } = createCanon({ kinds: reading.kinds }).of(right).node;
  return ownForms(catalogue, concept).some(({ lines }) => {
    let missing = (lines[0]?.node.mask ?? 0) & ~mask;
    let count = 0;
    for (; missing !== 0; missing &= missing - 1) count++;
    return count <= MOST_MISSING;
  });
}

/** The right side, where all of it is the concept and that is proved. */
function wholeOf(again: Reading, net: Net, line: number): Expr | undefined {
  const statement = statementsOf(again.expr)[line];
  const right = statement && statedBy(statement);
  if (!right) return undefined;
  const isWhole = ({ subject, match, evidence }: Candidate): boolean =>
    evidence.status === 'verified' &&
    match.whole &&
    subject.line === line &&
    subject.expr !== null &&
    (ungroup(subject.expr) === ungroup(right) || subject.expr.kind === 'relation');
  return recognise(again, net).chunks.some(isWhole) ? right : undefined;
}

const nets = new WeakMap<Concept, Net>();

function ownNet(catalogue: Catalogue, concept: Concept): Net {
  const known = nets.get(concept) ?? buildNet(ownForms(catalogue, concept));
  nets.set(concept, known);
  return known;
}

/** The concept's forms by themselves: those that say what it is, not those that only name it. */
function ownForms({ patterns }: Catalogue, concept: Concept): readonly Pattern[] {
  return patterns.filter((p) => p.concept === concept && !p.nearMiss && !p.form.named);
}
