import type { Behaviour } from '../explain/behaviour-schema.js';
import { plainProse } from './prose.js';

/** What was found by trying, one line each: what holds first. */
export function behaviourTexts(behaviour: readonly Behaviour[] | undefined): string[] {
  return told(behaviour).map(({ says, samples, counterexample }) => {
    const seen = counterexample === undefined ? `(${samples} samples)` : `For example, ${plainProse(counterexample)}.`;
    return `${plainProse(says)} ${seen}`;
  });
}

/** What holds, and after it what does not. */
export function told(behaviour: readonly Behaviour[] | undefined): readonly Behaviour[] {
  return [...(behaviour ?? [])].sort((a, b) => Number(b.holds) - Number(a.holds));
}
