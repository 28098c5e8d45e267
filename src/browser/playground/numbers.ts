import { html, nothing, type TemplateResult } from 'lit';
import type { EvaluateAnswer, EvaluateInput } from '../../explain/evaluate-schema.js';
import type { Stop } from '../../render/reading-order.js';
import { math, prose } from '../math.js';
import { fields, type PutValue, type Range, rangeFor, valueView } from '../shared/number-fields.js';
import type { Plain } from '../shared/values.js';

/** Numbers put in, and what everything comes to. */
export type Evaluated = {
  readonly answer: EvaluateAnswer;
  /** Slider ranges by the LaTeX of the input: they stay while the reader moves them. */
  readonly ranges: ReadonlyMap<string, Range>;
};

/** Inputs that the reader may change; the others follow from them. */
export function ownInputs({ inputs }: EvaluateAnswer): readonly EvaluateInput[] {
  return inputs.filter(({ source }) => source !== 'index' && source !== 'inferred' && source !== 'constant');
}

/** A range is chosen when a number is first seen, and stays while it is moved. */
export function withRanges(answer: EvaluateAnswer, before: ReadonlyMap<string, Range> = new Map()): Evaluated {
  const inputs = ownInputs(answer);
  return {
    answer,
    ranges: new Map(inputs.map((input) => [input.latex, before.get(input.latex) ?? rangeOf(input, inputs)])),
  };
}

/** An index goes through the places of the longest list. */
function rangeOf({ shape, value }: EvaluateInput, all: readonly EvaluateInput[]): Range {
  if (shape !== null) return rangeFor((value ?? 0) as Plain);
  return { min: 1, max: Math.max(2, ...all.map((input) => input.shape?.[0] ?? 0)), step: 1 };
}

/** A ladder from what is put in, through every chunk, to what comes out. */
export function ladder({ answer, ranges }: Evaluated, stops: readonly Stop[], put: PutValue): TemplateResult {
  const inputs = ownInputs(answer);
  const chunks = [...answer.chunks].reverse().filter(({ value }) => value !== undefined);
  const silent = answer.chunks.filter(({ value, because }) => value === undefined && because !== undefined);
  return html`<table class="fl-ladder" id="ladder">
      <caption class="fl-sr">What is put in, and what each chunk comes to</caption>
      <tbody>
        ${inputs.map(
          (input) => html`<tr class="is-input">
            <th scope="row">${math(input.latex)}<small>${sourceWords(input)}</small></th>
            <td>${fields(input, ranges.get(input.latex) ?? rangeFor(input.value as Plain), put)}</td>
          </tr>`,
        )}
        ${chunks.map(
          ({ id, name, value, over }) => html`<tr data-id=${id}>
            <th scope="row">${numberOf(stops, id)} ${name}<small>${runs(over)}</small></th>
            <td>${valueView(value as Plain)}</td>
          </tr>`,
        )}
        ${answer.lines.map(
          (line) => html`<tr class="is-result">
            <th scope="row">${line.assigns === undefined ? 'comes to' : math(line.assigns)}<small>${answer.lines.length > 1 ? 'one line' : 'the whole formula'}${runs(line.over, ', ')}</small></th>
            <td>${valueView(line.value as Plain)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    ${inputs.length === 0 ? nothing : html`<p class="fl-note"><kbd>Tab</kbd> to a number, <kbd>↑</kbd> <kbd>↓</kbd> change it by 0.1, with <kbd>Shift</kbd> by 1.</p>`}
    ${silent.map(({ name, because }) => html`<p class="fl-note"><b>${name}</b> has no number: ${prose(because ?? '')}</p>`)}
    ${answer.notes.map((note) => html`<p class="fl-note">${prose(note.charAt(0).toUpperCase() + note.slice(1))}</p>`)}`;
}

const SOURCES: Readonly<Partial<Record<EvaluateInput['source'], string>>> = {
  given: 'yours to change',
  example: 'yours to change',
  'made-up': 'made up, yours to change',
  missing: 'needs a number',
};

function sourceWords({ source }: EvaluateInput): string {
  return SOURCES[source] ?? '';
}

function runs(over: EvaluateAnswer['chunks'][number]['over'], before = ''): unknown {
  const [first] = over ?? [];
  if (first === undefined) return nothing;
  return html`${before}for ${math(`${first.latex} = ${first.values[0] ?? 1}, \\dots, ${first.values.at(-1) ?? 1}`)}`;
}

function numberOf(stops: readonly Stop[], id: string): unknown {
  const number = stops.find((stop) => stop.id === id)?.number;
  return number === undefined ? nothing : html`<span class="n">${number}</span>`;
}
