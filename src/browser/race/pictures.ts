import { nothing, svg, type TemplateResult } from 'lit';
import {
  at,
  contourLabel,
  contours,
  type Frame,
  NAMED_LEVELS,
  nameLabels,
  place,
  polyline,
  round,
} from './geometry.js';
import { type Point, type Program, type Run, START, STEPS } from './programs.js';

/** Disc, square, triangle, diamond: a series is never told by its hue alone. */
export function marker({ series }: Program, [x, y]: Point, size: number): TemplateResult {
  switch (series) {
    case 's1':
      return svg`<circle cx=${x} cy=${y} r=${size * 0.8}/>`;
    case 's2':
      return svg`<rect x=${x - size * 0.7} y=${y - size * 0.7} width=${size * 1.4} height=${size * 1.4}/>`;
    case 's3':
      return svg`<path d=${`M${x} ${y - size}l${size * 0.9} ${size * 1.6}h${-size * 1.8}z`}/>`;
    case 's4':
      return svg`<path d=${`M${x} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`}/>`;
  }
}

/** The valley from above, with the way of each runner up to this step, and what lies ahead of it in a thin line. */
export function valley(frame: Frame, runs: readonly Run[], step: number, chosen: string | undefined): TemplateResult {
  const labels = nameLabels(frame, runs, step);
  const [left, bottom] = place(frame, [-5, -2]);
  const [right, top] = place(frame, [2, 2]);
  const floor = bottom + 27;
  const side = frame.width < 500 ? 14 : 26;
  const [goalX, goalY] = place(frame, [0, 0]);
  const [startX, startY] = place(frame, START);
  return svg`<svg class="fl-pic fl-race" viewBox=${`0 0 ${frame.width} ${frame.height}`} width=${frame.width} height=${frame.height} role="img" aria-label=${inWords(runs, step)}>
    <clipPath id="valley"><rect x=${side + 8} y="0" width=${frame.width - side - 8} height=${floor - 8}/></clipPath>
    <g clip-path="url(#valley)">
      <g class="contour">${contours(frame).map(({ cx, cy, rx, ry }) => svg`<ellipse cx=${cx} cy=${cy} rx=${rx} ry=${ry}/>`)}</g>
      ${runs.map((run) => track(frame, run, step, chosen))}
    </g>
    <g class="goal"><path d=${`M${goalX - 5} ${goalY}h10M${goalX} ${goalY - 5}v10`}/></g>
    <path class="guide" d=${`M${goalX + 4} ${goalY + 7}l30 54`}/><text class="lab" x=${goalX + 34} y=${goalY + 76} text-anchor="middle">lowest point</text>
    ${NAMED_LEVELS.map((level) => {
      const [x, y] = contourLabel(frame, level);
      return svg`<text class="lab" x=${x} y=${y} text-anchor="middle">${level === 7 ? 'loss 7' : level}</text>`;
    })}
    ${step === 0 || frame.width >= 500 ? svg`<text class="lab" x=${startX - 9} y=${startY + (frame.width < 500 ? 18 : 4)} text-anchor=${frame.width < 500 ? 'start' : 'end'}>start</text>` : nothing}
    ${runs.map(({ program }, index) => {
      const label = labels[index];
      if (label === undefined || (step === 0 && index > 0)) return nothing;
      const name = step === 0 ? 'all four' : program.name;
      return svg`<text class=${`lab ${step === 0 ? '' : program.series} ${program.name === chosen ? 'on' : ''}`} x=${label.x} y=${label.y} text-anchor=${label.anchor}>${name}</text>`;
    })}
    <path class="axis" d=${`M${left} ${floor}H${right}${[-5, -4, -3, -2, -1, 0, 1, 2].map((tick) => `M${place(frame, [tick, 0])[0]} ${floor}v4`).join('')}`}/>
    ${[-5, 0, 2].map((tick) => svg`<text x=${place(frame, [tick, 0])[0]} y=${floor + 18} text-anchor="middle">${signed(tick)}</text>`)}
    <text x=${place(frame, [-2.5, 0])[0]} y=${floor + 18} text-anchor="middle">first weight</text>
    <path class="axis" d=${`M${side} ${bottom}V${top}${[-2, -1, 0, 1, 2].map((tick) => `M${side} ${place(frame, [0, tick])[1]}h-4`).join('')}`}/>
    ${frame.width < 500 ? nothing : [-2, 0, 2].map((tick) => svg`<text x=${side - 9} y=${place(frame, [0, tick])[1] + 4} text-anchor="end">${signed(tick)}</text>`)}
    <text class="lab" x=${side + 10} y=${top + 2}>second weight</text>
  </svg>`;
}

function track(frame: Frame, run: Run, step: number, chosen: string | undefined): TemplateResult {
  const points = run.points.map((point) => place(frame, point));
  const last = Math.min(step, points.length - 1);
  const { program } = run;
  return svg`<g class=${`run ${program.series} ${program.css} ${program.name === chosen ? 'on' : ''}`}>
    <path class="todo" d=${polyline(points.slice(last))}/>
    <path class="done" d=${polyline(points.slice(0, last + 1))}/>
    ${points.slice(1, last).map((point) => marker(program, point, 2.5))}
    ${marker(program, points[last] ?? [0, 0], 5.8)}
  </g>`;
}

const LOSS_FRAME = { left: 34, right: 224, top: 10, bottom: 218 };

/** The loss against the step, on a log axis. */
export function lossPicture(runs: readonly Run[], step: number, chosen: string | undefined): TemplateResult {
  const { left, right, top, bottom } = LOSS_FRAME;
  const toX = (k: number) => round(left + (k / STEPS) * (right - left));
  const toY = (loss: number) =>
    round(Math.min(bottom, top + ((1.3 - Math.log10(Math.max(loss, 1e-9))) / 5.7) * (bottom - top)));
  const ends = spread(runs.map((run) => toY(run.losses.at(-1) ?? 1) + 4));
  return svg`<svg class="fl-pic fl-race" viewBox="0 0 336 250" width="336" height="250" role="img" aria-label=${`Loss at step ${step}: ${runs.map(({ program, losses }) => `${program.name} ${short(losses[step] ?? 0)}`).join(', ')}`}>
    ${[1, -1, -3].map((power) => svg`<path class="grid" d=${`M${left} ${toY(10 ** power)}H${right}`}/><text x=${left - 6} y=${toY(10 ** power) + 4} text-anchor="end">${10 ** power}</text>`)}
    <path class="now" d=${`M${toX(step)} ${top}V${bottom}`}/>
    ${runs.map(
      ({
        program,
        losses,
      }) => svg`<g class=${`run ${program.series} ${program.css} ${program.name === chosen ? 'on' : ''}`}>
        <path class="done" d=${polyline(losses.map((loss, k) => [toX(k), toY(loss)]))}/>
        ${marker(program, [toX(step), toY(losses[Math.min(step, losses.length - 1)] ?? 1)], 4.5)}
      </g>`,
    )}
    ${runs.map(({ program }, index) => svg`<text class=${`lab ${program.series} ${program.name === chosen ? 'on' : ''}`} x="232" y=${ends[index] ?? 0}>${program.name}</text>`)}
    <path class="axis" d=${`M${left} ${bottom}H${right}M${left} ${bottom}v4M${right} ${bottom}v4`}/>
    ${step > 3 ? svg`<text x=${left} y=${bottom + 20} text-anchor="middle">0</text>` : nothing}
    <text x=${Math.max(left + 10, Math.min(toX(step), right - 44))} y=${bottom + 20} text-anchor="middle">step ${step}</text>
    <text x=${right} y=${bottom + 20} text-anchor="middle">${STEPS}</text>
  </svg>`;
}

/** Heights of names, moved apart so that each can be read. */
function spread(heights: readonly number[]): readonly number[] {
  const order = heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height);
  const result = [...heights];
  let free = Number.NEGATIVE_INFINITY;
  for (const { height, index } of order) {
    free = Math.max(height, free);
    result[index] = free;
    free += 16;
  }
  return result;
}

/** The line and marker of a series, as they stand in a row of the table. */
export function swatch(program: Program): TemplateResult {
  return svg`<svg class="fl-pic fl-race" width="64" height="14" viewBox="0 0 64 14" aria-hidden="true"><g class=${`run ${program.series} ${program.css}`}><path class="done" d="M2 7H62"/>${marker(program, [32, 7], 5)}</g></svg>`;
}

function inWords(runs: readonly Run[], step: number): string {
  const places = runs.map((run) => `${run.program.name} is at ${at(run, step).map(short).join(', ')}`);
  return `The valley from above. After ${step} of ${STEPS} steps ${places.join('; ')}. The lowest point is at 0, 0.`;
}

export function short(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 0.001) return value.toExponential(0);
  return size < 0.1 ? value.toPrecision(2) : size < 10 ? value.toFixed(2) : value.toPrecision(3);
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value);
}
