import { type CompileContext, fromMarkdown, type Token } from 'mdast-util-from-markdown';
import { math } from 'micromark-extension-math';
import { type Block, type FoundFormula, isIgnored, type Piece, type Scanned } from './block.js';
import { maskFrontmatter, maskImages, maskLongRuns, maskMdx } from './mask.js';
import { MATH_FLOW, MATH_FLOW_VALUE, mathFlow } from './math-flow.js';
import { buildLatex, type LatexBuilder } from './offsets.js';

type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root['children'][number];

/** A formula among the nodes of the tree, while it is put together. */
type MathNode = {
  type: 'inlineMath' | 'math';
  value: string;
  builder?: LatexBuilder;
  end?: number;
  data?: { size: number };
};

/** Emphasis and links tell nothing of formulas, and resolving them takes quadratic time on hostile text. */
const NOT_NEEDED = ['attention', 'labelStartLink', 'labelStartImage', 'labelEnd'];
const NOT_IN_MDX = ['codeIndented', 'htmlFlow', 'htmlText', 'autolink'];

/** What emphasis and links leave in the text. */
function withoutMarkup(text: string): string {
  return text.replace(/\]\([^()\s]{0,300}\)/g, '').replace(/[*_[\]]/g, '');
}

/** The formulas of a Markdown or MDX text: between dollars, and in code blocks of the language `math`. */
export function scanMarkdown(text: string, format: 'markdown' | 'mdx'): Scanned {
  // The parser does not count a byte order mark; masking it as a space keeps all offsets.
  const bare = maskImages(maskLongRuns(maskFrontmatter(text.replace(/^\uFEFF/, ' '))));
  const source = format === 'mdx' ? maskMdx(bare) : bare;
  const tree = fromMarkdown(source, {
    extensions: [
      { flow: { 36: mathFlow }, text: math().text ?? {} },
      { disable: { null: [...NOT_NEEDED, ...(format === 'mdx' ? NOT_IN_MDX : [])] } },
    ],
    mdastExtensions: [
      {
        enter: { [MATH_FLOW]: enterMath, mathText: enterMath },
        exit: { [MATH_FLOW]: exitMath, mathText: exitMath, [MATH_FLOW_VALUE]: addValue, mathTextData: addValue },
      },
    ],
  });
  const blocks: Block<FoundFormula>[] = [];
  collectBlocks(tree, { text, source, blocks, inItem: false });
  return { blocks, macros: {} };
}

function enterMath(this: CompileContext, token: Token): void {
  const type = token.type === (MATH_FLOW as string) ? 'math' : 'inlineMath';
  const node: MathNode = { type, value: '', builder: buildLatex() };
  this.enter(node as unknown as Parameters<CompileContext['enter']>[0], token);
}

function exitMath(this: CompileContext, token: Token): void {
  this.exit(token);
}

function addValue(this: CompileContext, token: Token): void {
  const node = this.stack.at(-1) as unknown as MathNode;
  const { start, end } = token;
  // Between two lines stands the end of the first, and whatever a quotation or a list puts before the second.
  if (node.end !== undefined && node.end < start.offset) node.builder?.add('\n', node.end);
  node.builder?.add(this.sliceSerialize(token), start.offset);
  node.end = end.offset;
}

type Collecting = {
  /** As given, and as it was parsed. */
  readonly text: string;
  readonly source: string;
  readonly blocks: Block<FoundFormula>[];
  readonly inItem: boolean;
};

function collectBlocks(node: Nodes, collecting: Collecting): void {
  const { blocks } = collecting;
  switch (node.type) {
    case 'heading':
      blocks.push({ kind: 'heading', level: node.depth, pieces: piecesOf(node, collecting) });
      return;
    case 'paragraph':
      blocks.push({ kind: collecting.inItem ? 'item' : 'paragraph', pieces: piecesOf(node, collecting) });
      return;
    case 'code': {
      const formula = node.lang === 'math' ? fencedFormula(node, collecting) : undefined;
      if (formula !== undefined) blocks.push({ kind: 'display', pieces: [formula] });
      return;
    }
    default: {
      const formula = formulaOf(node, collecting);
      if (formula !== undefined) blocks.push({ kind: 'display', pieces: [formula] });
      else if ('children' in node) {
        const inside = node.type === 'listItem' ? { ...collecting, inItem: true } : collecting;
        for (const child of node.children) collectBlocks(child, inside);
      }
    }
  }
}

function piecesOf(node: Nodes, collecting: Collecting): Piece<FoundFormula>[] {
  const formula = formulaOf(node, collecting);
  if (formula !== undefined) return [formula];
  switch (node.type) {
    case 'text':
      return [withoutMarkup(node.value)];
    case 'inlineCode':
      return [node.value];
    case 'break':
      return ['\n'];
    default:
      return 'children' in node ? node.children.flatMap((child) => piecesOf(child, collecting)) : [];
  }
}

function formulaOf(node: Nodes, { text }: Collecting): FoundFormula | undefined {
  const { type, builder } = node as unknown as MathNode;
  if (builder === undefined) return undefined;
  const [start, end] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
  const { latex, offsets } = builder.build();
  const isDouble = text.startsWith('$$', start);
  // "$5 and $10" is money.
  if (!isDouble && /^\d/.test(text.slice(end, end + 1))) return undefined;
  if (latex.trim() === '' || isIgnored(text, start)) return undefined;
  const display = type === 'math' || isDouble;
  const span = type === 'math' ? withoutTail(text, start, end) : ([start, end] as const);
  const isOpen = type === 'math' && !text.slice(start + 2, span[1]).includes('$$');
  return { latex, offsets, span, display, ...(isOpen && { fault: 'the $$ that opens this formula is never closed' }) };
}

/** A display ends with its dollars, not with the full stop behind them. */
function withoutTail(text: string, start: number, end: number): readonly [number, number] {
  const close = text.lastIndexOf('$$', end - 1);
  return close > start + 1 ? [start, close + 2] : [start, end];
}

/** Code lines end where the lines of the document end; what stands before them is indentation or the mark of a quotation. */
function fencedFormula(node: Extract<Nodes, { type: 'code' }>, { text, source }: Collecting): FoundFormula | undefined {
  const [start, end] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
  if (isIgnored(text, start) || node.value.trim() === '') return undefined;
  const builder = buildLatex();
  let at = lineEndAt(source, start);
  let before: number | undefined;
  for (const line of node.value.split('\n')) {
    at = lineEndAt(source, at + (source.startsWith('\r\n', at) ? 2 : 1));
    if (before !== undefined) builder.add('\n', before);
    builder.add(line, at - line.length);
    before = at;
  }
  return { ...builder.build(), span: [start, end], display: true };
}

function lineEndAt(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}
