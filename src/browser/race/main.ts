import { html, render, type TemplateResult } from 'lit';
import type { SimulateAnswer } from '../../explain/simulate-schema.js';
import { math } from '../math.js';
import { ask, type Reply } from '../shared/ask.js';
import { frameFor, stepSize } from './geometry.js';
import { lossPicture, short, swatch, valley } from './pictures.js';
import { LOSS, type Point, PROGRAMS, type Run, START, STEPS } from './programs.js';

const FRAME_MS = 180;

const stage = document.getElementById('race');
let runs: readonly Run[] = [];
let step = toStep(new URLSearchParams(location.hash.slice(1)).get('step') ?? '12');
let chosen = PROGRAMS.at(-1)?.name;
let clock: ReturnType<typeof setInterval> | undefined;

function toStep(text: string): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 && number <= STEPS ? number : 0;
}

// ----------------------------------------------------------------------------------------------------------- race

async function start(): Promise<void> {
  const reply = await ask<SimulateAnswer>('/v1/simulate', {
    loss: LOSS,
    values: { w: START },
    steps: STEPS,
    picture: false,
    blocks: PROGRAMS.map(({ name, latex, values }) => ({ name, latex, values })),
  });
  if (reply.ok) {
    runs = reply.value.runs.map((run, index) => ({
      program: PROGRAMS[index] as (typeof PROGRAMS)[number],
      points: (run.parameters[0]?.values ?? []) as readonly Point[],
      losses: (run.losses ?? []) as readonly number[],
    }));
  }
  draw(reply);
}

function goTo(next: number): void {
  step = Math.min(STEPS, Math.max(0, next));
  if (step === STEPS) halt();
  history.replaceState(null, '', `#step=${step}`);
  draw();
}

function toggle(): void {
  if (clock !== undefined) {
    halt();
    return;
  }
  if (step === STEPS) step = 0;
  clock = setInterval(() => goTo(step + 1), FRAME_MS);
  draw();
}

function halt(): void {
  clearInterval(clock);
  clock = undefined;
  draw();
}

// -------------------------------------------------------------------------------------------------------- drawing

function draw(reply?: Reply<SimulateAnswer>): void {
  if (stage === null) return;
  if (runs.length === 0 && reply?.ok !== false) return;
  if (reply?.ok === false) {
    render(html`<p class="fl-errors" role="alert">${reply.problem.detail ?? reply.problem.title}</p>`, stage);
    return;
  }
  render(view(), stage);
}

function view(): TemplateResult {
  // As wide as the column, but no wider than is good to look at.
  const wide = Math.min(760, stage?.clientWidth ?? 760);
  return html`<p class="fl-gist fl-lead">Each runs its own formula, step by step, on ${math(LOSS)} from ${math(`w = (${START.join(', ')})`)}.</p>
    <section class="fl-race-stage" aria-label="The race">
      <figure>${valley(frameFor(wide), runs, step, chosen)}</figure>
      <figure class="fl-card">
        <h2 class="fl-h">Loss</h2>
        ${lossPicture(runs, step, chosen)}
        <h2 class="fl-h" id="h-after">After ${step} ${step === 1 ? 'step' : 'steps'}</h2>
        ${tableView()}
      </figure>
      <div class="fl-scrub">
        <button type="button" class="fl-button" id="run" @click=${toggle}>${clock === undefined ? 'Run' : 'Stop'}<kbd>Space</kbd></button>
        <label class="fl-h" for="step">Step</label>
        <input id="step" type="range" min="0" max=${STEPS} .value=${String(step)} @input=${(event: Event) => goTo(Number((event.target as HTMLInputElement).value))}>
        <output class="fl-note" for="step">${step} of ${STEPS}</output>
      </div>
    </section>
    <section class="fl-guide" aria-labelledby="h-programs">
      <h2 class="fl-title2" id="h-programs">What each of them runs</h2>
      <div class="fl-programs">${PROGRAMS.map(programView)}</div>
    </section>`;
}

function tableView(): TemplateResult {
  const order = [...runs].sort((a, b) => (a.losses[step] ?? 0) - (b.losses[step] ?? 0));
  return html`<table class="fl-table fl-runs" aria-labelledby="h-after">
    <thead><tr><td></td><th scope="col"><span class="fl-sr">optimizer</span></th><th scope="col" class="num">step size</th><th scope="col" class="num">loss</th></tr></thead>
    <tbody>${order.map(
      (run) => html`<tr class=${run.program.name === chosen ? 'on' : ''}>
        <td>${swatch(run.program)}</td>
        <td><button type="button" class="fl-link" aria-pressed=${run.program.name === chosen} @click=${() => choose(run.program.name)}>${run.program.name}</button></td>
        <td class="num dim">${short(stepSize(run, step))}</td><td class="num">${short(run.losses[step] ?? 0)}</td>
      </tr>`,
    )}</tbody>
  </table>`;
}

function choose(name: string): void {
  chosen = name;
  draw();
}

function programView({ name, latex, values, says }: (typeof PROGRAMS)[number]): TemplateResult {
  const lines = latex.split('\\\\').map((line) => `& ${line}`);
  const settings = Object.entries(values).map(([symbol, value]) => `${symbol} = ${toTex(value)}`);
  return html`<article>
    <h3 class="fl-h">${name}</h3>
    <div class="fl-program">${math(`\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`, true)}</div>
    <p class="fl-note">${says}</p>
    <p class="fl-note">${math(settings.join(',\\; '))} · <a href=${`/#${new URLSearchParams({ latex })}`}>Read it</a></p>
  </article>`;
}

function toTex(value: number): string {
  return value === 1e-8 ? '10^{-8}' : String(value);
}

// -------------------------------------------------------------------------------------------------------- the page

document.addEventListener('keydown', (event) => {
  const inField =
    event.target instanceof Element && event.target.closest('input, button, a, summary, textarea') !== null;
  if (inField || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === ' ') toggle();
  else if (event.key === 'ArrowRight') goTo(step + 1);
  else if (event.key === 'ArrowLeft') goTo(step - 1);
  else return;
  event.preventDefault();
});

globalThis.addEventListener('resize', () => draw());
globalThis.addEventListener('hashchange', () => {
  step = toStep(new URLSearchParams(location.hash.slice(1)).get('step') ?? '0');
  draw();
});

// Nothing is drawn until there is all of it, so that nothing jumps.
void start();
