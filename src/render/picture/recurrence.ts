import type { PictureSubject } from '../../explain/picture-subject.js';
import { ungroup } from '../../expr/build.js';
import { exprKey, symbolKey } from '../../expr/key.js';
import { toText } from '../../expr/print-text.js';
import { walk } from '../../expr/traverse.js';
import type { Expr, ExprOf } from '../../expr/types.js';
import { freeSymbols, type Given, type Simulation, simulate } from '../../math/index.js';
import { runText, type StepsLine, type StepsPicture } from './steps.js';

const STEPS = 40;
/** Where the sequence that goes in steps from around 0 to around 1. */
const RISE = 12;

/** What goes in step by step where the reader gives nothing: a step up, with a wiggle that is the same every time. */
const SIGNAL = Array.from({ length: STEPS }, (_, k) => (k < RISE ? 0 : 1) + ((k * 7) % 11) / 25 - 0.2);

/**
 * A recurrence shows what it does when it runs: `v_t = 0.9 v_{t-1} + 0.1 g_t` follows what goes in. Undefined for what is none,
 * and where numbers besides what goes in would have to be made up.
 */
export function recurrencePicture(subject: PictureSubject): StepsPicture | undefined {
  const lines = linesOf(subject.expr);
  const lefts = lines.map((line) => ungroup(line.sides[0] as Expr));
  const state = lefts.find((left, k) => left.kind === 'indexed' && returns(left, lines[k] as ExprOf<'relation'>));
  const time = state?.kind === 'indexed' ? letterIn(state.indices[0] as Expr) : undefined;
  if (state?.kind !== 'indexed' || time === undefined || state.base.kind !== 'symbol') return undefined;
  const assigned = new Set(lefts.map((left) => symbolKey(left)));
  const known = new Map<string, Given>();
  for (const value of [...subject.examples, ...subject.given]) {
    if (value.expr.kind === 'symbol') known.set(symbolKey(value.expr), value);
  }
  const inputs: Given[] = [];
  for (const { key, expr } of lines.flatMap((line) => freeSymbols(line.sides[1] as Expr))) {
    if (assigned.has(key) || key === time || known.has(key) || inputs.some((input) => symbolKey(input.expr) === key))
      continue;
    if (expr.kind !== 'symbol' || !isSequence(key, time, lines)) return undefined;
    inputs.push({ expr, value: SIGNAL });
  }
  if (inputs.length === 0 && !known.has(symbolKey(state))) return undefined;
  const start: readonly Given[] = known.has(symbolKey(state)) ? [] : [{ expr: state.base, value: 0 }];
  const given = [...known.values(), ...inputs, ...start];
  const result = simulate({ blocks: [{ name: '', expr: subject.expr }], given, steps: STEPS, budget: BUDGET });
  const [run] = result.ok ? result.value : [];
  return run && run.divergedAt === undefined ? toPicture(subject, [...known.values()], inputs, run) : undefined;
}

const BUDGET = 100_000;

function toPicture(
  subject: PictureSubject,
  known: readonly Given[],
  inputs: readonly Given[],
  run: Simulation,
): StepsPicture | undefined {
  const states = run.followed.flatMap(({ letter, values }): readonly StepsLine[] => {
    const numbers = values.filter((value) => typeof value === 'number');
    return numbers.length === values.length ? [{ name: toText(letter), values: numbers }] : [];
  });
  if (states.length === 0) return undefined;
  // Step 0 is before anything has come in.
  const signals = inputs.map(({ expr }): StepsLine => ({ name: toText(expr), values: [Number.NaN, ...SIGNAL] }));
  const text = toText(subject.expr);
  const name = subject.name === undefined ? text : `${subject.name}, ${text}`;
  const still = known.flatMap(({ expr, value }) =>
    typeof value === 'number' && !states.some((line) => line.name === toText(expr))
      ? [`${toText(expr)} = ${value}`]
      : [],
  );
  const says = [
    ...states.map((line) => `${line.name} goes ${runText(line.values)} in ${STEPS} steps`),
    ...signals.map((line) => `${line.name} is made up: it wiggles around 0, and from step ${RISE + 1} on around 1`),
  ];
  return {
    kind: 'steps',
    title: `${name}: step by step`,
    description: `${says.join('; ')}${still.length > 0 ? `, with ${still.join(', ')}` : ''}.`,
    y: 'value',
    lines: [...states, ...signals],
  };
}

function linesOf(e: Expr): readonly ExprOf<'relation'>[] {
  const inner = ungroup(e);
  if (inner.kind === 'system') return inner.lines.flatMap(linesOf);
  return inner.kind === 'relation' && inner.sides.length === 2 ? [inner] : [];
}

/** The left side stands on the right too, at another index. */
function returns(left: ExprOf<'indexed'>, line: ExprOf<'relation'>): boolean {
  let found = false;
  walk(line.sides[1] as Expr, (node) => {
    found ||= node.kind === 'indexed' && symbolKey(node) === symbolKey(left) && exprKey(node) !== exprKey(left);
  });
  return found && left.indices.length === 1;
}

function letterIn(index: Expr): string | undefined {
  const letters = freeSymbols(index);
  return letters.length === 1 ? letters[0]?.key : undefined;
}

/** The letter is always read at the step, or at one near it. */
function isSequence(key: string, time: string, lines: readonly Expr[]): boolean {
  let [plain, indexed] = [0, 0];
  for (const line of lines) {
    walk(line, (node) => {
      if (node.kind === 'symbol' && symbolKey(node) === key) plain += 1;
      if (node.kind === 'indexed' && symbolKey(node) === key && node.indices.length === 1) {
        if (letterIn(node.indices[0] as Expr) === time) indexed += 1;
      }
    });
  }
  return indexed > 0 && plain === indexed;
}
