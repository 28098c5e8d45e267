import { html, type TemplateResult } from 'lit';
import { INLINE_MATH } from '../../render/inline-math.js';

/**
 * Words with formulas in them. Formulas are set by KaTeX and need its styles, which are those of the page; so they are put into
 * the page as children of the element, and the card shows them through slots.
 */
export type Prose = {
  readonly words: (text: string) => TemplateResult;
  readonly formula: (latex: string) => TemplateResult;
  /** LaTeX by slot, in the order in which it was asked for. */
  readonly slots: readonly string[];
};

export function createProse(): Prose {
  const slots: string[] = [];
  const formula = (latex: string): TemplateResult => {
    slots.push(latex);
    return html`<slot name=${slotName(slots.length - 1)}></slot>`;
  };
  const words = (text: string): TemplateResult => {
    const parts: unknown[] = [];
    let end = 0;
    for (const match of text.matchAll(INLINE_MATH)) {
      parts.push(text.slice(end, match.index), formula(match[1] ?? ''));
      end = match.index + match[0].length;
    }
    return html`${[...parts, text.slice(end).replaceAll('\\$', '$')]}`;
  };
  return { words, formula, slots };
}

const LONG = 40;

function slotName(index: number): string {
  return `fl-${index}`;
}

/** Puts the formulas of the card into the page, and takes away those that it no longer shows. */
export function fillSlots(host: Element, slots: readonly string[], set: (latex: string) => Node): void {
  const present = [...host.children].filter((child) => child.slot.startsWith('fl-'));
  for (const child of present.slice(slots.length)) child.remove();
  for (const [index, latex] of slots.entries()) {
    const known = present[index];
    if (known?.getAttribute('data-latex') === latex) continue;
    const child = known ?? host.appendChild(document.createElement('span'));
    child.slot = slotName(index);
    // Some formulas have no place to break; they scroll within the card.
    child.classList.toggle('fl-wide', latex.length > LONG);
    child.setAttribute('data-latex', latex);
    child.replaceChildren(set(latex));
  }
}
