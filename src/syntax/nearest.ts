import { commandNames } from './commands/table.js';

/** The known command that is fewest edits away from `name`; null if none is near. */
export function nearestCommand(name: string): string | null {
  if (name.length > 30) return null;
  let best: string | null = null;
  let bestDistance = name.length <= 3 ? 2 : 3;
  for (const candidate of commandNames()) {
    if (candidate.includes('@') || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    if (name.length > 1 && candidate.length === 1) continue;
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau's distance with disjoint edits). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min((row[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, (before[j - 2] ?? 0) + 1);
      }
      current.push(distance);
    }
    before = row;
    row = current;
  }
  return row[b.length] ?? 0;
}
