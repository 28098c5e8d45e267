import type { Random } from './random.js';

/** One text to try; `family` says how it was made. */
export type FuzzInput = { readonly family: string; readonly text: string };

const LETTERS = [
  ...'abcdefghijklmnopqrstuvwxyzABEFHKNPQTVWX',
  '\\alpha',
  '\\beta',
  '\\theta',
  '\\lambda',
  '\\sigma',
  '\\mu',
  '\\nabla',
];
const COMMANDS = [
  '\\frac',
  '\\sqrt',
  '\\sum',
  '\\prod',
  '\\int',
  '\\lim',
  '\\log',
  '\\exp',
  '\\max',
  '\\hat',
  '\\bar',
  '\\mathbf',
  '\\mathbb',
  '\\text',
  '\\operatorname',
  '\\left(',
  '\\right)',
  '\\left.',
  '\\right|',
  '\\middle|',
  '\\begin{cases}',
  '\\end{cases}',
  '\\begin{pmatrix}',
  '\\end{pmatrix}',
  '\\begin{aligned}',
  '\\end{aligned}',
  '\\begin{array}{cc}',
  '\\end{array}',
  '\\\\',
  '\\quad',
  '\\,',
  '\\cdot',
  '\\times',
  '\\odot',
  '\\otimes',
  '\\top',
  '\\partial',
  '\\infty',
  '\\dots',
  '\\cdots',
  '\\in',
  '\\le',
  '\\ne',
  '\\sim',
  '\\leftarrow',
  '\\to',
  '\\mid',
  '\\|',
  '\\{',
  '\\}',
  '\\langle',
  '\\rangle',
  '\\over',
  '\\choose',
  '\\binom',
  '\\underbrace',
  '\\overset',
  '\\stackrel',
  '\\substack',
  '\\limits',
  '\\displaystyle',
  '\\color{red}',
  '\\boxed',
  '\\tag{1}',
  '\\label{x}',
  '\\not',
  '\\def\\a#1{#1#1}',
  '\\a',
  '\\newcommand{\\b}{x}',
  '\\b',
  '\\unknown',
  '\\part{p}',
  '\\phantom',
  '\\pmod',
  '\\mathrm{d}',
  '\\verb|x|',
  '\\char"41',
  '\\htmlData{a=b}',
  '\\href{javascript:x}',
];
const SIGNS = [...'+-=()[]|<>,.;:!/*\'^_{}&~ $#%"@?`0123456789', '\\ '];
const STRANGE = [
  '\u0000',
  '\u001b[31m',
  '\u001b]0;x\u0007',
  '\u009b1m',
  '\ud800',
  '\udc00',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\t',
  '\r',
  '\n',
  'é',
  '漢',
  '😀',
  'α',
  '∑',
  '≤',
  '×',
  '²',
  '<script>',
  '</span>',
  '&lt;',
  '"><img src=x onerror=x>',
  '\u007f',
  '\u0301',
];

/** Tokens in any order. */
export function tokenSoup(random: Random): FuzzInput {
  const length = 1 + random.below(random.chance(0.1) ? 120 : 25);
  const strange = random.chance(0.3);
  const token = (): string => {
    const dice = random.below(100);
    if (strange && dice < 10) return random.pick(STRANGE);
    if (dice < 40) return random.pick(LETTERS);
    if (dice < 65) return random.pick(COMMANDS);
    return random.pick(SIGNS);
  };
  return { family: 'token soup', text: Array.from({ length }, token).join(random.chance(0.5) ? ' ' : '') };
}

/** A real formula with a few small accidents. */
export function mutatedFormula(random: Random, formulas: readonly string[]): FuzzInput {
  let text = random.pick(formulas);
  const accidents = 1 + random.below(4);
  for (let k = 0; k < accidents; k++) text = accident(text, random, formulas);
  return { family: 'mutated formula', text };
}

function accident(text: string, random: Random, formulas: readonly string[]): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(8));
  const piece = text.slice(at, to);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, at) + piece + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(random.chance(0.2) ? STRANGE : SIGNS) + text.slice(at);
    case 4:
      return `${text.slice(0, at)} ${random.pick(COMMANDS)} ${text.slice(at)}`;
    case 5:
      return text.slice(0, at);
    case 6:
      return text.slice(at);
    case 7:
      return `${text} ${random.pick(['+', '=', '\\\\', '\\cdot', ','])} ${random.pick(formulas)}`;
    default:
      return `\\${random.pick(['sqrt', 'hat', 'mathbf', 'log', 'boxed'])}{${text}}`;
  }
}

/** Shapes that cost too much when something is not linear; `size` is about the number of characters. */
export const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  'open braces': (n) => '{'.repeat(n),
  'nested braces': (n) => '{'.repeat(n / 2) + '}'.repeat(n / 2),
  'closing braces': (n) => '}'.repeat(n),
  'open parentheses': (n) => '('.repeat(n),
  'nested parentheses': (n) => `${'('.repeat(n / 2)}x${')'.repeat(n / 2)}`,
  'nested fractions': (n) => `${'\\frac{1}{1+'.repeat(n / 12)}x${'}'.repeat(n / 12)}`,
  'nested roots': (n) => `${'\\sqrt{'.repeat(n / 7)}x${'}'.repeat(n / 7)}`,
  'nested functions': (n) => `${'f('.repeat(n / 3)}x${')'.repeat(n / 3)}`,
  'nested exponentials': (n) => `${'e^{'.repeat(n / 4)}x${'}'.repeat(n / 4)}`,
  'nested sums': (n) => `${'\\sum_i '.repeat(n / 7)}x_i`,
  'nested integrals': (n) => `${'\\int_0^1 '.repeat(n / 12)}x${'\\,dx'.repeat(n / 12)}`,
  'nested left right': (n) => `${'\\left('.repeat(n / 13)}x${'\\right)'.repeat(n / 13)}`,
  'left without right': (n) => '\\left('.repeat(n / 6),
  'nested matrices': (n) => `${'\\begin{pmatrix}'.repeat(n / 28)}1${'\\end{pmatrix}'.repeat(n / 28)}`,
  'alternating scripts': (n) => `x${'_a^b'.repeat(n / 4)}`,
  'subscript tower': (n) => `${'x_{'.repeat(n / 4)}i${'}'.repeat(n / 4)}`,
  'superscripts without base': (n) => '^'.repeat(n),
  primes: (n) => `x${"'".repeat(n)}`,
  'long sum': (n) => Array.from({ length: n / 4 }, (_, i) => `x_${i % 10}`).join('+'),
  'long product': (n) => 'xy'.repeat(n / 2),
  'equal terms': (n) => Array.from({ length: n / 2 }, () => 'x').join('+'),
  'terms alike but for an index': (n) => Array.from({ length: n / 8 }, (_, i) => `a_{${i}}b_{${i}}`).join('+'),
  'sum of exponentials': (n) => Array.from({ length: n / 8 }, (_, i) => `e^{x_{${i}}}`).join('+'),
  'product of sums': (n) => '(a+b)'.repeat(n / 5),
  'long chain of relations': (n) => Array.from({ length: n / 2 }, () => 'x').join('='),
  'many lines': (n) => Array.from({ length: n / 14 }, (_, i) => `x_{${i}} &= y_{${i}}`).join(' \\\\ '),
  'many updates': (n) => Array.from({ length: n / 30 }, () => 'v_t = \\beta v_{t-1} + (1-\\beta) g').join(' \\\\ '),
  'large matrix': (n) =>
    `\\begin{pmatrix}${Array.from({ length: n / 20 }, () => '1 & 0 & 0 & 0').join('\\\\')}\\end{pmatrix}`,
  digits: (n) => '1'.repeat(n),
  letters: (n) => 'x'.repeat(n),
  signs: (n) => '-'.repeat(n),
  bars: (n) => '|x'.repeat(n / 2),
  'double bars': (n) => '\\|x'.repeat(n / 3),
  commas: (n) => 'x,'.repeat(n / 2),
  derivatives: (n) => '\\frac{\\partial }{\\partial x}'.repeat(n / 28),
  gradients: (n) => `${'\\nabla '.repeat(n / 7)}f`,
  accents: (n) => `${'\\hat'.repeat(n / 4)} x`,
  fonts: (n) => `${'\\mathbf{'.repeat(n / 9)}x${'}'.repeat(n / 9)}`,
  overs: (n) => 'a \\over '.repeat(n / 8),
  'begin alone': (n) => '\\begin{cases}'.repeat(n / 13),
  dollars: (n) => '$'.repeat(n),
  comments: (n) => '%\n'.repeat(n / 2),
  spaces: (n) => ' '.repeat(n),
  'unknown commands': (n) => '\\q'.repeat(n / 2),
  backslashes: (n) => '\\'.repeat(n),
  text: (n) => `\\text{${'a b '.repeat(n / 4)}}`,
  'text in text': (n) => `${'\\text{$'.repeat(n / 10)}x${'$}'.repeat(n / 10)}`,
  'macro bomb': (n) =>
    `\\def\\a{xx}\\def\\b{\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b}\\def\\d{\\c\\c\\c\\c}\\def\\f{\\d\\d\\d\\d}${'\\f'.repeat(n / 2)}`,
  'macro that calls itself': (n) => `\\def\\a{x\\a}${'\\a'.repeat(n / 2)}`,
  'macro with growing argument': (n) => `\\def\\a#1{\\a{#1#1}}${'\\a{x}'.repeat(n / 5)}`,
  'many macros': (n) => Array.from({ length: n / 12 }, () => '\\def\\a{x}\\a').join(' '),
  'lone surrogates': (n) => '\ud800x'.repeat(n / 2),
  'null characters': (n) => 'x\u0000'.repeat(n / 2),
  'terminal escapes': (n) => '\u001b[31mx\u001b]0;t\u0007'.repeat(n / 12),
  'control characters': (n) => 'x\u009b1m\u0085'.repeat(n / 5),
  'right to left': (n) => '\u202ex'.repeat(n / 2),
  markup: (n) => '<img src=x onerror="a()">'.repeat(n / 25),
  'combining marks': (n) => `x${'\u0301'.repeat(n)}`,
};
