/** Tries that shrinking may cost. */
const MOST_TRIES = 400;

/** The smallest text found by leaving pieces out for which the fault is still there. */
export function shrink(text: string, isFaulty: (text: string) => boolean): string {
  let smallest = text;
  let tries = 0;
  for (let size = Math.ceil(text.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.length && tries < MOST_TRIES; ) {
      const shorter = smallest.slice(0, at) + smallest.slice(at + size);
      tries++;
      if (isFaulty(shorter)) smallest = shorter;
      else at += size;
    }
  }
  return smallest;
}
