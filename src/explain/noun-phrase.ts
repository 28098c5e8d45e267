/** Which words around a symbol can be what it stands for. English only, and rather silent than wrong. */

const WORD = /^[\p{L}][\p{L}\p{N}'’-]*$/u;
/** A clause begins here: what follows is no longer the name of the thing. */
const CLAUSE =
  /\s+(?:that|which|who|whose|such|so|where|when|whenever|because|if|while|but|as|since|then|defined|given|obtained|computed|used|is|are|was|were|can|will|may|must|should|has|have|we|you|it|this|let)\b/iu;
const MOST_WORDS = 12;

const NO_START =
  /^(?:not|also|thus|then|given|called|equal|defined|in|of|to|from|at|used|where|when|if|as|by|for|with|on|only|always|never|still|now|just|chosen|small|large|zero|positive|negative|constant|known|unknown|finite|infinite|fixed|true|false|one|here|there|some|any|all|each|every|both|either|same|similar|simply|usually|often|typically|again|therefore|hence|what|how|why|just)\b/iu;
const NO_START_AFTER_ARTICLE =
  /^(?:the|a|an)\s+(?:same|following|case|above|below|one|first|second|last|next|other)$/iu;

/** Words that end no name: prepositions, conjunctions, forms of verbs, and adjectives that stand before symbols. */
const NO_END =
  /^(?:of|to|in|at|by|for|with|and|or|nor|that|than|then|where|when|is|are|be|was|as|on|from|let|set|given|using|over|under|between|into|if|so|such|which|the|a|an|our|its|their|this|these|those|same|following|above|below|all|any|each|every|some|both|no|only|not|large|small|fixed|positive|negative|real|arbitrary|finite|certain|given|new|different|equation|eq|formula|expression|term|symbol|notation|variable|letter|case|line|have|has|get|gives|call|take|see|use|say|write|about|per|via|like|until|since|because|means|plus|minus|times|most|least|more|less|also|thus|hence|now|how|what|we|it|course|terms|respect|equals|respectively|own|add|adds|subtract|multiply|divide|replace|choose|define|denote|assume|consider|suppose|compute|minimise|minimize|maximise|maximize|know|obtain|find|show|pick|sample|draw|apply|calls|fix|put|even|odd)$/iu;
const ADVERB_OR_PARTICIPLE = /(?:ly|ed|ing)$/iu;
const FINE_ENDING =
  /(?:embedding|encoding|mapping|string|spring|ring|reading|spacing|heading|scaling|seed|speed|need|feed|bed|anomaly|family|supply|assembly|reply|timing|loading|coupling|ordering|weighting|labeling|labelling|padding|damping|smoothing|meaning)$/iu;

/** What a symbol is like, not what it is: "$f$ is convex". */
const ADJECTIVE =
  /(?:able|ible|ous|ive|al|ic|ful|less|ary|ent|ant|ar|ite|ular|vex|cave|smooth|prime|valid|true|dense|sparse|even|odd)$/iu;
const NOUN =
  /(?:gradient|potential|integral|interval|variable|coefficient|current|scalar|exponent|logic|signal|residual|total|objective|derivative|metric|quotient|determinant|component|constant|statistic|parent|agent|event|goal)s?$/iu;

const PREPOSITION = /^(?:of|at|in|for|over|between|to|from|with|by|on|per)$/iu;
/** After these a symbol may stand within a name: "the hidden state at step $s$". */
const BEFORE_SYMBOL =
  /\b(?:at|of|in|for|over|between|from|with|by|given|step|steps|time|position|positions|layer|index|token|word|head|class|example|sample|unit|dimension|node|state|row|column|item)\s+$/iu;

/** The name at the beginning of what follows "is": up to the end of the clause. `show` writes a formula inside it. */
export function phraseAtStart(text: string, sign: string, show: (k: number) => string): string | undefined {
  const [upTo = ''] = /^[^.;:()[\]\n|]*/u.exec(text) ?? [];
  let rest = upTo.replace(/^\s*(?:simply|just|here|again|usually|often)\s+/iu, '');
  const comma = rest.indexOf(',');
  if (comma >= 0) rest = rest.slice(0, comma);
  let phrase = '';
  let shown = 0;
  for (const piece of rest.split(sign)) {
    const first = phrase === '' && shown === 0;
    if (!first) {
      if (!BEFORE_SYMBOL.test(phrase)) break;
      phrase += show(shown - 1);
    }
    shown += 1;
    const clause = CLAUSE.exec(piece);
    phrase += clause ? piece.slice(0, clause.index) : piece;
    if (clause) break;
  }
  const name = checked(phrase);
  return name !== undefined && /^\S+$/u.test(name) && ADJECTIVE.test(name) && !NOUN.test(name) ? undefined : name;
}

/** The name right before a symbol, from its article on: "the attention weights". */
export function phraseAtEnd(text: string): string | undefined {
  const words = ARTICLE_AND_NOUNS.exec(text)?.[1]?.split(/\s+/) ?? [];
  // "the product of the weights" names the weights: the last article begins the name.
  const article = words.findLastIndex((w) => ARTICLE.test(w));
  const name = words.slice(Math.max(0, article));
  const last = name.at(-1) ?? '';
  if (name.some((w) => NO_NAME.test(w)) || NO_END.test(last)) return undefined;
  const preposition = name.findLastIndex((w) => PREPOSITION.test(w));
  if (preposition < 0) return checked(name.join(' '));
  // "the state at step s" names the step, "the number of tokens T" the number.
  const isCount = /^of$/iu.test(name[preposition] ?? '') && /s$/u.test(last);
  return checked((isCount ? name : name.slice(preposition + 1)).join(' '));
}

const ARTICLE = /^(?:the|a|an|our|its|their)$/iu;
const NO_NAME = /^(?:is|are|be|as|and|or|that|which|if|then|we|where|when|so)$/iu;
const NOUNS = String.raw`(?:[\p{L}][\p{L}\p{N}'’-]*\s+){0,4}[\p{L}][\p{L}\p{N}'’-]*`;
const FEW_NOUNS = NOUNS.replace('{0,4}', '{0,2}');
const ARTICLE_AND_NOUNS = new RegExp(String.raw`(?:^|[^\p{L}])((?:the|a|an|our|its|their)\s+${NOUNS})\s+$`, 'iu');
const BARE_NOUNS = new RegExp(
  String.raw`(?:^|[^\p{L}])(?:with|given|using|by|of|for|and|from|on|over|each|every)\s+(${FEW_NOUNS})\s+$`,
  'iu',
);
/** At the head of a clause, where only a plural can do without an article: "weights $w_i$ that …". */
const BARE_PLURAL = new RegExp(String.raw`(?:^|[;,(:])\s*(${FEW_NOUNS})(?<=[^s\s]s)\s+$`, 'iu');

/** The name right before a symbol without an article, from its preposition on: "with learning rate". */
export function bareNounsAtEnd(text: string): string | undefined {
  const found =
    BARE_NOUNS.exec(text)?.[1] ?? BARE_PLURAL.exec(text)?.[1]?.replace(/^\p{Lu}(?=\p{Ll})/u, (c) => c.toLowerCase());
  const words = found?.split(/\s+/) ?? [];
  const isNoun = (w: string): boolean =>
    !NO_END.test(w) && (w === 'learning' || !ADVERB_OR_PARTICIPLE.test(w) || FINE_ENDING.test(w));
  return words.length > 0 && words.every(isNoun) ? checked(words.join(' ')) : undefined;
}

function checked(phrase: string): string | undefined {
  let words = phrase.trim().split(/\s+/).slice(0, MOST_WORDS);
  const isEnd = (w: string): boolean =>
    PREPOSITION.test(w) || NO_END.test(w) || (ADVERB_OR_PARTICIPLE.test(w) && !FINE_ENDING.test(w) && WORD.test(w));
  while (words.length > 0 && isEnd(words.at(-1) ?? '')) words = words.slice(0, -1);
  const name = words.join(' ').replace(/[,\s]+$/u, '');
  if (name.length < 3 || NO_START.test(name) || NO_START_AFTER_ARTICLE.test(name)) return undefined;
  if (!/\p{L}{2}/u.test(name) || /^(?:the|a|an|our|its|their)$/iu.test(name)) return undefined;
  return name.replace(/^(?:The|A|An|Our|Its|Their)\b/u, (article) => article.toLowerCase());
}

/** What sort of thing a name names: its head noun says it ("the weight matrix of a layer"). */
export function kindOfName(name: string): 'matrix' | 'vector' | 'scalar' | 'function' | 'set' | undefined {
  const [head = ''] = name.split(/\s+(?:of|in|at|for|from|with|between|to|on|by|over|per)\s+/iu);
  const noun = head.split(/\s+/).at(-1)?.toLowerCase() ?? '';
  if (/^matri(?:x|ces)$/.test(noun)) return 'matrix';
  if (/^vectors?$/.test(noun)) return 'vector';
  if (/^(?:functions?|map|mapping)$/.test(noun)) return 'function';
  if (/^(?:scalar|number|rate|constant|coefficient|probability|temperature|threshold|factor)s?$/.test(noun))
    return 'scalar';
  return noun === 'set' || noun === 'sets' ? 'set' : undefined;
}
