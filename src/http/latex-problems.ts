import type { SyntaxProblemCode } from '../syntax/index.js';

type LatexProblem = {
  readonly title: string;
  readonly says: string;
  /** LaTeX that has this problem first; none where it would fill the page. */
  readonly example?: string;
};

/** What can be wrong with a formula. All are 422, with the place in `span`; what could be read comes along. */
export const LATEX_PROBLEMS: Readonly<Record<SyntaxProblemCode, LatexProblem>> = {
  'latex/open-group': {
    title: 'A group is not closed',
    says: 'An opening brace has no closing one. The span is the place where it was missed.',
    example: 'a + {b',
  },
  'latex/stray-close': {
    title: 'Something is closed that was not opened',
    says: 'A closing brace, or a dollar sign within a formula, closes nothing. Formulas are sent without dollar signs.',
    example: 'a } b',
  },
  'latex/missing-argument': {
    title: 'An argument is missing',
    says: 'A command, a superscript or a subscript has nothing to work on.',
    example: '\\frac{a}',
  },
  'latex/unknown-command': {
    title: 'A command is not known',
    says: 'The command is none that is read, and none that the formula or the request defines. The hint names the nearest one; the field macros of a request defines more.',
    example: '\\alhpa + 1',
  },
  'latex/unknown-environment': {
    title: 'An environment is not known',
    says: 'The environment is none that is read; its content is read as rows and cells.',
    example: '\\begin{foo}a&b\\end{foo}',
  },
  'latex/environment-mismatch': {
    title: 'An environment does not end as it began',
    says: 'A \\begin has no \\end, an \\end no \\begin, or the two have different names.',
    example: '\\begin{matrix}a\\end{pmatrix}',
  },
  'latex/left-without-right': {
    title: 'A \\left has no \\right',
    says: 'Brackets that grow come in pairs; \\right. stands for an invisible one.',
    example: '\\left( x',
  },
  'latex/right-without-left': {
    title: 'A \\right has no \\left',
    says: 'Brackets that grow come in pairs; \\left. stands for an invisible one.',
    example: 'x \\right)',
  },
  'latex/double-script': {
    title: 'Too many scripts on one base',
    says: 'A second superscript on the same base is read as one around the first; a whole chain of them is not. Braces say what each belongs to: {a^b}^c or a^{b^c}.',
    example: 'a^b^c^d^e^f^g^h^i^j^k',
  },
  'latex/macro-bomb': {
    title: 'A macro expands without end',
    says: 'The macros of the formula call themselves, or grow beyond any formula.',
    example: '\\def\\a{\\a\\a}\\a',
  },
  'latex/too-deep': {
    title: 'The formula is nested too deeply',
    says: 'Groups stand within groups beyond what is read. Inner parts can be sent on their own.',
  },
  'latex/bad-macro': {
    title: 'A macro is not well defined',
    says: 'The definition of a macro has no name, no body, or does not match its use.',
    example: '\\newcommand{x}',
  },
  'latex/bad-character': {
    title: 'A character has no meaning in a formula',
    says: 'A control character, half a character (a lone surrogate), or a sign that LaTeX does not allow at this place.',
    example: 'a \u0000 b',
  },
  'latex/too-long': {
    title: 'The formula is too long',
    says: 'A formula may have 10,000 characters. The lines of a derivation can be sent one by one, the earlier ones as context.',
  },
  'latex/empty': {
    title: 'The formula is empty',
    says: 'There is nothing to read: no character, or nothing but spaces and comments.',
    example: '   ',
  },
};
