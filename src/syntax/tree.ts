import type { Span } from '../expr/span.js';

/**
 * The syntax tree: what is written, in the order in which it is written, with an exact span on every node.
 * It says nothing of meaning: `x^2` is a base with a superscript here, whether it is a power is decided in `meaning/`.
 * Tokens that come out of a macro carry the span of the macro call.
 */
type Located = { readonly span: Span };

/** TeX's classes of atoms; `meaning/` uses them as hints only. */
export type AtomClass = 'ord' | 'op' | 'bin' | 'rel' | 'open' | 'close' | 'punct' | 'inner';

export type SyntaxNode =
  /** A sequence of nodes: the whole formula, the content of a group, of a cell, of a fraction's part. */
  | (Located & { readonly kind: 'row'; readonly items: readonly SyntaxNode[] })
  /** `{…}`: `body` has the span of what is inside the braces. */
  | (Located & { readonly kind: 'group'; readonly body: RowNode })
  /**
   * One letter, sign or named sign. `name` is the normal form: the character itself for letters and ASCII signs
   * (`x`, `+`, `(`, `|`), otherwise the command without its backslash (`alpha`, `le`, `cdot`, `infty`, `Vert`, `langle`).
   * Unicode input and synonyms are normalised to one name (α → `alpha`, `\leq` → `le`, `×` → `times`, `\lVert` → `Vert`
   * with class `open`, `−` → `-`). `size` is set for `\bigl(` and friends.
   */
  | (Located & { readonly kind: 'atom'; readonly name: string; readonly cls: AtomClass; readonly sized?: boolean })
  /** A run of digits with an optional decimal point: `12`, `0.9`, `.5`. */
  | (Located & { readonly kind: 'number'; readonly text: string })
  /**
   * A named function or operator: `\sin`, `\log`, `\max`, `\lim`, `\operatorname{softmax}`, `\DeclareMathOperator`s,
   * `\mathop{\rm max}`. `limits` says that a subscript stands below it (`\max`, `\operatorname*`).
   */
  | (Located & { readonly kind: 'operator'; readonly name: string; readonly limits: boolean })
  /** `\sum`, `\prod`, `\int`, `\iint`, `\oint`, `\bigcup`, `\bigotimes` …: `name` without backslash. */
  | (Located & { readonly kind: 'bigop'; readonly name: string })
  /** Base with scripts. `primes` counts `'` and `\prime`. `base` is null when a script stands alone (`{}_2F_1`, `^*`). */
  | (Located & {
      readonly kind: 'scripts';
      readonly base: SyntaxNode | null;
      readonly sub: SyntaxNode | null;
      readonly sup: SyntaxNode | null;
      readonly primes: number;
    })
  /** Fractions and stacks of two: `bar` is false for `\binom`, `\choose`, `\atop`; brackets for `\binom` are in `open`/`close`. */
  | (Located & {
      readonly kind: 'fraction';
      readonly numerator: SyntaxNode;
      readonly denominator: SyntaxNode;
      readonly bar: boolean;
      readonly open: string;
      readonly close: string;
    })
  | (Located & { readonly kind: 'sqrt'; readonly body: SyntaxNode; readonly index: SyntaxNode | null })
  /** `\hat \bar \vec \tilde \dot \ddot \overline \underline \widehat \overrightarrow …`; `name` without backslash, as written. */
  | (Located & { readonly kind: 'accent'; readonly name: string; readonly body: SyntaxNode })
  /**
   * A change of font over `body`. `font` is one of bold (`\mathbf \bm \boldsymbol {\bf} \pmb`), roman, italic, calligraphic,
   * script, fraktur, blackboard, sans, typewriter, normal.
   */
  | (Located & { readonly kind: 'font'; readonly font: FontName; readonly body: SyntaxNode })
  /** `\text{…}`, `\mbox`, `\textrm` …: `text` is its plain content, `math` the `$…$` inside it. */
  | (Located & {
      readonly kind: 'text';
      readonly text: string;
      /** White space stands at one of its ends: the words stand among others, they are no name. */
      readonly spaced?: true;
      readonly font: FontName;
      readonly math: readonly SyntaxNode[];
    })
  /** `\left( … \right)` and pieces between `\middle`s; `open`/`close` are normal names of delimiters, '' for `\left.`. */
  | (Located & {
      readonly kind: 'delimited';
      readonly open: string;
      readonly close: string;
      readonly body: RowNode;
      /** Names of the `\middle` delimiters; in `body` they also stand in place, as atoms of class `rel`. */
      readonly middles: readonly string[];
    })
  /** `\overset \underset \stackrel \underbrace_{…} \overbrace^{…} \xrightarrow[…]{…} \substack-free stacks`. */
  | (Located & {
      readonly kind: 'stack';
      readonly form: 'set' | 'brace' | 'arrow' | 'line';
      readonly base: SyntaxNode;
      readonly over: SyntaxNode | null;
      readonly under: SyntaxNode | null;
      readonly name: string;
    })
  /**
   * Rows and cells: every environment, `\substack`, and bare `\\` or `&` at top level (`env: 'lines'`).
   * `open`/`close` are the brackets the environment draws (`(` for pmatrix, `{` and '' for cases, `|`, `Vert`, '' for none).
   */
  | (Located & {
      readonly kind: 'table';
      readonly env: string;
      readonly rows: readonly (readonly RowNode[])[];
      readonly open: string;
      readonly close: string;
      /** Text of `\tag{…}` by row index. */
      readonly tags: Readonly<Record<number, string>>;
    })
  /** Colour, size, phantom, `\boxed`, `\cancel`, `\displaystyle{…}`: looks only; `name` says which. `hidden` for phantoms. */
  | (Located & { readonly kind: 'style'; readonly name: string; readonly body: SyntaxNode; readonly hidden: boolean })
  /** Space of any kind. `wide` from `\quad` on: it separates statements. */
  | (Located & { readonly kind: 'space'; readonly wide: boolean })
  /** Something that could not be read, kept in place. `code` is one of `SYNTAX_PROBLEMS`. */
  | (Located & {
      readonly kind: 'error';
      readonly code: SyntaxProblemCode;
      readonly message: string;
      readonly hint: string;
    });

export type RowNode = Extract<SyntaxNode, { kind: 'row' }>;
export type SyntaxOf<K extends SyntaxNode['kind']> = Extract<SyntaxNode, { kind: K }>;

export type FontName =
  | 'bold'
  | 'roman'
  | 'italic'
  | 'calligraphic'
  | 'script'
  | 'fraktur'
  | 'blackboard'
  | 'sans'
  | 'typewriter'
  | 'normal';

/** One thing that is wrong with the text, for a person to act on. */
export type SyntaxProblem = {
  readonly code: SyntaxProblemCode;
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
};

export const SYNTAX_PROBLEM_CODES = [
  'latex/open-group',
  'latex/stray-close',
  'latex/missing-argument',
  'latex/unknown-command',
  'latex/unknown-environment',
  'latex/environment-mismatch',
  'latex/left-without-right',
  'latex/right-without-left',
  'latex/double-script',
  'latex/macro-bomb',
  'latex/too-deep',
  'latex/bad-macro',
  'latex/bad-character',
  'latex/too-long',
  'latex/empty',
] as const;
export type SyntaxProblemCode = (typeof SYNTAX_PROBLEM_CODES)[number];

export type ParseOptions = {
  /** Macros in KaTeX's format: `{'\\R': '\\mathbb{R}', '\\norm': '\\lVert #1 \\rVert'}`. */
  readonly macros?: Readonly<Record<string, string>>;
  /** Read `\part{name}{…}` (a piece of a catalogue form) as a `style` node named `part:name`. Off for readers' formulas. */
  readonly parts?: boolean;
};

/** What `parse` gives for any string: always a tree, never an exception. */
export type ParseResult = {
  readonly latex: string;
  readonly tree: RowNode;
  /** In source order; each also stands in the tree as an `error` node where its text made no sense. */
  readonly problems: readonly SyntaxProblem[];
};
