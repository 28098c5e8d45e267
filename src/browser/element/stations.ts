import type { Annotation, Warning } from '../../explain/schema.js';
import { withArticle } from '../../explain/slots.js';
import { warningId } from '../../render/pieces.js';
import { readingOrder, type Stop } from '../../render/reading-order.js';

/** Where a walk through the formula can stand: the stops of the reading order, then its near misses. */
export type Station = Pick<Stop, 'id' | 'number' | 'depth' | 'parent' | 'children' | 'name' | 'latex' | 'chunk'> & {
  readonly kind: Stop['kind'] | 'near';
  readonly warning?: Warning;
  /** Its place among those with the same parent, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
};

export type Walk = {
  readonly stations: readonly Station[];
  readonly get: (id: string | null) => Station | undefined;
};

export const NOTHING_KNOWN: Walk = { stations: [], get: () => undefined };

export function toWalk(annotation: Annotation): Walk {
  const stops = readingOrder(annotation);
  const roots = stops.filter(({ parent }) => parent === null).length + annotation.warnings.length;
  const seen = new Map<string | null, number>();
  const count = (parent: string | null): number => {
    const place = (seen.get(parent) ?? 0) + 1;
    seen.set(parent, place);
    return place;
  };
  const byId = new Map(stops.map((stop) => [stop.id, stop]));
  const stations: Station[] = stops.map((stop) => ({
    ...stop,
    place: count(stop.parent),
    siblings: stop.parent === null ? roots : (byId.get(stop.parent)?.children.length ?? 1),
  }));
  for (const [index, warning] of annotation.warnings.entries()) {
    stations.push({
      id: warningId(index),
      kind: 'near',
      number: stations.length + 1,
      depth: 0,
      parent: null,
      children: [],
      name: `Almost ${withArticle(warning.concept.replaceAll('-', ' '))}`,
      latex: annotation.latex,
      chunk: undefined,
      warning,
      place: count(null),
      siblings: roots,
    });
  }
  const stationById = new Map(stations.map((station) => [station.id, station]));
  return { stations, get: (id) => (id === null ? undefined : stationById.get(id)) };
}

export type Move = 'in' | 'out' | 'next' | 'previous' | 'home';

/** The station that a move leads to; undefined where there is none, and the walk stays where it is. */
export function moved(walk: Walk, from: Station | undefined, move: Move): Station | undefined {
  const [first] = walk.stations;
  if (from === undefined || move === 'home') return first;
  if (move === 'in') return walk.get(from.children[0] ?? null);
  if (move === 'out') return walk.get(from.parent);
  const step = move === 'next' ? 1 : -1;
  return walk.stations.find(({ parent, place }) => parent === from.parent && place === from.place + step);
}

/** "softmax, in attention weights": the way out, nearest first. */
export function pathOut(walk: Walk, station: Station): readonly Station[] {
  const path: Station[] = [];
  for (let at = walk.get(station.parent); at && path.length < 50; at = walk.get(at.parent)) path.push(at);
  return path;
}
