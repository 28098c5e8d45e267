import { html, nothing, type TemplateResult } from 'lit';
import type { EvaluateAnswer, EvaluateInput, EvaluateRequest } from '../../explain/evaluate-schema.js';
import { fields, type Range, rangeFor, valueView } from '../shared/number-fields.js';
import { formatValue, isTable, type Plain } from '../shared/values.js';
import type { Prose } from './prose.js';
import type { Station } from './stations.js';

/** Computes a formula with values put in: an engine in the page, or a server. */
export type Evaluate = (request: EvaluateRequest) => EvaluateAnswer | Promise<EvaluateAnswer>;

/** Numbers put in by the reader, and what every chunk comes to with them. */
export class NumbersPanel {
  private answer: EvaluateAnswer | undefined;
  private failed = false;
  private asked = 0;
  /** A range is chosen when a number is first seen, and stays while it is moved. */
  private readonly ranges = new Map<string, Range>();

  constructor(
    private readonly latex: string,
    private readonly evaluate: Evaluate,
    /** Told with the value of each chunk, to be written at its mark. */
    private readonly changed: (values: Readonly<Record<string, string>>) => void,
  ) {}

  /** The values of a good example to start from. */
  start(): void {
    if (this.answer === undefined) void this.ask({ latex: this.latex, values: 'example' });
    else this.tell();
  }

  view(prose: Prose, { chunk }: Station): TemplateResult {
    const { answer } = this;
    if (this.failed) return html`<p class="gist">The numbers cannot be computed now.</p>`;
    if (answer === undefined) return html`<p class="gist">…</p>`;
    const [error] = answer.errors;
    const here = answer.chunks.find(({ id }) => id === chunk?.id);
    return html`<div class="numbers">
      ${this.own().map(
        (input) => html`<div class="row">
          <div>${prose.formula(input.latex)}</div>
          ${fields(input, this.rangeOf(input), (latex, value) => this.put(latex, value))}
        </div>`,
      )}
      ${error === undefined ? nothing : html`<p class="note">${prose.words(error.message)}</p>`}
      <output>${comesTo(answer, here, prose)}</output>
    </div>`;
  }

  private own(): readonly EvaluateInput[] {
    const follows = new Set<EvaluateInput['source']>(['index', 'inferred', 'constant']);
    return this.answer?.inputs.filter(({ source }) => !follows.has(source)) ?? [];
  }

  private rangeOf({ latex, value }: EvaluateInput): Range {
    const range = this.ranges.get(latex) ?? rangeFor((value ?? 0) as Plain);
    this.ranges.set(latex, range);
    return range;
  }

  private put(latex: string, value: Plain): void {
    const values = Object.fromEntries(
      this.own().map((input) => [input.latex, input.latex === latex ? value : input.value]),
    );
    void this.ask({ latex: this.latex, values });
  }

  /** Answers may come out of order; only that to the last question counts. */
  private async ask(request: EvaluateRequest): Promise<void> {
    const turn = ++this.asked;
    try {
      const answer = await this.evaluate(request);
      if (turn !== this.asked) return;
      this.answer = answer;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.tell();
  }

  private tell(): void {
    const values = this.answer?.chunks.flatMap(({ id, value }) =>
      isShort(value as Plain) ? [[id, formatValue(value as Plain)]] : [],
    );
    this.changed(Object.fromEntries(values ?? []));
  }
}

const MOST_AT_A_MARK = 4;

/** A number, or a few of them; longer lists and matrices are for the card. */
function isShort(value: Plain | undefined): boolean {
  if (Array.isArray(value)) return value.length <= MOST_AT_A_MARK && !isTable(value);
  return typeof value === 'number' || typeof value === 'string';
}

function comesTo(answer: EvaluateAnswer, here: EvaluateAnswer['chunks'][number] | undefined, prose: Prose): unknown {
  if (here?.value !== undefined) return html`<b>${here.name}</b> ${valueView(here.value as Plain)}`;
  if (here?.because !== undefined) return html`<b>${here.name}</b> has no number: ${prose.words(here.because)}`;
  return answer.lines.map(
    ({ assigns, value }) =>
      html`<b>${assigns === undefined ? 'The formula' : prose.formula(assigns)}</b> ${valueView(value as Plain)}`,
  );
}
