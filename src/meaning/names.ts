/** Names that mean something by themselves: functions, big operators in words, connectives, label words. */

export type FunctionTable = ReadonlySet<string>;

/** Known function names. A run of letters with one of these names is that function, with or without brackets. */
export const DEFAULT_FUNCTIONS: FunctionTable = new Set(
  `exp log ln lg lb sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan arccot arcsec arccsc
   arsinh arcosh artanh arcoth arsech arcsch asin acos atan atan2 asinh acosh atanh arctg arcctg cotg ctg tg sh ch th cth cosec
   arcsinh arccosh arctanh arcsch
   sen sqrt abs sign sgn erf erfc erfi floor ceil round mod gcd lcm deg dim ker hom Hom im Re Im arg rank
   det tr Tr trace diag Diag vec rk span Span nullity adj cof null
   E Var Cov Corr Std var cov corr std Pr mean median mode
   softmax softmin logsoftmax logsumexp LSE relu ReLU relu6 ReLU6 leakyrelu LeakyReLU sigmoid logistic logit probit expit tanhshrink softplus
   softsign swish silu SiLU gelu GELU elu ELU selu SELU mish hardtanh hardsigmoid hardswish prelu PReLU celu
   KL CE BCE MSE RMS SE IG softshrink hardshrink
   clip clamp concat Concat cat LayerNorm BatchNorm BN Attention MultiHead FFN MLP RNN LSTM GRU Conv conv
   score sim align cossim cosine dist erfcx sinc rect tri Li Ei Si Ci Ai Bi
   dom ran range supp sup inf max min argmax argmin
   Beta Gamma Normal Bernoulli Poisson Uniform
   ord card lim limsup liminf colim coker Ker Aut End Gal Spec Proj Ext Tor GL SL SO SU Sp
   grad div curl rot cl int conv sn cn dn am Res res ad Ad
   IoU BLEU PPL AUC`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Other names of the same function. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['sgn', 'sign'],
  ['sen', 'sin'],
  ['tg', 'tan'],
  ['ctg', 'cot'],
  ['cotg', 'cot'],
  ['cosec', 'csc'],
  ['arctg', 'arctan'],
  ['arcctg', 'arccot'],
  ['sh', 'sinh'],
  ['ch', 'cosh'],
  ['th', 'tanh'],
  ['cth', 'coth'],
  ['asin', 'arcsin'],
  ['acos', 'arccos'],
  ['atan', 'arctan'],
  ['asinh', 'arsinh'],
  ['acosh', 'arcosh'],
  ['atanh', 'artanh'],
  ['arcsinh', 'arsinh'],
  ['arccosh', 'arcosh'],
  ['arctanh', 'artanh'],
  ['Tr', 'tr'],
  ['trace', 'tr'],
  ['Trace', 'tr'],
  ['rk', 'rank'],
  ['ReLU', 'relu'],
  ['RELU', 'relu'],
  ['Softmax', 'softmax'],
  ['Sigmoid', 'sigmoid'],
  ['SiLU', 'silu'],
  ['GELU', 'gelu'],
  ['ELU', 'elu'],
  ['SELU', 'selu'],
  ['LSE', 'logsumexp'],
  ['Diag', 'diag'],
  ['cov', 'Cov'],
  ['var', 'Var'],
  ['corr', 'Corr'],
  ['Max', 'max'],
  ['Min', 'min'],
]);

/** Functions whose argument may stand without brackets, as for `\sin x`. */
export const BARE_ARGUMENT: ReadonlySet<string> = new Set(
  `exp log ln lg lb sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan arccot arcsec arccsc
   arsinh arcosh artanh arcoth arsech arcsch det tr rank diag sign erf erfc dim ker deg softmax relu sigmoid
   Re Im arg vec Var Cov max min sup inf gcd grad div curl rot Res adj`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

export const TRIGONOMETRIC: ReadonlySet<string> = new Set(
  'sin cos tan cot sec csc sinh cosh tanh coth sech csch'.split(' '),
);
export const LOGARITHMS: ReadonlySet<string> = new Set(['log', 'ln', 'lg', 'lb']);

export const INVERSE_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['sin', 'arcsin'],
  ['cos', 'arccos'],
  ['tan', 'arctan'],
  ['cot', 'arccot'],
  ['sec', 'arcsec'],
  ['csc', 'arccsc'],
  ['sinh', 'arsinh'],
  ['cosh', 'arcosh'],
  ['tanh', 'artanh'],
  ['coth', 'arcoth'],
  ['sech', 'arsech'],
  ['csch', 'arcsch'],
  ['erf', 'erfinv'],
]);

/** Words that stand before a body and take what is below them as binder. */
export const BIG_WORDS: ReadonlyMap<string, 'min' | 'max' | 'argmin' | 'argmax' | 'inf' | 'sup' | 'lim' | 'other'> =
  new Map([
    ['min', 'min'],
    ['max', 'max'],
    ['minimize', 'min'],
    ['minimise', 'min'],
    ['Minimize', 'min'],
    ['maximize', 'max'],
    ['maximise', 'max'],
    ['Maximize', 'max'],
    ['argmin', 'argmin'],
    ['argmax', 'argmax'],
    ['ArgMin', 'argmin'],
    ['ArgMax', 'argmax'],
    ['inf', 'inf'],
    ['sup', 'sup'],
    ['lim', 'lim'],
    ['limsup', 'lim'],
    ['liminf', 'lim'],
    ['plim', 'lim'],
    ['varlimsup', 'lim'],
    ['varliminf', 'lim'],
    ['injlim', 'lim'],
    ['projlim', 'lim'],
    ['median', 'other'],
    ['ess sup', 'sup'],
    ['esssup', 'sup'],
    ['essinf', 'inf'],
  ]);

/** Upper-case and other short names that are words when they stand alone on the left of a definition. */
export const ACRONYMS: ReadonlySet<string> = new Set(
  `APY APR NPV IRR FV PV GDP MSE MAE RMSE MAPE BCE MLE MAP RMS SNR PSNR SSIM ROC AUC TPR FPR TNR FNR PPV NPV ACC IoU
   BLEU PPL MRR NDCG DCG IDCG ELBO VAE GAN KLD JSD SVD PCA LDA RSS TSS ESS SSE SST SSR MCC NMI AMI ARI AIC BIC MAPE EPE VIF MGF BMI EBIT ROI ROE CAPM out in
   loss cost error score rate mean var std bias acc precision recall output input target pred weight const`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Greek letters spelled out in Latin ones, as programmers write them. */
export const GREEK_IN_LETTERS: ReadonlySet<string> = new Set(
  'alpha beta gamma delta epsilon zeta theta kappa lambda sigma omega'.split(' '),
);

/** Words that are quantities wherever they stand, though they are set as a run of italic letters. */
export const QUANTITY_WORDS: ReadonlySet<string> = new Set(
  `margin loss cost error score rate mean bias input output target pred weight const scale gain precision recall
   accuracy momentum velocity reward label price count total size true false temperature threshold position
   coef coeff gain stride slope kernel width height depth lr`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Counts of a confusion table, and sums of squares. */
export const COUNTS: ReadonlySet<string> = new Set(['TP', 'FP', 'FN', 'TN', 'SS', 'RSS', 'TSS', 'SSE', 'SSR', 'SST']);

/** Words in subscripts that are names, though they are set as a run of italic letters. */
export const LABEL_WORDS: ReadonlySet<string> = new Set(
  `max min in out old new test train val mix class eff tot total ref rel obs pred true false model data sum avg mean
   loc glob ext int kin pot crit init final end start eq opt best last first next prev cur kv pos neg dec enc gen disc
   adv reg rec loss len dim std var nom net sys env ave low high top bot left right src tgt key query value head feat
   hid hidden input output label class clas res base target policy expert agent obs act state simple vlb soft hard
   cls sep pad mask tok emb attn ff ffn conv fc rnn lstm gru cell gate bias step iter batch epoch time lim sup inf
   phys elec Fro fro Frob frob mag rad vac air gas liq sol sat dry wet amb cold hot bulk surf wall flow mass diff rot vib trans string
   matter dust grav Pl Planck eff bare phys tree loop cut sym asym odd even ren fin div can red
   free bound bind spin orb tor bend stretch coul elec nuc`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Words between statements: what comes after is another statement, a condition or an explanation. */
const CONNECTIVES = new Set(
  `and or where if for when whenever with without otherwise such subject hence thus so then therefore since because
   as is are the a an in on of at by to from via let given assuming provided unless while whereas but else
   iff we i.e. e.g. i.e e.g that which some all every any each both either there s.t. s.t st w.r.t. wrt respectively
   resp. almost surely implies equivalently denotes means under over using per be has have a.s. a.e. const. not only
   corresponds only near far even odd`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const CONDITION_WORDS = new Set(['if', 'for', 'when', 'whenever', 'unless', 'provided', 'else', 'otherwise', 'where']);

/** The first word of a text, lower case. */
function firstWord(text: string): string {
  const match = /^[\s,;.:(]*([A-Za-z.]+)/.exec(text);
  return match?.[1] ? match[1].toLowerCase() : '';
}

/** True for prose between statements (`and`, `where`, `for all`), false for a name (`softmax`, `hop length`). */
export function isProse(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  if (/^[\s,.;:!?'"()–—-]+$/.test(text)) return true;
  // `\text{Loss: }` announces what comes; it is no factor of it.
  if (/^\p{L}.*\p{L}\)?:$/u.test(trimmed)) return true;
  const word = firstWord(text);
  if (!CONNECTIVES.has(word)) return false;
  // A name may begin with such a word (`in`, `all`), but then it is that word alone without space around it.
  return (
    trimmed.includes(' ') ||
    (text !== trimmed && !/^(even|odd)$/.test(word)) ||
    !/^(in|all|a|i|e|of|is|as|on|st|an|to|even|odd|only|far|near|over|under|at|by|so|be|not)$/.test(word)
  );
}

export function isConditionWord(text: string): boolean {
  return CONDITION_WORDS.has(firstWord(text));
}

/** Text that joins two statements and says nothing more. */
export function isPlainJoin(text: string): boolean {
  return /^[\s,;.]*(and|or|,|;)?[\s,;.]*$/i.test(text);
}

/** "otherwise" and "else" in the condition column of cases. */
export function isOtherwise(text: string): boolean {
  return /^[\s,;.(]*(otherwise|else|elsewhere|in all other cases|all other cases|other cases|sonst)[\s,;.)]*$/i.test(
    text,
  );
}

/** A run of letters that reads as a word: a vowel and a consonant, three letters or more, not letters in alphabetical order. */
export function looksLikeWord(letters: string): boolean {
  if (letters.length < 3) return false;
  if (!/[aeiouyAEIOUY]/.test(letters) || !/[^aeiouAEIOU]/.test(letters)) return false;
  for (let i = 1; i < letters.length; i++) {
    if (letters.charCodeAt(i) !== letters.charCodeAt(i - 1) + 1) return true;
  }
  return false;
}

/** True for letters in a subscript that name something (`mix`, `KL`, `train`) rather than count (`ij`, `bhw`). */
export function isLabelRun(letters: string): boolean {
  if (LABEL_WORDS.has(letters)) return true;
  if (/^[A-Z]{2,}$/.test(letters)) return true;
  return letters.length >= 4 && looksLikeWord(letters) && !/^[i-nI-N]+$/.test(letters);
}
