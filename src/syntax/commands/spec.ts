import type { AtomClass, FontName } from '../tree.js';

/**
 * What a command does, as data. A `shape` string lists the arguments in order: `m` a formula, `t` text (`\fbox{…}`),
 * `r` something raw that is dropped (a colour, a label), `s` a length, braced or bare, `o` an optional `[…]` and `*` an
 * optional star, all of which are dropped.
 */
export type CommandSpec =
  | { readonly kind: 'sign'; readonly name: string; readonly cls: AtomClass }
  | { readonly kind: 'letter'; readonly name: string; readonly font: FontName }
  | { readonly kind: 'operator'; readonly name: string; readonly limits: boolean }
  | { readonly kind: 'bigop'; readonly name: string }
  | { readonly kind: 'accent'; readonly name: string }
  | { readonly kind: 'font'; readonly font: FontName }
  /** `\bf`: changes the font up to the end of the group. */
  | { readonly kind: 'fontDeclaration'; readonly font: FontName }
  /** `\color{red}`: changes the colour up to the end of the group. */
  | { readonly kind: 'colorDeclaration' }
  | { readonly kind: 'fraction'; readonly bar: boolean; readonly open: string; readonly close: string }
  /** `\over`; `above` takes a length, `withDelims` two delimiters. */
  | {
      readonly kind: 'infix';
      readonly bar: boolean;
      readonly open: string;
      readonly close: string;
      readonly extra: 'none' | 'size' | 'delims';
    }
  | { readonly kind: 'text'; readonly font: FontName }
  /** Looks only; the one `m` or `t` of the shape stays as the body. */
  | { readonly kind: 'style'; readonly name: string; readonly shape: string; readonly hidden: boolean }
  /** `\mathrel{…}`: gives its class to a single atom. */
  | { readonly kind: 'class'; readonly name: string; readonly cls: AtomClass }
  | { readonly kind: 'space'; readonly wide: boolean; readonly shape: string }
  /** Leaves no node: `\relax`, `\displaystyle`, `\label{…}`. */
  | { readonly kind: 'ignored'; readonly shape: string }
  | { readonly kind: 'stack'; readonly name: string; readonly order: string }
  | { readonly kind: 'brace'; readonly name: string; readonly side: 'over' | 'under' }
  | { readonly kind: 'arrow'; readonly name: string; readonly form: 'arrow' | 'line' }
  | { readonly kind: 'sized'; readonly cls: AtomClass }
  /** `\bra{x}` and the like: brackets around an argument. */
  | { readonly kind: 'bracketed'; readonly open: string; readonly close: string }
  | { readonly kind: 'special'; readonly name: SpecialName };

/** Commands with a reading function of their own. */
export type SpecialName =
  | 'begin'
  | 'end'
  | 'left'
  | 'right'
  | 'middle'
  | 'sqrt'
  | 'genfrac'
  | 'operatorname'
  | 'operatorname*'
  | 'mathop'
  | 'limits'
  | 'not'
  | 'char'
  | 'substack'
  | 'sideset'
  | 'prescript'
  | 'tag'
  | 'newline'
  | 'intertext'
  | 'part'
  | 'url'
  | 'outer';
