/** A value as the service writes it. */
export type Plain = number | string | boolean | { readonly re: number; readonly im: number } | readonly Plain[];

export function isTable(value: Plain): value is readonly (readonly Plain[])[] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => Array.isArray(row));
}

/** As many digits as say something: 0.659, 11.2, 1200, 3e-5. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return minus(String(value));
  const size = Math.abs(value);
  if (size < 0.001 || size >= 1e6) return minus(value.toExponential(1).replace('e+', 'e').replace('.0e', 'e'));
  return minus(String(Number(value.toPrecision(size < 1 ? 3 : 4))));
}

export function formatValue(value: Plain): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? 'holds' : 'does not hold';
  if (typeof value === 'string') return value.replace('Infinity', '∞').replace('-', '−');
  if ('re' in value) {
    const imaginary = `${formatNumber(Math.abs(value.im))}i`;
    return value.re === 0
      ? `${value.im < 0 ? '−' : ''}${imaginary}`
      : `${formatNumber(value.re)} ${value.im < 0 ? '−' : '+'} ${imaginary}`;
  }
  return value.map(formatValue).join(', ');
}

/** The same value with one number of it replaced. */
export function replaceAt(value: Plain, path: readonly number[], next: number): Plain {
  const [at, ...rest] = path;
  if (at === undefined || !Array.isArray(value)) return next;
  return (value as readonly Plain[]).map((item, index) => (index === at ? replaceAt(item, rest, next) : item));
}

/** All numbers in a value, in order. */
export function numbersIn(value: Plain): readonly number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? (value as readonly Plain[]).flatMap(numbersIn) : [];
}

function minus(text: string): string {
  return text.replace('-', '−');
}
