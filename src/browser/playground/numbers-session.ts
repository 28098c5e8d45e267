import { html, nothing } from 'lit';
import type { EvaluateAnswer } from '../../explain/evaluate-schema.js';
import type { Stop } from '../../render/reading-order.js';
import type { Problem } from '../shared/ask.js';
import type { PutValue } from '../shared/number-fields.js';
import { formatValue, type Plain } from '../shared/values.js';
import { createLatest } from './latest.js';
import { type Evaluated, ladder, ownInputs, withRanges } from './numbers.js';
import { numbersCard } from './numbers-card.js';
import { evaluate } from './service.js';
import type { State } from './state.js';

/** The numbers of a formula, from one change to the next. */
export type Numbers = {
  readonly compute: (state: State) => Promise<void>;
  readonly forget: () => void;
  readonly view: (stops: readonly Stop[], put: PutValue) => unknown;
  readonly card: (again: () => void) => unknown;
  /** What stands at the brackets, by chunk. */
  readonly labels: () => Readonly<Record<string, string>>;
  /** All that is put in now, by LaTeX: what a change is a change of. */
  readonly values: () => Readonly<Record<string, unknown>>;
};

export function createNumbers(draw: () => void): Numbers {
  const latest = createLatest();
  let now: Evaluated | undefined;
  let before: EvaluateAnswer | undefined;
  let problem: Problem | undefined;
  const forget = (): void => {
    now = undefined;
    before = undefined;
    problem = undefined;
  };
  return {
    forget,
    compute: (state) =>
      latest(
        (signal) => evaluate(state, signal),
        (reply) => {
          if (reply.ok) {
            before = now?.answer;
            now = withRanges(reply.value, now?.ranges);
            problem = undefined;
          } else problem = reply.problem;
          draw();
        },
      ),
    view: (stops, put) => {
      const fault = problem === undefined ? nothing : problemView(problem);
      return html`${fault}${now === undefined ? nothing : ladder(now, stops, put)}`;
    },
    card: (again) =>
      now === undefined
        ? html`<aside class="fl-card" id="card"></aside>`
        : numbersCard(now.answer, before, () => {
            forget();
            again();
          }),
    labels: () => {
      const single = now?.answer.chunks.filter(({ value }) => typeof value === 'number') ?? [];
      return Object.fromEntries(single.map(({ id, value }) => [id, formatValue(value as Plain)]));
    },
    values: () => Object.fromEntries((now ? ownInputs(now.answer) : []).map(({ latex, value }) => [latex, value])),
  };
}

export function problemView({ title, detail, hint }: Problem): unknown {
  return html`<p class="fl-errors" role="alert"><b class="fl-nearword">${detail ?? title}</b> ${hint}</p>`;
}
