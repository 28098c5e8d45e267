/** Fills `{role}` in a text; a slot without a role keeps the role's name in words. */
export function fillSlots(text: string, fill: (role: string) => string | undefined): string {
  return text.replace(/\{(\\?[A-Za-z]\w*'?)\}/g, (_, role: string) => fill(role.replace(/^\\/, '')) ?? role);
}

/** LaTeX inside a sentence; a dollar sign of the reader's own cannot end it. */
export function inlineMath(latex: string): string {
  return `$${latex.replace(/\$/g, '\\$').replace(/\s+/g, ' ').trim()}$`;
}

/** A symbol with what is known of it: "$h_s$, the encoder states". */
export function symbolPhrase(latex: string, meaning: string): string {
  return meaning === '' ? inlineMath(latex) : `${inlineMath(latex)}, ${meaning}`;
}

/** A theorem, a law, an equation: there is one of it. */
const ONE_OF_A_KIND =
  /\b(?:theorem|law|inequality|equations?|formula|principle|rule|identity|Lorenz system)(?: of [\w ]+)?$/;
const ONE_OF_MANY = /^(?:system of|power law|quadrature rule|.*eigenvalue equation)/;
const PLURAL = /^(?:odds|least squares)$/;
/** Letters that are spoken with a vowel first: "an L2 norm", "an RBF kernel". */
const SPOKEN_VOWEL = /^(?:[aeiouAEIOU]|(?!SELU|SARSA)[FHLMNRSX](?:[A-Z\d]|\b))/;
const SPOKEN_CONSONANT = /^(?:[Uu]ni|[Ee]u|[Oo]ne)/;

/** "a softmax", "an RMSprop step", "the Bayes theorem", "Hooke's law". */
export function withArticle(name: string): string {
  if (/^(?:the|a|an|its|our)\b/i.test(name) || /^\w+(?:'s|s') /.test(name) || PLURAL.test(name)) return name;
  if (ONE_OF_A_KIND.test(name) && !ONE_OF_MANY.test(name)) return `the ${name}`;
  return `${SPOKEN_VOWEL.test(name) && !SPOKEN_CONSONANT.test(name) ? 'an' : 'a'} ${name}`;
}
