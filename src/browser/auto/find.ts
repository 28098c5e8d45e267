/** LaTeX, and whether it stands as a display or in a line of text. */
export type Written = { readonly latex: string; readonly display: boolean };

/** A formula that somebody has set in the page, or that waits to be. */
export type Found = Written & {
  /** What stands in the page now and goes into the element. */
  readonly node: ChildNode;
  /** KaTeX and raw text are replaced by the same formula with its pieces; what others set stays as it is. */
  readonly isReplaced: boolean;
};

/** Formulas are not looked for in these, nor in formulas that explain themselves already. */
const LEFT_ALONE = 'formulens-formula, script, style, noscript, textarea, pre, code, option, [contenteditable]';

/** All formulas below `root`, in the order of the page where they are of one kind. */
export function findFormulas(root: ParentNode): readonly Found[] {
  return [...katexFormulas(root), ...mathjaxFormulas(root), ...rawFormulas(root)];
}

function katexFormulas(root: ParentNode): readonly Found[] {
  return [...root.querySelectorAll('.katex')].flatMap((katex): Found[] => {
    if (katex.closest(LEFT_ALONE)) return [];
    const latex = texOf(katex);
    const display = katex.closest('.katex-display');
    return latex === undefined ? [] : [{ latex, display: display !== null, node: display ?? katex, isReplaced: true }];
  });
}

type MathItem = { readonly math: string; readonly display: boolean; readonly typesetRoot?: Node };
type MathJaxPage = {
  readonly MathJax?: { readonly startup?: { readonly document?: { readonly math?: Iterable<MathItem> } } };
};

/** MathJax 3 and 4 keep the TeX of what they have set in a list; where a page has switched that off, assistive MathML may have it. */
function mathjaxFormulas(root: ParentNode): readonly Found[] {
  const known = new Map<Node, MathItem>();
  for (const item of (globalThis as MathJaxPage).MathJax?.startup?.document?.math ?? []) {
    if (item.typesetRoot) known.set(item.typesetRoot, item);
  }
  return [...root.querySelectorAll('mjx-container')].flatMap((container): Found[] => {
    if (container.closest(LEFT_ALONE)) return [];
    const item = known.get(container);
    const latex = item?.math ?? texOf(container);
    const display = item?.display ?? container.getAttribute('display') === 'true';
    return latex === undefined ? [] : [{ latex: latex.trim(), display, node: container, isReplaced: false }];
  });
}

function texOf(element: Element): string | undefined {
  const text = element.querySelector('annotation[encoding="application/x-tex"]')?.textContent?.trim();
  return text === '' || text === null ? undefined : text;
}

/** `$$…$$`, `\[…\]`, `\(…\)`; a single dollar is too often money. */
const RAW = /\$\$([^$]+)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)/;
const MOST_RAW = 2_000;

/** Cuts text nodes at the delimiters, so that each raw formula is a node of its own. */
function rawFormulas(root: ParentNode): readonly Found[] {
  const document = root.ownerDocument ?? (root as Document);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Found[] = [];
  for (
    let node = walker.nextNode() as Text | null;
    node && found.length < MOST_RAW;
    node = walker.nextNode() as Text | null
  ) {
    const match = RAW.exec(node.data);
    if (!match || node.parentElement?.closest(`${LEFT_ALONE}, .katex, mjx-container`)) continue;
    const raw = node.splitText(match.index);
    raw.splitText(match[0].length);
    walker.currentNode = raw;
    const [, dollars, brackets, parentheses] = match;
    const latex = (dollars ?? brackets ?? parentheses ?? '').trim();
    if (latex !== '') found.push({ latex, display: parentheses === undefined, node: raw, isReplaced: true });
  }
  return found;
}
