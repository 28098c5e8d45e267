/** A clause as a sentence: a capital, unless it begins with a formula, and a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const first = /^[a-z]/.test(trimmed) ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1) : trimmed;
  return trimmed === '' || /[.!?]$/.test(trimmed) ? first : `${first}.`;
}
