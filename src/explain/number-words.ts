/** How sentences write numbers: short enough to be read, long enough to be told apart. */

/** Four significant digits, and no more zeros than needed: `0.7071`, `12`, `-3`, `1.2e-7`. */
export function shortNumber(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e6) return signed(String(x));
  if (!Number.isFinite(x)) return x > 0 ? '∞' : Number.isNaN(x) ? 'not a number' : '−∞';
  return signed(String(Number(x.toPrecision(4))));
}

function signed(text: string): string {
  return text.replace('-', '−').replace(/^−0$/, '0');
}

/** A number of a matrix as it stands in an answer. */
export type Entry = number | { readonly re: number; readonly im: number };

/** `2`, `1 + 2i`, `−i`. */
export function shortComplex(z: Entry): string {
  if (typeof z === 'number') return shortNumber(z);
  const size = shortNumber(Math.abs(z.im));
  const imaginary = size === '1' ? 'i' : `${size}i`;
  if (shortNumber(z.re) === '0') return z.im < 0 ? `−${imaginary}` : imaginary;
  return `${shortNumber(z.re)} ${z.im < 0 ? '−' : '+'} ${imaginary}`;
}

/** Numbers of a vector that are shown; the rest is dots. */
const MOST_ENTRIES = 8;

/** `(1, −2, 0)`. */
export function vectorWords(v: readonly Entry[]): string {
  const shown = v.slice(0, MOST_ENTRIES).map(shortComplex);
  return `(${[...shown, ...(v.length > MOST_ENTRIES ? ['…'] : [])].join(', ')})`;
}

/** `a, b and c`; past `most`, the rest is counted. */
export function listWords(items: readonly string[], most = 8): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : items;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

export function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

/** `1 row`, `3 rows`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

export function times(n: number): string {
  return n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`;
}
