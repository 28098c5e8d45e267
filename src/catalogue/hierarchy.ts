import type { ConceptFile } from './schema.js';

/** All more general concepts, nearest first. */
export function ancestorsOf(id: string, byId: ReadonlyMap<string, ConceptFile>): string[] {
  const found: string[] = [];
  const queue = [...(byId.get(id)?.is_a ?? [])];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === id || found.includes(next)) continue;
    found.push(next);
    queue.push(...(byId.get(next)?.is_a ?? []));
  }
  return found;
}

/** The shortest way from a concept through `is_a` back to itself, both ends included. */
export function cycleThrough(id: string, byId: ReadonlyMap<string, ConceptFile>): string[] | undefined {
  const seen = new Set<string>();
  const queue: string[][] = [[id]];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of byId.get(path.at(-1) as string)?.is_a ?? []) {
      if (next === id) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return undefined;
}
