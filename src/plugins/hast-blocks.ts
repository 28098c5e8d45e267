import { type Block, isIgnored, type Piece } from '../document/index.js';
import type { HastNode, HastPosition } from './hast.js';

/** A formula of a tree, and what has to be replaced to show it. */
export type HastFormula = {
  readonly latex: string;
  readonly display: boolean;
  readonly scope: HastNode;
  readonly parent: HastNode;
  readonly position: HastPosition | undefined;
};
export type HastBlocks = { readonly blocks: readonly Block<HastFormula>[]; readonly ignored: readonly HastFormula[] };

const BLOCKS: Readonly<Record<string, Block<unknown>['kind']>> = Object.fromEntries([
  ...[
    'p',
    'div',
    'section',
    'article',
    'blockquote',
    'figcaption',
    'figure',
    'dt',
    'dd',
    'ul',
    'ol',
    'dl',
    'table',
    'td',
    'th',
    'details',
    'summary',
    'aside',
    'main',
    'header',
    'footer',
    'root',
  ].map((name) => [name, 'paragraph']),
  ...['li', 'tr'].map((name) => [name, 'item']),
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, 'heading']),
]);
const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'svg', 'math', 'template']);
const IGNORE = /^\s*(?:<!--)?\s*formulens-ignore\s*(?:-->)?\s*$/;

/** The text of a tree with its formulas, as `remark-math` marks them. `source` is what the page was written in, if known. */
export function blocksOf(tree: HastNode, source: string): HastBlocks {
  const blocks: Block<HastFormula>[] = [];
  const ignored: HastFormula[] = [];
  let pieces: Piece<HastFormula>[] = [];
  let kind: Block<HastFormula>['kind'] = 'paragraph';
  let level: number | undefined;
  let isNextIgnored = false;
  visitChildren(tree, false);
  flush();
  return { blocks, ignored };

  function flush(): void {
    const isEmpty = pieces.every((piece) => typeof piece === 'string' && piece.trim() === '');
    if (!isEmpty) blocks.push({ kind, ...(level !== undefined && { level }), pieces });
    pieces = [];
  }

  function visitChildren(parent: HastNode, off: boolean): void {
    for (const child of parent.children ?? []) visit(child, parent, off);
  }

  function visit(node: HastNode, parent: HastNode, off: boolean): void {
    if (node.type === 'text') {
      pieces.push(node.value ?? '');
      if (node.value?.trim()) isNextIgnored = false;
    } else if (node.type === 'comment' || node.type === 'raw') {
      if (IGNORE.test(node.value ?? '')) isNextIgnored = true;
    } else if (node.type !== 'element') visitChildren(node, off);
    else if (!SILENT.has(node.tagName ?? '')) visitElement(node, parent, off);
  }

  function visitElement(node: HastNode, parent: HastNode, off: boolean): void {
    const isOff = off || /^(?:off|ignore)$/.test(String(node.properties?.dataFormulens ?? ''));
    const formula = formulaOf(node, parent);
    const block = BLOCKS[node.tagName ?? ''];
    const isCell = node.tagName === 'td' || node.tagName === 'th';
    if (formula !== undefined) take(formula, isOff);
    else if (node.tagName === 'pre') return;
    else if (block !== undefined && !isCell) visitBlock(node, block, isOff);
    else {
      // The cells of a row are read together: a letter, and beside it what it stands for.
      if (isCell) pieces.push('| ');
      visitChildren(node, isOff);
    }
  }

  function visitBlock(node: HastNode, block: Block<unknown>['kind'], isOff: boolean): void {
    const outer = [kind, level] as const;
    flush();
    // A paragraph in an item is part of it.
    kind = block === 'paragraph' && outer[0] === 'item' ? 'item' : block;
    level = block === 'heading' ? Number(node.tagName?.slice(1)) : undefined;
    visitChildren(node, isOff);
    flush();
    [kind, level] = outer;
  }

  function take(formula: HastFormula, off: boolean): void {
    const start = formula.position?.start.offset;
    if (off || isNextIgnored || (start !== undefined && isIgnored(source, start))) {
      ignored.push(formula);
      isNextIgnored = false;
      return;
    }
    if (!formula.display || kind !== 'paragraph' || pieces.some((p) => typeof p !== 'string' || p.trim() !== '')) {
      pieces.push(formula);
      return;
    }
    flush();
    blocks.push({ kind: 'display', pieces: [formula] });
  }
}

function formulaOf(node: HastNode, parent: HastNode): HastFormula | undefined {
  const isWrapped = node.tagName === 'pre' && node.children?.length === 1;
  const code = isWrapped ? node.children?.[0] : node;
  const classes = code?.properties?.className;
  if (code === undefined || !Array.isArray(classes)) return undefined;
  const isMath = classes.some((c) => c === 'language-math' || c === 'math-display' || c === 'math-inline');
  if (!isMath) return undefined;
  const latex = textOf(code);
  if (latex.trim() === '') return undefined;
  const display = classes.includes('math-display') || (isWrapped === true && code.tagName === 'code');
  return { latex, display, scope: node, parent, position: node.position ?? code.position };
}

function textOf(node: HastNode): string {
  return node.value ?? (node.children ?? []).map(textOf).join('');
}
