/** What the reader has chosen; all of it can be shared as an address. */
export type State = {
  readonly latex: string;
  readonly view: View;
  /** Readings forced, by the LaTeX of the place. */
  readonly readings: Readonly<Record<string, string>>;
  /** Formulas that stand before this one, so that a story from the shelf stays one. */
  readonly preceding: readonly string[];
  /** Values put in, by the LaTeX of what has them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The stop in focus. */
  readonly current: string | null;
  /** Levels folded into words. */
  readonly zoom: number;
};

export const VIEWS = ['read', 'numbers', 'picture'] as const;
export type View = (typeof VIEWS)[number];

export function startState(latex: string): State {
  return { latex, view: 'read', readings: {}, preceding: [], values: {}, current: null, zoom: 0 };
}

/** A new formula: what was said about the old one no longer holds. */
export function withLatex(state: State, latex: string, preceding: readonly string[] = []): State {
  return { ...startState(latex), view: state.view, preceding };
}

/** Formulas before it belong to a formula that is edited; to one that is pasted over it they do not. */
export function edited(state: State, latex: string): State {
  return withLatex(state, latex, isEdit(state.latex, latex) ? state.preceding : []);
}

function isEdit(before: string, after: string): boolean {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return 2 * (head + tail) >= before.length;
}

/** The part of an address after `#`. What is as usual is left out, so that addresses stay short. */
export function toFragment(state: State): string {
  const query = new URLSearchParams({ latex: state.latex });
  if (state.view !== 'read') query.set('view', state.view);
  if (state.zoom > 0) query.set('zoom', String(state.zoom));
  if (state.current !== null) query.set('at', state.current);
  for (const [place, reading] of Object.entries(state.readings)) query.append('read', JSON.stringify([place, reading]));
  for (const latex of state.preceding) query.append('after', latex);
  for (const entry of Object.entries(state.values)) query.append('put', JSON.stringify(entry));
  return query.toString();
}

/** Undefined where the fragment says nothing of a formula; what makes no sense in it is left out. */
export function fromFragment(fragment: string): State | undefined {
  const query = new URLSearchParams(fragment.replace(/^#/, ''));
  const latex = query.get('latex');
  if (latex === null) return undefined;
  const view = VIEWS.find((name) => name === query.get('view')) ?? 'read';
  const zoom = Number(query.get('zoom'));
  const pairs = query.getAll('read').flatMap(toPair);
  return {
    latex,
    view,
    zoom: Number.isInteger(zoom) && zoom > 0 && zoom < 100 ? zoom : 0,
    current: query.get('at'),
    preceding: query.getAll('after'),
    readings: Object.fromEntries(
      pairs.flatMap(([place, reading]) => (typeof reading === 'string' ? [[place, reading]] : [])),
    ),
    values: Object.fromEntries(query.getAll('put').flatMap(toPair)),
  };
}

function toPair(text: string): [string, unknown][] {
  try {
    const pair: unknown = JSON.parse(text);
    return Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' ? [[pair[0], pair[1]]] : [];
  } catch {
    return [];
  }
}
