/** A rectangle in pixels of the page, measured from the corner of the drawing layer. */
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

export function union(boxes: readonly Box[]): Box | undefined {
  const [first, ...rest] = boxes;
  return rest.reduce<Box | undefined>(
    (a, b) =>
      a && {
        left: Math.min(a.left, b.left),
        top: Math.min(a.top, b.top),
        right: Math.max(a.right, b.right),
        bottom: Math.max(a.bottom, b.bottom),
      },
    first,
  );
}

/**
 * Measures ink: what is black on the paper. Line boxes are of no use, since KaTeX leaves air around everything; so glyphs are
 * measured by their own outlines, and bars and roots by what draws them.
 */
export function createInkMeter(origin: {
  readonly left: number;
  readonly top: number;
}): (root: Element) => Box | undefined {
  const canvas = document.createElement('canvas').getContext('2d');
  const glyphs = new Map<string, Glyph>();

  return (root) => {
    const boxes: Box[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const box = textBox(node as Text);
      if (box) boxes.push(box);
    }
    for (const drawn of root.querySelectorAll(DRAWN)) {
      const { left, top, right, bottom, width } = drawn.getBoundingClientRect();
      if (width > 0) boxes.push({ left, top, right, bottom });
    }
    const box = union(boxes);
    return (
      box && {
        left: box.left - origin.left,
        top: box.top - origin.top,
        right: box.right - origin.left,
        bottom: box.bottom - origin.top,
      }
    );
  };

  function textBox(node: Text): Box | undefined {
    const text = node.data.replace(/[\s\u200b]/g, '');
    const parent = node.parentElement;
    if (text === '' || !parent) return undefined;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    if (rect.width === 0 && rect.height === 0) return undefined;
    const glyph = glyphOf(text, parent);
    if (!glyph) return rect;
    // The box of a line of text goes from the ascent of its font to the descent; its ink lies somewhere inside.
    const baseline = rect.top + (rect.height * glyph.fontAscent) / (glyph.fontAscent + glyph.fontDescent);
    return { left: rect.left, right: rect.right, top: baseline - glyph.ascent, bottom: baseline + glyph.descent };
  }

  function glyphOf(text: string, element: Element): Glyph | undefined {
    if (!canvas) return undefined;
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
    const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const key = `${font} ${text}`;
    const known = glyphs.get(key);
    if (known) return known;
    canvas.font = font;
    const metrics = canvas.measureText(text);
    const glyph = {
      ascent: metrics.actualBoundingBoxAscent,
      descent: metrics.actualBoundingBoxDescent,
      fontAscent: metrics.fontBoundingBoxAscent,
      fontDescent: metrics.fontBoundingBoxDescent,
    };
    glyphs.set(key, glyph);
    return glyph;
  }
}

type Glyph = {
  readonly ascent: number;
  readonly descent: number;
  readonly fontAscent: number;
  readonly fontDescent: number;
};

/** What KaTeX draws without letters: bars, lines, roots, stretched arrows and braces. */
const DRAWN =
  '.frac-line, .overline-line, .underline-line, .hdashline, .hline, .rule, .vertical-separator, .hide-tail, .stretchy, .fbox, .boxpad';
