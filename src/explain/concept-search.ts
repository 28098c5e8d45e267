import type { Concept } from '../catalogue/index.js';
import { editDistance } from '../syntax/nearest.js';

/** Concepts whose name, other names or family have every word of the query in them; those that are called so come first. */
export function searchConcepts(concepts: Iterable<Concept>, query: string): Concept[] {
  const wanted = plain(query);
  const words = wanted.split(' ').filter((word) => word !== '');
  const found = [...concepts].flatMap((concept, place) => {
    const rank = rankOf(concept, wanted, words);
    return rank === undefined ? [] : [{ concept, rank, place }];
  });
  return found.sort((a, b) => a.rank - b.rank || a.place - b.place).map(({ concept }) => concept);
}

function rankOf({ id, family, file }: Concept, wanted: string, words: readonly string[]): number | undefined {
  const names = [id, file.name, ...file.aliases].map(plain);
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (names.some(has)) return 2;
  return has(`${names.join(' ')} ${plain(family)}`) ? 3 : undefined;
}

/** The id that was probably meant: a slip or two away, or one that begins or ends like it. */
export function nearestId(ids: readonly string[], asked: string): string | undefined {
  const wanted = plain(asked).replaceAll(' ', '-');
  if (wanted.length < 3 || wanted.length > 50) return undefined;
  const most = wanted.length < 6 ? 1 : 2;
  const near = ids
    .filter((id) => Math.abs(id.length - wanted.length) <= most)
    .map((id) => ({ id, distance: editDistance(wanted, id) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.id ?? ids.find((id) => id.startsWith(`${wanted}-`) || id.endsWith(`-${wanted}`));
}

/** Small letters without accents; anything else parts words. */
function plain(text: string): string {
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
