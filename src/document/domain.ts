/** Fields by the words that headings of texts about them have; the first that fits speaks. */
const FIELDS: readonly (readonly [domain: string, words: RegExp])[] = [
  ['attention', /\b(?:attention|transformers?|seq2seq|encoders?|decoders?|recurrent|lstm|gru|rnns?)\b/i],
  [
    'machine-learning',
    /\b(?:neural|(?:machine|deep|reinforcement|supervised) learning|learning rate|gradient descent|sgd|optimi[sz]ers?|adam|rmsprop|momentum|back-?prop\w*|training|softmax|classifi\w+|perceptrons?|loss functions?|cross[- ]entropy|activations?|embeddings?)\b/i,
  ],
];

/** The field that the headings above a place tell: the nearest that tells one. */
export function createDomains(): {
  readonly enter: (level: number, heading: string) => void;
  readonly current: () => string | undefined;
} {
  const open: { readonly level: number; readonly domain: string | undefined }[] = [];
  return {
    enter(level, heading) {
      while ((open.at(-1)?.level ?? 0) >= level) open.pop();
      const told = FIELDS.find(([, words]) => words.test(heading))?.[0];
      open.push({ level, domain: told ?? open.at(-1)?.domain });
    },
    current: () => open.at(-1)?.domain,
  };
}
