import type { Behaviour } from '../explain/behaviour-schema.js';
import { told } from './behaviour.js';
import { proseHtml, type SetMath } from './html.js';

/** What was found by trying, as a list. */
export function behaviourHtml(behaviour: readonly Behaviour[] | undefined, set: SetMath): string {
  const items = told(behaviour).map(({ says, samples, counterexample }) => {
    const seen =
      counterexample === undefined ? `(${samples} samples)` : `For example, ${proseHtml(counterexample, set)}.`;
    return `<li>${proseHtml(says, set)} ${seen}</li>`;
  });
  return items.length === 0 ? '' : `<dt>Tried out</dt><dd><ul>${items.join('')}</ul></dd>`;
}
