import { css } from 'lit';
import { tokens } from './tokens.js';

/** What the formula in the page takes on: it is set by KaTeX in the page's own tree, where styles of the element do not reach. */
const pageStyle = css`
  formulens-formula .katex {
    direction: ltr;
  }
  formulens-formula > :is(.katex, .katex-display) .katex-html {
    transition: color var(--fl-quick);
  }
  formulens-formula[data-dimmed] > :is(.katex, .katex-display) .katex-html {
    color: var(--fl-ink-dim);
  }
  formulens-formula[data-dimmed] .katex-html .fl-on {
    color: var(--fl-ink);
  }
  formulens-formula .katex-html .fl-faded {
    color: var(--fl-mark);
  }
  formulens-formula .fl-folded > :not(.fl-words) {
    display: none;
  }
  formulens-formula .fl-words {
    font-family: KaTeX_SansSerif, var(--fl-sans);
    font-size: 0.86em;
    white-space: nowrap;
  }
  formulens-formula .katex-display.fl-long > .katex {
    overflow: auto hidden;
    padding-block: 2.5rem;
    margin-block: -2.5rem;
    scrollbar-width: thin;
  }
  formulens-formula > [slot] {
    font-size: 1em;
  }
  formulens-formula > [slot] .katex {
    font-size: 1.05em;
  }
  formulens-formula > .fl-wide {
    display: inline-block;
    max-width: 100%;
    overflow: auto hidden;
    vertical-align: bottom;
    scrollbar-width: thin;
  }
  @media print {
    formulens-formula[data-dimmed] > :is(.katex, .katex-display) .katex-html,
    formulens-formula[data-dimmed] .katex-html .fl-on,
    formulens-formula .katex-html .fl-faded {
      color: inherit;
    }
  }
`;

/** Adds them to the document, or to the shadow tree in which the element stands; once, however many elements there are. */
export function adoptInPage(root: Node): void {
  const target = root instanceof ShadowRoot || root instanceof Document ? root : document;
  const sheets = [tokens.styleSheet, pageStyle.styleSheet].filter((sheet) => sheet !== undefined);
  const missing = sheets.filter((sheet) => !target.adoptedStyleSheets.includes(sheet));
  if (missing.length > 0) target.adoptedStyleSheets = [...target.adoptedStyleSheets, ...missing];
}
