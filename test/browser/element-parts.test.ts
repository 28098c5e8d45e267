import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedAt, levelsOf } from '../../src/browser/element/fold.js';
import type { Box } from '../../src/browser/element/ink.js';
import { toCommand } from '../../src/browser/element/keys.js';
import { layOut, sideOf, type Wanted, wrap } from '../../src/browser/element/marks.js';
import { placeCard } from '../../src/browser/element/place.js';
import { plainWords } from '../../src/browser/element/plain.js';
import { type Move, moved, pathOut, toWalk } from '../../src/browser/element/stations.js';
import { tokens } from '../../src/browser/element/tokens.js';
import { createEngine } from '../../src/index.js';
import { inRepository } from './support.js';

const engine = createEngine();
const walkOf = (latex: string) => toWalk(engine.annotate(latex));

const box = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom });
const FORMULA = box(0, 0, 200, 40);
const ROOM = box(-1000, -1000, 1000, 1000);

describe('a walk through the formula', () => {
  const walk = walkOf(String.raw`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`);
  const go = (...moves: Move[]) =>
    moves.reduce((at, move) => moved(walk, at, move) ?? at, moved(walk, undefined, 'home'));

  it('goes in, along and out, and stops at the ends', () => {
    expect(go()?.kind).toBe('whole');
    expect(go('in')?.name).toBe('softmax');
    expect(go('in', 'in', 'next')?.id).toBe('c1/total');
    expect(go('in', 'in', 'next', 'next')?.id).toBe('c1/total');
    expect(go('in', 'in', 'out', 'out', 'out')?.kind).toBe('whole');
    expect(go('in', 'in', 'next', 'home')?.kind).toBe('whole');
  });

  it('knows the way out and the place among siblings', () => {
    const total = walk.get('c1/total');
    expect(total && pathOut(walk, total).map(({ id }) => id)).toEqual(['c1', 'whole']);
    expect([total?.place, total?.siblings]).toEqual([2, 2]);
  });

  it('ends with the near misses', () => {
    const near = walkOf(String.raw`\frac{e^{z_i}}{\sum_j z_j}`).stations.at(-1);
    expect([near?.id, near?.kind, near?.name]).toEqual(['w1', 'near', 'Almost a softmax']);
  });

  it('folds from the inside out, until nothing is left to fold', () => {
    const { stations } = walk;
    expect(levelsOf(stations)).toBe(2);
    expect([...foldedAt(stations, 0)]).toEqual([]);
    expect([...foldedAt(stations, 1)]).toEqual(['c1/score', 'c1/total']);
    expect([...foldedAt(stations, 2)]).toContain('c1');
    expect(levelsOf(walkOf('a').stations)).toBe(0);
  });
});

describe('keys', () => {
  const press = (key: string, also = {}) => toCommand({ key, ctrlKey: false, metaKey: false, altKey: false, ...also });

  it('mean what the list says, and are left to the browser where it needs them', () => {
    expect(press('ArrowDown')).toEqual({ command: 'in' });
    expect(press('F')).toEqual({ command: 'fold' });
    expect(press('m')).toEqual({ what: 'mend' });
    expect(press('Tab')).toBeUndefined();
    expect(press('f', { ctrlKey: true })).toBeUndefined();
    expect(press('l', { metaKey: true })).toBeUndefined();
  });
});

describe('marks', () => {
  const want = (id: string, ink: Box, rest: Partial<Wanted> = {}): Wanted => ({
    id,
    ink,
    frame: undefined,
    state: 'label',
    label: id,
    ...rest,
  });

  it('stand below what is in a row, and beside what is stacked, where nothing else stands', () => {
    const frame = box(100, 0, 200, 40);
    expect(sideOf({ ink: box(10, 5, 60, 30), frame: undefined }, FORMULA)).toBe('below');
    expect(sideOf({ ink: box(120, 0, 180, 15), frame }, FORMULA)).toBe('right');
    expect(sideOf({ ink: box(10, 0, 60, 15), frame: box(0, 0, 80, 40) }, FORMULA)).toBe('left');
    const inside = box(60, 0, 120, 40);
    expect(sideOf({ ink: box(70, 0, 110, 15), frame: inside }, FORMULA)).toBe('above');
    expect(sideOf({ ink: box(70, 25, 110, 40), frame: inside }, FORMULA)).toBe('below');
  });

  it('of siblings share a line, and those around them lie further out', () => {
    const heights = layOut(
      [want('a', box(0, 0, 80, 40)), want('b', box(100, 0, 190, 40)), want('ab', box(0, 0, 190, 40))],
      FORMULA,
      ROOM,
    ).map(({ path }) => Number(/V([\d.]+)/.exec(path)?.[1]));
    expect(heights[0]).toBe(heights[1]);
    expect(heights[2]).toBeGreaterThan(heights[0] as number);
  });

  it('never lie on the formula, and labels never on each other', () => {
    const ink = fc
      .tuple(fc.nat(150), fc.nat(30), fc.integer({ min: 5, max: 50 }), fc.integer({ min: 5, max: 10 }))
      .map(([left, top, width, height]) => box(left, top, left + width, top + height));
    fc.assert(
      fc.property(fc.array(ink, { minLength: 1, maxLength: 6 }), (inks) => {
        const drawings = layOut(
          inks.map((one, i) => want(`piece number ${i}`, one)),
          FORMULA,
          ROOM,
        );
        const labels = drawings.flatMap(({ label }) => (label ? [label.box] : []));
        const overlap = (a: Box, b: Box) =>
          a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        for (const [i, a] of labels.entries()) {
          expect(overlap(a, FORMULA)).toBe(false);
          for (const b of labels.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        }
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('have labels of two lines at most, 28 letters each', () => {
    const lines = wrap('the running average of the squared gradients, corrected for its cold start');
    expect(lines.length).toBeLessThanOrEqual(2);
    expect((lines[0] ?? '').length).toBeLessThanOrEqual(28);
    expect(wrap('softmax')).toEqual(['softmax']);
  });
});

describe('the card', () => {
  const place = (width: number, rtl = false) =>
    placeCard({
      host: box(200, 300, 800, 340),
      column: box(200, 0, 800, 2000),
      window: { width, height: 800 },
      below: 60,
      card: { width: 320, height: 400 },
      rtl,
    });

  it('stands beside the column where there is room, else under the formula', () => {
    expect(place(1400)).toMatchObject({ left: 624, beside: 'right' });
    const under = place(1000);
    expect(under.beside).toBeUndefined();
    expect(under.top).toBeGreaterThan(60);
    expect(under.left + 200 + 320).toBeLessThanOrEqual(1000);
  });

  it('keeps within the window, and changes sides in a page from right to left', () => {
    const { top } = place(1400);
    expect(300 + top + 400).toBeLessThanOrEqual(800);
    expect(place(1400, true).beside).toBeUndefined();
    const far = placeCard({
      host: box(600, 300, 1200, 340),
      column: box(600, 0, 1200, 2000),
      window: { width: 1400, height: 800 },
      below: 60,
      card: { width: 320, height: 100 },
      rtl: true,
    });
    expect(far.beside).toBe('left');
  });
});

describe('words and colours', () => {
  it('are plain where no formula can be set', () => {
    expect(plainWords(String.raw`handed out by $\mathbf{h}_t^\top \beta$`)).toBe('handed out by h_t^ᵀ β');
  });

  it('are those of the design, in light and in dark', () => {
    const css = readFileSync(inRepository('src/browser/styles/tokens.css'), 'utf8');
    const values = (text: string) =>
      new Map([...text.matchAll(/(--fl-[\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
    const light = values(css.slice(0, css.indexOf('@media')));
    const dark = values(css.slice(css.lastIndexOf('[data-theme="dark"]')));
    const ours = [...tokens.cssText.matchAll(/(--fl-[\w-]+): light-dark\((#\w+), (#\w+)\)/g)];
    expect(ours.length).toBeGreaterThan(12);
    for (const [, name = '', inLight, inDark] of ours) {
      expect([name, light.get(name), dark.get(name)]).toEqual([name, inLight, inDark]);
    }
  });

  it('can be loaded where there is no page', async () => {
    const { FormulensFormula } = await import('../../src/browser/element/index.js');
    expect(typeof FormulensFormula).toBe('function');
    expect(globalThis.document).toBeUndefined();
  });
});
