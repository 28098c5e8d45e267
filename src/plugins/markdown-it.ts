import type { Block, Piece } from '../document/index.js';
import { type Finding, findingsOf } from '../document/lint.js';
import { plainProse } from '../render/prose.js';
import {
  type BlockState,
  blockMath,
  type InlineState,
  inlineMath,
  type RenderRule,
  type Token,
} from './markdown-it-rules.js';
import type { FormulensOptions } from './options.js';
import { type Built, createPages, type Page } from './pages.js';

export type { FormulensOptions, Lens, PageInfo } from './options.js';

/** Something that an author should look at. `line` counts from 1 and may be unknown. */
export type Told = Omit<Finding, 'span'> & {
  readonly path: string | undefined;
  readonly line: number | undefined;
  readonly latex: string;
};

export type MarkdownItOptions = FormulensOptions & {
  /** Takes what is to be told of formulas; written as warnings to the console where it is left out. */
  readonly report?: (told: Told) => void;
};

type State = { readonly src: string; readonly env: object | undefined; readonly tokens: Token[] };
type MarkdownIt = {
  readonly core: { readonly ruler: { push(name: string, rule: (state: State) => void): void } };
  readonly inline: { readonly ruler: { after(before: string, name: string, rule: unknown): void } };
  readonly block: {
    readonly ruler: { after(before: string, name: string, rule: unknown, options: { alt: string[] }): void };
  };
  readonly renderer: { readonly rules: Record<string, RenderRule | undefined> };
};

/** The names that plugins of markdown-it give to formulas. */
const INLINE = ['math_inline', 'math_inline_double', 'math_inline_block', 'math_inline_bare_block'] as const;
const DISPLAY: ReadonlySet<string> = new Set([
  'math_block',
  'math_inline_double',
  'math_inline_block',
  'math_inline_bare_block',
]);
const MATH: ReadonlySet<string> = new Set([...INLINE, 'math_block']);
const IGNORE = /^\s*<!--\s*formulens-ignore\s*-->\s*$/;

type TokenFormula = {
  readonly latex: string;
  readonly display: boolean;
  readonly token: Token;
  readonly line: number | undefined;
};

/**
 * Formulas that explain themselves, for markdown-it: beside `@mdit/plugin-katex`, `@vscode/markdown-it-katex` or another plugin
 * that sets formulas (used before this one), or alone.
 */
export default function markdownItFormulens(md: unknown, options: MarkdownItOptions = {}): void {
  const { core, inline, block, renderer } = md as MarkdownIt;
  const pages = createPages(options);
  // Where Vue compiles the page, nothing in a formula is a template.
  const raw = options.embed === undefined || options.embed === 'script' ? '' : ' v-pre';
  const report = options.report ?? ((told) => console.warn(toLine(told)));
  /** Texts that are rendered apart and share an environment are parts of one page. */
  const opened = new WeakMap<object, Page>();

  const plain = (latex: string, display: boolean): string =>
    pages.plain(latex, display).replace(/^<span/, `<span${raw}`);

  if (renderer.rules.math_inline === undefined) {
    inline.ruler.after('escape', 'math_inline', (state: InlineState, silent: boolean) => inlineMath(state, silent));
    block.ruler.after(
      'blockquote',
      'math_block',
      (state: BlockState, start: number, end: number, silent: boolean) => blockMath(state, start, end, silent),
      { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
    );
  }
  for (const name of MATH) {
    const before = options.plain === 'leave' ? renderer.rules[name] : undefined;
    renderer.rules[name] = (tokens, index, ...rest) => {
      const { content = '', type = '', meta } = tokens[index] ?? {};
      const html = meta?.formulens;
      if (typeof html === 'string') return html;
      return before?.(tokens, index, ...rest) ?? lineOfBlock(type, plain(content, DISPLAY.has(type)));
    };
  }

  core.ruler.push('formulens', ({ tokens, env }) => {
    if (isOff(env)) return;
    const blocks = blocksOf(tokens);
    const path = pathOf(env);
    const page = (env && opened.get(env)) ?? pages.open({ path });
    if (env) opened.set(env, page);
    for (const [{ token, latex, display, line }, built] of page(blocks)) {
      for (const { span: _, ...finding } of findingsOf(built.annotation, display)) {
        if (finding.level !== 'info' || options.all === true) report({ ...finding, path, line, latex });
      }
      if (built.element === undefined) continue;
      token.meta = {
        ...token.meta,
        formulens: lineOfBlock(token.type, elementOf(built.element, built.html(), raw)),
      };
    }
  });
}

function lineOfBlock(type: string, html: string): string {
  return type === 'math_block' ? `${html}\n` : html;
}

function elementOf({ attributes, script }: NonNullable<Built['element']>, html: string, raw: string): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  const data = script === undefined ? '' : `<script type="application/json" data-formulens>${script}</script>`;
  return `<formulens-formula${raw}${written.join('')}>${html}${data}</formulens-formula>`;
}

function escapeAttribute(value: string): string {
  return value.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** VitePress and friends put the head of the page into the environment. */
function isOff(env: object | undefined): boolean {
  const { frontmatter } = (env ?? {}) as { readonly frontmatter?: { readonly formulens?: unknown } };
  return frontmatter?.formulens === false;
}

function pathOf(env: object | undefined): string | undefined {
  const { relativePath, path } = (env ?? {}) as { readonly relativePath?: unknown; readonly path?: unknown };
  return [relativePath, path].find((p): p is string => typeof p === 'string');
}

function blocksOf(tokens: readonly Token[]): Block<TokenFormula>[] {
  const blocks: Block<TokenFormula>[] = [];
  let heading: number | undefined;
  let items = 0;
  let row: Piece<TokenFormula>[] | undefined;
  let isNextIgnored = false;
  for (const token of tokens) {
    if (token.type === 'heading_open') heading = Number(token.tag.slice(1));
    else if (token.type === 'heading_close') heading = undefined;
    else if (token.type === 'list_item_open') items += 1;
    else if (token.type === 'list_item_close') items -= 1;
    else if (token.type === 'tr_open') row = [];
    else if (token.type === 'tr_close') {
      blocks.push({ kind: 'item', pieces: row ?? [] });
      row = undefined;
    } else if (token.type === 'html_block') isNextIgnored = IGNORE.test(token.content);
    else if (token.type === 'math_block') {
      const line = token.map === null ? undefined : token.map[0] + 1;
      if (!isNextIgnored)
        blocks.push({ kind: 'display', pieces: [{ latex: token.content.trim(), display: true, token, line }] });
      isNextIgnored = false;
    } else if (token.type === 'inline') {
      const pieces = piecesOf(token);
      // The cells of a row are read together: a letter, and beside it what it stands for.
      if (row !== undefined) row.push('| ', ...pieces);
      else if (heading !== undefined) blocks.push({ kind: 'heading', level: heading, pieces });
      else blocks.push({ kind: items > 0 ? 'item' : 'paragraph', pieces });
    }
  }
  return blocks;
}

function piecesOf({ children, map }: Token): Piece<TokenFormula>[] {
  let line = map === null ? undefined : map[0] + 1;
  let isNextIgnored = false;
  const pieces: Piece<TokenFormula>[] = [];
  for (const token of children ?? []) {
    if (MATH.has(token.type)) {
      if (!isNextIgnored) pieces.push({ latex: token.content.trim(), display: DISPLAY.has(token.type), token, line });
      isNextIgnored = false;
      if (line !== undefined) line += token.content.split('\n').length - 1;
    } else if (token.type === 'html_inline') isNextIgnored = IGNORE.test(token.content);
    else if (token.type === 'softbreak' || token.type === 'hardbreak') {
      if (line !== undefined) line += 1;
      pieces.push('\n');
    } else {
      if (token.content.trim() !== '') isNextIgnored = false;
      pieces.push(token.content);
    }
  }
  return pieces;
}

function toLine({ path, line, level, message, hint, latex }: Told): string {
  const place = [path ?? 'formulens', ...(line === undefined ? [] : [line])].join(':');
  return `${place}: ${level}: ${plainProse(message)}${hint === '' ? '' : ` (${hint})`} in ${plainProse(latex)}`;
}
