/** Enough of XML to tell a well-formed document from one that is not. */

export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
};

const TOKEN = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
const ENTITY = /&(?!(?:amp|lt|gt|quot|#39);)/;

/** Throws where the text is no single element, properly nested and escaped. */
export function parseXml(text: string): XmlElement {
  type Open = { name: string; attributes: Record<string, string>; children: (XmlElement | string)[] };
  const top: Open = { name: '', attributes: {}, children: [] };
  const stack: Open[] = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 60)}`);
    const [whole, closed, opened, attributes = '', empty, words] = match;
    if (ENTITY.test(whole)) throw new Error(`a bare & at ${at}: ${whole.slice(0, 60)}`);
    const inner = stack.at(-1) as Open;
    if (closed !== undefined) {
      if (stack.pop()?.name !== closed || stack.length === 0) throw new Error(`</${closed}> closes nothing at ${at}`);
    } else if (opened !== undefined) {
      const element: Open = { name: opened, attributes: {}, children: [] };
      for (const [, key = '', value = ''] of attributes.matchAll(/([\w:-]+)="([^"]*)"/g)) {
        if (key in element.attributes) throw new Error(`${key} twice at ${at}`);
        element.attributes[key] = value;
      }
      inner.children.push(element);
      if (empty === '') stack.push(element);
    } else inner.children.push(words as string);
  }
  if (stack.length !== 1) throw new Error(`<${stack.at(-1)?.name}> is never closed`);
  const [root, ...rest] = top.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  if (root === undefined || typeof root === 'string' || rest.length > 0) throw new Error('not one element');
  return root;
}

export function elementsOf(root: XmlElement): readonly XmlElement[] {
  return [root, ...root.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child)))];
}

export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
