import type { Behaviour } from '../explain/behaviour-schema.js';
import { told } from './behaviour.js';
import { proseHtml } from './page.js';

/** What was found by trying, as a list. */
export function behaviourHtml(behaviour: readonly Behaviour[] | undefined): string {
  const items = told(behaviour).map(({ says, samples, counterexample }) => {
    const seen = counterexample === undefined ? `(${samples} samples)` : `For example, ${proseHtml(counterexample)}.`;
    return `<li>${proseHtml(says)} ${seen}</li>`;
  });
  return items.length === 0 ? '' : `<dt>Tried out</dt><dd><ul>${items.join('')}</ul></dd>`;
}
