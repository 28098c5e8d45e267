import { escapeHtml } from '../escape.js';

/** SVG as text. Every text and every attribute passes through `escapeXml`; there is no other way in. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What XML cannot hold at all is left out; so are halves of characters. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

export function escapeXml(text: string): string {
  return escapeHtml(text.replace(NOT_IN_XML, ''));
}

/** An element; `children` are elements or escaped text. */
export function el(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${escapeXml(at(value))}"`))
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Nothing further out can be seen. */
const FAR = 1e5;

/** A coordinate: a tenth of a pixel is as fine as anybody sees. */
export function at(x: string | number): string {
  if (typeof x === 'string') return x;
  const rounded = Math.round(Math.min(FAR, Math.max(-FAR, x)) * 10) / 10;
  return String(Object.is(rounded, -0) || !Number.isFinite(rounded) ? 0 : rounded);
}

export type Point = readonly [number, number];

/** Lines through points; a NaN lifts the pen. */
export function pathOf(points: readonly Point[]): string {
  let pen = false;
  let path = '';
  for (const [x, y] of points) {
    const drawn = Number.isFinite(x) && Number.isFinite(y);
    if (drawn) path += `${pen ? 'L' : 'M'}${at(x)} ${at(y)}`;
    pen = drawn;
  }
  return path;
}
