import type { Catalogue, Concept } from '../catalogue/index.js';
import { namesOf, plainName } from './named-concept.js';
import { FORMULA, type Prose } from './prose-text.js';

/** How far back a sentence may call the formula by its name, in characters; and how many words a name has. */
const FAR = 120;
const MOST_WORDS = 4;

/** What is compared or denied is not what the formula is called. */
const SAYS_OTHERWISE =
  /\b(?:not|no|never|unlike|like|instead|rather|than|versus|vs|without|similar|alternative|approximat\w*|near(?:ly)?|almost|derivative|gradient)\b/i;

/** The concepts that the sentence before a formula calls by name: "The softmax of the scores is". */
export function conceptsSaidBefore(text: string, catalogue: Catalogue): readonly Concept[] {
  const sentence =
    text
      .slice(-FAR)
      .split(/[.!?;]\s/)
      .pop() ?? '';
  if (SAYS_OTHERWISE.test(sentence)) return [];
  const words = sentence.split(/[^\p{L}\p{N}-]+/u).filter((word) => word !== '');
  const { byName } = namesOf(catalogue);
  const found = new Set<Concept>();
  for (let from = 0; from < words.length; ) {
    // The longest name that begins here: "weighted average" is no average of weights.
    let size = Math.min(MOST_WORDS, words.length - from);
    const named = (): Concept | undefined => byName.get(plainName(words.slice(from, from + size).join('')));
    while (size > 1 && !named()) size--;
    const concept = named();
    if (concept) found.add(concept);
    from += size;
  }
  return [...found];
}

/** The words before each formula of a passage, as far back as another formula. */
export function wordsBefore({ text }: Prose, index: number): string {
  return text.split(FORMULA)[index] ?? '';
}
