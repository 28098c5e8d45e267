import { createPositions, isPageIgnored } from '../document/index.js';
import { findingsOf } from '../document/lint.js';
import { plainProse } from '../render/prose.js';
import type { HastNode } from './hast.js';
import { hastOfMarkup } from './hast.js';
import { blocksOf, type HastFormula } from './hast-blocks.js';
import type { FormulensOptions } from './options.js';
import { type Built, createPages } from './pages.js';

export type { FormulensOptions, Lens, PageInfo } from './options.js';

/** A file as unified hands it on. */
export type RehypeFile = {
  readonly path?: string | undefined;
  readonly value?: unknown;
  readonly data?: object;
  message(reason: string, options: object): { fatal?: boolean | null | undefined };
};

/**
 * Formulas that explain themselves, for unified: after `remark-math` and `remark-rehype`, instead of `rehype-katex` or before
 * it. What cannot be read and near misses become messages of the file.
 */
export default function rehypeFormulens(options: FormulensOptions = {}) {
  const pages = createPages(options);
  return (tree: HastNode, file: RehypeFile): undefined => {
    const source = typeof file.value === 'string' ? file.value : '';
    const { blocks, ignored } = blocksOf(tree, source);
    if (isPageIgnored(source) || isOff(file.data)) {
      for (const block of blocks) for (const piece of block.pieces) if (typeof piece !== 'string') showPlain(piece);
    } else {
      const page = pages.open({ path: file.path });
      for (const [formula, built] of page(blocks)) {
        tell(file, source, formula, built, options.all === true);
        if (built.element !== undefined) replace(formula, [elementOf(built.element, built.html())]);
        else if (options.plain !== 'leave') replace(formula, hastOfMarkup(built.html()));
      }
    }
    for (const formula of ignored) showPlain(formula);
  };

  function showPlain(formula: HastFormula): void {
    if (options.plain !== 'leave') replace(formula, hastOfMarkup(pages.plain(formula.latex, formula.display)));
  }
}

/** `formulens: false` at the head of the page, as the tools before us may have read it. */
function isOff(data: object | undefined): boolean {
  const { matter, frontmatter, astro } = (data ?? {}) as Record<string, Record<string, unknown> | undefined>;
  const inner = astro?.frontmatter as Record<string, unknown> | undefined;
  return [matter, frontmatter, inner].some((head) => head?.formulens === false);
}

function elementOf({ attributes, script }: NonNullable<Built['element']>, html: string): HastNode {
  const data: HastNode[] =
    script === undefined
      ? []
      : [
          {
            type: 'element',
            tagName: 'script',
            properties: { type: 'application/json', dataFormulens: '' },
            children: [{ type: 'text', value: script }],
          },
        ];
  const { 'data-formulens': dataFormulens, ...rest } = attributes;
  return {
    type: 'element',
    tagName: 'formulens-formula',
    properties: { ...rest, ...(dataFormulens !== undefined && { dataFormulens }) },
    children: [...hastOfMarkup(html), ...data],
  };
}

function replace({ parent, scope }: HastFormula, nodes: readonly HastNode[]): void {
  const at = parent.children?.indexOf(scope) ?? -1;
  if (at >= 0) parent.children?.splice(at, 1, ...nodes);
}

function tell(file: RehypeFile, source: string, formula: HastFormula, { annotation }: Built, all: boolean): void {
  const findings = findingsOf(annotation, formula.display).filter(({ level }) => all || level !== 'info');
  if (findings.length === 0) return;
  const { position, latex } = formula;
  const start = position?.start.offset;
  // The LaTeX stands in the source as it is, unless a quotation or a list has put something before its lines.
  const at = start === undefined ? -1 : source.indexOf(latex, start);
  const isThere = at >= 0 && position?.end.offset !== undefined && at < position.end.offset;
  const points = isThere ? createPositions(source) : undefined;
  for (const { code, message, hint, span, level } of findings) {
    const [from, to] = [at + span[0], at + span[1]];
    const place =
      points === undefined
        ? position
        : { start: { ...points(from), offset: from }, end: { ...points(to), offset: to } };
    const told = file.message(`${plainProse(message)}${hint === '' ? '' : ` (${hint})`}`, {
      ...(place !== undefined && { place }),
      ruleId: code.replaceAll('/', '-'),
      source: 'formulens',
    });
    if (level === 'info') told.fatal = null;
  }
}
