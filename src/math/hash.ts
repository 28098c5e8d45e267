/** Pseudo-random numbers that depend on nothing but their arguments. */

/** FNV-1a over UTF-16 units (Fowler, Noll and Vo 1991), finished by murmur3's mixer. */
export function hashText(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let k = 0; k < text.length; k++) h = Math.imul(h ^ text.charCodeAt(k), 0x01000193);
  return mix(h);
}

export function hashNumbers(...values: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const value of values) h = mix(Math.imul(h ^ value, 0x85ebca6b) + 0x632be5ab);
  return h >>> 0;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1) from a hash and a counter. */
export function unit(hash: number, k = 0): number {
  return hashNumbers(hash, k) / 2 ** 32;
}

/** A number in [low, high). */
export function between(low: number, high: number, hash: number, k = 0): number {
  return low + (high - low) * unit(hash, k);
}
