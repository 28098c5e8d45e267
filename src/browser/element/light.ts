import type { Annotation } from '../../explain/schema.js';
import { plainWords } from './plain.js';

/** The formula in the page: what KaTeX has set, as a child of the element. */
export function formulaOf(host: Element): HTMLElement | null {
  return host.querySelector<HTMLElement>(':scope > .katex-display, :scope > .katex');
}

/** Puts the markup of an answer into the page, unless the page brought its own. */
export function showFormula(host: Element, { html }: Annotation, isNew: boolean): void {
  const formula = formulaOf(host);
  if (html === undefined || (!isNew && formula?.querySelector('.katex-html [data-fl]'))) return;
  const template = document.createElement('template');
  template.innerHTML = html;
  if (formula) {
    formula.replaceWith(template.content);
    return;
  }
  // What stood here was the LaTeX for those without a script.
  for (const node of [...host.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
  host.prepend(template.content);
}

/** A formula of the card, set: by the answer, by KaTeX where the page has it, or as plain text. */
export function setInline(latex: string, math: Annotation['math']): Node {
  const { katex } = globalThis as { katex?: { renderToString(latex: string, options: object): string } };
  const markup = math?.[latex] ?? katex?.renderToString(latex, { throwOnError: false, strict: 'ignore' });
  if (markup === undefined) return document.createTextNode(plainWords(`$${latex}$`));
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
}

/** A formula that is wider than its place scrolls in it, and its marks end where it does. */
export function letScroll(host: Element, formula: HTMLElement | null): void {
  const math = formula?.matches('.katex-display') ? formula.querySelector('.katex') : null;
  const isLong = math !== null && math.scrollWidth > math.clientWidth + 1;
  formula?.classList.toggle('fl-long', isLong);
  host.toggleAttribute('data-long', isLong);
}
