/** Trees of HTML as unified has them (hast), as far as they are needed here. */
export type HastNode = {
  type: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: HastNode[];
  value?: string;
  position?: HastPosition | undefined;
};
export type HastPosition = { start: HastPoint; end: HastPoint };
export type HastPoint = { line: number; column: number; offset?: number | undefined };

const MARKUP = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g;

/**
 * KaTeX's own markup as a tree: every element is closed and every value quoted, which is far less than HTML allows, and far
 * quicker to read.
 */
export function hastOfMarkup(markup: string): HastNode[] {
  const root: HastNode = { type: 'root', children: [] };
  const open = [root];
  for (const [, closing, name = '', attributes = '', selfClosing, text] of markup.matchAll(MARKUP)) {
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.children?.push({ type: 'text', value: decode(text) });
    else if (closing) {
      if (open.length > 1) open.pop();
    } else {
      const element: HastNode = { type: 'element', tagName: name, properties: propertiesOf(attributes), children: [] };
      parent.children?.push(element);
      if (!selfClosing) open.push(element);
    }
  }
  return root.children ?? [];
}

function propertiesOf(attributes: string): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const [, name = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    const decoded = decode(value);
    if (name === 'class') properties.className = decoded.split(' ').filter((c) => c !== '');
    else properties[toPropertyName(name)] = decoded;
  }
  return properties;
}

/** `aria-hidden` is `ariaHidden` in hast, `data-fl` is `dataFl`; the other names that KaTeX writes are their own. */
function toPropertyName(name: string): string {
  return /^(?:aria|data)-/.test(name)
    ? name.replace(/-([a-z])/g, (_whole, letter: string) => letter.toUpperCase())
    : name;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00a0' };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16));
  });
}
