import type { FontName } from '../tree.js';

/** The command tables other than signs, as data rows. Names are written without backslash, several to a row. */

/** Function names; `limits` ones take their subscript below. A row with `=` renames: the tree carries the left name. */
export const OPERATORS =
  'arccos arcsin arctan arctg arcctg arg ch cos cosec cosh cot cotg coth csc ctg cth deg dim exp hom ker lg ln log sec sin ' +
  'sinh sh tan tanh tg th';
export const LIMIT_OPERATORS =
  'det gcd inf lim max min Pr sup argmin argmax limsup liminf injlim projlim varlimsup varliminf varinjlim varprojlim plim';

export const BIG_OPERATORS: readonly string[] = [
  'sum ∑',
  'prod ∏',
  'coprod ∐',
  'int intop smallint ∫',
  'iint ∬',
  'iiint ∭',
  'iiiint ⨌',
  'idotsint dotsint',
  'oint ointctrclockwise ∮',
  'oiint ∯',
  'oiiint ∰',
  'bigcap ⋂',
  'bigcup ⋃',
  'bigvee ⋁',
  'bigwedge ⋀',
  'bigoplus ⨁',
  'bigotimes ⨂',
  'bigodot ⨀',
  'biguplus ⨄',
  'bigsqcup ⨆',
];

/** Accents carry the first name of their row: `\'e` in a formula is an `acute`. */
export const ACCENTS: readonly string[] = [
  "acute \\'",
  'grave \\`',
  'ddot \\"',
  'tilde \\~',
  'bar \\=',
  'breve \\u',
  'check \\v',
  'hat \\^',
  'dot \\.',
  'mathring \\r',
  'cedilla \\c',
  'doubleacute \\H',
  'vec',
  'dddot',
  'ddddot',
  'widehat',
  'widetilde',
  'widecheck',
  'overline',
  'underline',
  'underbar',
  'utilde',
  'overrightarrow Overrightarrow',
  'overleftarrow',
  'overleftrightarrow',
  'overgroup overparen wideparen overarc',
  'undergroup underparen',
  'overlinesegment',
  'underlinesegment',
  'overleftharpoon',
  'overrightharpoon',
  'underrightarrow',
  'underleftarrow',
  'underleftrightarrow',
  'textcircled',
];

export const FONTS: Readonly<Record<FontName, string>> = {
  bold: 'mathbf boldsymbol bm bold pmb symbf symbfit mathbfit mathbold vb vectorbold',
  roman: 'mathrm symrm mathup symup',
  italic: 'mathit symit',
  calligraphic: 'mathcal symcal',
  script: 'mathscr symscr',
  fraktur: 'mathfrak frak symfrak',
  blackboard: 'mathbb Bbb symbb mathds mathbbm',
  sans: 'mathsf symsf mathsfit',
  typewriter: 'mathtt symtt',
  normal: 'mathnormal',
};

export const FONT_DECLARATIONS: Readonly<Record<string, FontName>> = {
  rm: 'roman',
  sf: 'sans',
  tt: 'typewriter',
  bf: 'bold',
  it: 'italic',
  cal: 'calligraphic',
  sl: 'italic',
  em: 'italic',
  mit: 'italic',
  frak: 'fraktur',
  boldmath: 'bold',
  rmfamily: 'roman',
  sffamily: 'sans',
  ttfamily: 'typewriter',
  bfseries: 'bold',
  itshape: 'italic',
};

export const TEXTS: Readonly<Record<string, FontName>> = {
  text: 'normal',
  mbox: 'normal',
  hbox: 'normal',
  makebox: 'normal',
  textnormal: 'normal',
  textup: 'normal',
  textmd: 'normal',
  textsc: 'normal',
  textrm: 'roman',
  textit: 'italic',
  textsl: 'italic',
  emph: 'italic',
  textbf: 'bold',
  textsf: 'sans',
  texttt: 'typewriter',
};

/** Fractions with two arguments: commands, bar, opening and closing bracket. */
export const FRACTIONS: readonly (readonly [names: string, bar: boolean, open: string, close: string])[] = [
  ['frac dfrac tfrac cfrac nicefrac sfrac flatfrac', true, '', ''],
  ['binom dbinom tbinom', false, '(', ')'],
];

/** `a \over b`. */
export const INFIXES: readonly (readonly [
  name: string,
  bar: boolean,
  open: string,
  close: string,
  extra: 'none' | 'size' | 'delims',
])[] = [
  ['over', true, '', '', 'none'],
  ['above', true, '', '', 'size'],
  ['atop', false, '', '', 'none'],
  ['choose', false, '(', ')', 'none'],
  ['brace', false, '{', '}', 'none'],
  ['brack', false, '[', ']', 'none'],
  ['overwithdelims', true, '', '', 'delims'],
  ['atopwithdelims', false, '', '', 'delims'],
];

/** Looks only: commands and the shape of their arguments (see `CommandSpec`). The node is named after the command. */
export const STYLES: readonly (readonly [names: string, shape: string])[] = [
  ['textcolor', 'orm'],
  ['blue orange pink red green gray purple', 'm'],
  ['blueA blueB blueC blueD blueE tealA tealB tealC tealD tealE greenA greenB greenC greenD greenE', 'm'],
  ['goldA goldB goldC goldD goldE redA redB redC redD redE maroonA maroonB maroonC maroonD maroonE', 'm'],
  ['purpleA purpleB purpleC purpleD purpleE mintA mintB mintC grayA grayB grayC grayD grayE grayF', 'm'],
  ['grayG grayH grayI kaBlue kaGreen', 'm'],
  ['boxed cancel bcancel xcancel sout phase angl', 'm'],
  ['cancelto', 'rm'],
  ['fbox framebox', 't'],
  ['colorbox', 'rt'],
  ['fcolorbox', 'rrt'],
  ['smash', 'om'],
  ['mathllap mathrlap mathclap vcenter mathreflectbox', 'm'],
  ['llap rlap clap reflectbox', 't'],
  ['raisebox', 'rt'],
  ['raise lower', 'sm'],
  ['mathchoice', 'mrrr'],
  ['ensuremath mathinner', 'm'],
  ['href', 'rm'],
  ['html@mathml', 'mr'],
  ['htmlClass htmlId htmlStyle htmlData cssId class style', 'rm'],
  ['bbox', 'om'],
  ['pmod pod mod', 'm'],
  ['multicolumn', 'rrm'],
];
export const PHANTOMS = 'phantom hphantom vphantom';

export const CLASSES = {
  mathord: 'ord',
  mathbin: 'bin',
  mathrel: 'rel',
  mathopen: 'open',
  mathclose: 'close',
  mathpunct: 'punct',
} as const;

/** Spaces: commands, whether they separate statements, and the shape of their arguments (a length decides by its size). */
export const SPACES: readonly (readonly [names: string, wide: boolean, shape: string])[] = [
  ['thinspace medspace thickspace negthinspace negmedspace negthickspace enspace enskip space nobreakspace', false, ''],
  ['\\, \\> \\: \\; \\!', false, ''],
  ['quad qquad hfill hfil', true, ''],
  ['kern mkern hskip mskip', false, 's'],
  ['hspace mspace', false, '*s'],
  ['rule', false, 'orr'],
];

/** Commands that leave no node, with the shape of their arguments; each has its reason. */
export const IGNORED: readonly (readonly [names: string, shape: string, reason: string])[] = [
  ['displaystyle textstyle scriptstyle scriptscriptstyle', '', 'size of what follows'],
  ['tiny sixptsize scriptsize footnotesize small normalsize large Large LARGE huge Huge', '', 'size of what follows'],
  [
    'relax protect allowbreak nobreak noindent centering raggedright null strut mathstrut',
    '',
    'no meaning in a formula',
  ],
  ['break linebreak nolinebreak pagebreak allowdisplaybreaks goodbreak', 'o', 'where a line may break'],
  ['DOTSB DOTSI DOTSX unboldmath upshape normalfont upright long outer', '', 'no meaning in a formula'],
  ['expandafter noexpand global', '', 'order of macro expansion'],
  ['nonumber notag qedhere qed', '', 'numbering and end marks'],
  ['label', 'r', 'a name for references'],
  ['cite ref eqref footnote footnotemark index', 'or', 'points outside the formula'],
  ['includegraphics', 'or', 'a picture'],
  ['hline hdashline toprule midrule bottomrule', '', 'rules of a table'],
  ['cline', 'r', 'rules of a table'],
  ['message errmessage', 'r', 'writes to the log'],
  ['vspace', '*r', 'vertical space'],
  ['bigskip medskip smallskip par', '', 'vertical space'],
  ['arraystretch setlength', 'rr', 'lengths of a table'],
];

/** What stands over and under a base: arguments in order, `b` base, `o` over, `u` under, `U` an optional under. */
export const STACKS: readonly (readonly [name: string, order: string])[] = [
  ['overset', 'ob'],
  ['underset', 'ub'],
  ['stackrel', 'Uob'],
  ['stackbin', 'Uob'],
  ['overunderset', 'oub'],
];
export const BRACES: readonly (readonly [name: string, side: 'over' | 'under'])[] = [
  ['overbrace', 'over'],
  ['underbrace', 'under'],
  ['overbracket', 'over'],
  ['underbracket', 'under'],
];

/** Arrows that stretch under a label, with the normal name of the arrow. */
export const ARROWS: readonly (readonly [command: string, name: string])[] = [
  ['xrightarrow', 'to'],
  ['xleftarrow', 'gets'],
  ['xRightarrow', 'implies'],
  ['xLeftarrow', 'impliedby'],
  ['xleftrightarrow', 'leftrightarrow'],
  ['xLeftrightarrow', 'iff'],
  ['xmapsto', 'mapsto'],
  ['xhookleftarrow', 'hookleftarrow'],
  ['xhookrightarrow', 'hookrightarrow'],
  ['xrightharpoondown', 'rightharpoondown'],
  ['xrightharpoonup', 'rightharpoonup'],
  ['xleftharpoondown', 'leftharpoondown'],
  ['xleftharpoonup', 'leftharpoonup'],
  ['xrightleftharpoons', 'rightleftharpoons'],
  ['xleftrightharpoons', 'leftrightharpoons'],
  ['xtwoheadrightarrow', 'twoheadrightarrow'],
  ['xtwoheadleftarrow', 'twoheadleftarrow'],
  ['xtofrom', 'rightleftarrows'],
  ['xrightleftarrows', 'rightleftarrows'],
  ['xrightequilibrium', 'rightleftharpoons'],
  ['xleftequilibrium', 'leftrightharpoons'],
];

export const SIZED = {
  open: 'bigl Bigl biggl Biggl',
  close: 'bigr Bigr biggr Biggr',
  rel: 'bigm Bigm biggm Biggm',
  ord: 'big Big bigg Bigg',
} as const;

/** Brackets around one argument. */
export const BRACKETED: readonly (readonly [names: string, open: string, close: string])[] = [
  ['bra Bra', 'langle', '|'],
  ['ket Ket', '|', 'rangle'],
  ['braket Braket', 'langle', 'rangle'],
  ['set Set', '{', '}'],
];
