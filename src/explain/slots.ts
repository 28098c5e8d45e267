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

export function withArticle(name: string): string {
  return /^(?:the|a|an|its|our)\b/i.test(name)
    ? name
    : `${/^[aeiou]/i.test(name) && !/^(?:uni|eu|one)/i.test(name) ? 'an' : 'a'} ${name}`;
}
