import { exprKey } from '../expr/key.js';
import { read } from '../meaning/index.js';
import { parse } from '../syntax/index.js';

/** What prose says of symbols: "where $\alpha$ is the learning rate", "the attention weights $\alpha_{ts}$". */
export type ProseMeaning = { readonly key: string; readonly latex: string; readonly meaning: string };

const MATH = String.raw`(?:\$([^$\n]{1,60})\$|\\\(([^\n]{1,60}?)\\\))`;
const WORD = "[A-Za-z][A-Za-z'’-]*";
/** "$x$ is/are/denotes the …", up to a comma, a full stop, or the next symbol. */
const AFTER = new RegExp(
  String.raw`${MATH}\s*(?:is|are|be|denotes?|represents?|stands? for|means|refers? to|:)\s+((?:(?!\band\b\s*\$)[^.,;:$()\n]){3,80})`,
  'g',
);
/** "the … $x$": an article and up to four words right before the symbol. */
const BEFORE = new RegExp(String.raw`\b((?:the|a|an|our|its|their)\s+(?:${WORD}\s+){0,4}${WORD})\s+${MATH}`, 'gi');
const NOT_A_MEANING =
  /^(?:not|also|thus|then|given|called|equal|defined|in|of|to|from|at|used|where|when|if|as|by|for|with|on)\b/i;
const LAST_WORD_IS_NO_NOUN =
  /\b(?:of|to|in|at|by|for|with|and|or|that|than|where|when|is|are|as|on|from|let|set|given|using|by)$/i;

export function meaningsIn(prose: string): ProseMeaning[] {
  const found = new Map<string, ProseMeaning>();
  const put = (latex: string, meaning: string): void => {
    const words = meaning.trim().replace(/\s+/g, ' ');
    if (words.length < 3 || NOT_A_MEANING.test(words) || LAST_WORD_IS_NO_NOUN.test(words)) return;
    const key = symbolOf(latex);
    if (key !== undefined && !found.has(key)) found.set(key, { key, latex, meaning: words });
  };
  for (const m of prose.matchAll(AFTER)) put((m[1] ?? m[2]) as string, m[3] as string);
  for (const m of prose.matchAll(BEFORE)) put((m[2] ?? m[3]) as string, m[1] as string);
  return [...found.values()];
}

/** Only a single symbol, with or without indices, can be given a meaning. */
function symbolOf(latex: string): string | undefined {
  const { tree, problems } = parse(latex);
  if (problems.length > 0) return undefined;
  const { expr } = read({ latex, tree, problems });
  const single = expr.kind === 'symbol' || expr.kind === 'indexed' || expr.kind === 'differential';
  return single ? exprKey(expr) : undefined;
}
