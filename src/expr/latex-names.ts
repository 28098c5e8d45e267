import type { FontStyle } from './types.js';

const FONT_COMMANDS: Readonly<Record<FontStyle, string>> = {
  bold: 'mathbf',
  roman: 'mathrm',
  calligraphic: 'mathcal',
  script: 'mathscr',
  fraktur: 'mathfrak',
  blackboard: 'mathbb',
  sans: 'mathsf',
  typewriter: 'mathtt',
};

/** Names of symbols that are commands of their own: Greek letters and signs. Every other name of several letters is a word. */
const COMMANDS: ReadonlySet<string> = new Set(
  `alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi varpi rho varrho
   sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega digamma
   aleph beth gimel daleth ell hbar imath jmath wp Re Im eth mho Finv Game infty partial nabla forall exists top bot emptyset
   complement backprime surd angle measuredangle sphericalangle square blacksquare lozenge blacklozenge triangle triangledown
   blacktriangle blacktriangledown bigstar clubsuit diamondsuit heartsuit spadesuit flat natural sharp checkmark maltese
   circledS yen pounds diagup diagdown backslash prime degree dagger ddagger cdot times otimes oplus odot star circ bullet
   cup cap setminus wedge vee pm mp le ge ne ll gg sim simeq cong equiv approx propto in notin ni subset supset subseteq
   supseteq to gets mapsto perp mid parallel iff implies vdash dashv models langle rangle lfloor rfloor lceil rceil therefore because uparrow downarrow hookrightarrow amalg uplus sqcup sqcap bowtie ltimes rtimes`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** A symbol's name in its font. */
export function latexName(name: string, font?: FontStyle): string {
  if (name === 'exponentialE') return 'e';
  if (name === 'imaginaryI') return '\\mathrm{i}';
  const command = COMMANDS.has(name);
  const plain = command ? `\\${name}` : [...name].length === 1 ? escapeSign(name) : null;
  if (plain === null) {
    const word = escapeWord(name);
    return font === undefined || font === 'roman' ? `\\text{${word}}` : `\\${FONT_COMMANDS[font]}{${word}}`;
  }
  if (font === undefined) return command ? `${plain} ` : plain;
  if (command) return font === 'bold' ? `\\boldsymbol{${plain}}` : `\\${FONT_COMMANDS[font]}{${plain}}`;
  return `\\${FONT_COMMANDS[font]}{${plain}}`;
}

function escapeSign(sign: string): string {
  return /^[{}%#$&_]$/.test(sign) ? `\\${sign}` : sign;
}

function escapeWord(word: string): string {
  return word.replace(/[\\{}]/g, '').replace(/[_%&#$]/g, (sign) => `\\${sign}`);
}

const ACCENTS: Readonly<Record<string, string>> = {
  bar: 'overline',
  hat: 'widehat',
  tilde: 'widetilde',
  vec: 'overrightarrow',
};
const ACCENT_NAMES: ReadonlySet<string> = new Set(
  `acute grave ddot tilde bar breve check hat dot mathring vec dddot ddddot underline overleftarrow overleftrightarrow
   overgroup undergroup overleftharpoon overrightharpoon underrightarrow underleftarrow underleftrightarrow utilde`.split(
    /\s+/,
  ),
);

/** An accent over a letter or over a whole expression; empty for what is no accent. */
export function latexAccent(name: string, body: string): string {
  const wideName = Object.entries(ACCENTS).some(([, wide]) => wide === name);
  if (wideName) return `\\${name}{${body}}`;
  if (!ACCENT_NAMES.has(name)) return '';
  const wide = body.replace(/\\[a-zA-Z]+|[{}\s]/g, 'x').length > 40 || /[+\-()]/.test(body);
  return `\\${wide && Object.hasOwn(ACCENTS, name) ? ACCENTS[name] : name}{${body}}`;
}

const RELATIONS: Readonly<Record<string, string>> = {
  ':=': ':=',
  '=:': '=:',
  gets: '\\leftarrow',
  '==': '==',
  nexists: '\\nexists',
};

export function latexRelation(op: string): string {
  if (Object.hasOwn(RELATIONS, op)) return RELATIONS[op] as string;
  if (/^[^a-zA-Z]+$/.test(op)) return op;
  if (op.startsWith('not-')) {
    const negated = op.slice('not-'.length);
    return `\\not${/^[a-zA-Z]+$/.test(negated) ? `\\${negated}` : negated}`;
  }
  return `\\${op}`;
}

const OPERATIONS: Readonly<Record<string, string>> = { or: '\\lor', and: '\\land', bmod: '\\bmod' };
const FUNCTIONS: ReadonlySet<string> = new Set(
  `arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh det gcd inf max min Pr sup`.split(
    ' ',
  ),
);

/** An operation's sign, or the name of a function. */
export function latexOperator(name: string, isFunction = false): string {
  if (!isFunction) return Object.hasOwn(OPERATIONS, name) ? (OPERATIONS[name] as string) : latexRelation(name);
  if (COMMANDS.has(name)) return `\\${name}`;
  return FUNCTIONS.has(name) ? `\\${name}` : `\\operatorname{${name}}`;
}

export function latexSign(op: string): string {
  if (op === '*' || op === '@') return op;
  return op === 'other' ? '\\diamond' : `\\${op}`;
}
