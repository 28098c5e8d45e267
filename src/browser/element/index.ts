import { FormulensFormula } from './formula.js';

export { FormulensFormula } from './formula.js';

// On a server there is nothing to define; whoever imports this there gets the class.
if (globalThis.customElements !== undefined && customElements.get('formulens-formula') === undefined) {
  customElements.define('formulens-formula', FormulensFormula);
}

declare global {
  interface HTMLElementTagNameMap {
    'formulens-formula': FormulensFormula;
  }
}
