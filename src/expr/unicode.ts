import type { FontStyle } from './types.js';

const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ϵ',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  vartheta: 'ϑ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  varpi: 'ϖ',
  rho: 'ρ',
  varrho: 'ϱ',
  sigma: 'σ',
  varsigma: 'ς',
  tau: 'τ',
  upsilon: 'υ',
  phi: 'ϕ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Upsilon: 'Υ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  ell: 'ℓ',
  hbar: 'ℏ',
  infty: '∞',
  partial: '∂',
  nabla: '∇',
  emptyset: '∅',
  aleph: 'ℵ',
  top: '⊤',
  bot: '⊥',
  degree: '°',
  exponentialE: 'e',
  imaginaryI: 'i',
  circ: '∘',
  dagger: '†',
  Re: 'ℜ',
  Im: 'ℑ',
};

/** Where the letters of a font begin in Unicode (capital A, small a), and the letters that stand elsewhere. */
const DOUBLE: Readonly<Record<string, string>> = { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' };
const SCRIPT: Readonly<Record<string, string>> = {
  B: 'ℬ',
  E: 'ℰ',
  F: 'ℱ',
  H: 'ℋ',
  I: 'ℐ',
  L: 'ℒ',
  M: 'ℳ',
  R: 'ℛ',
  e: 'ℯ',
  g: 'ℊ',
  o: 'ℴ',
};

export function unicodeName(name: string, font?: FontStyle): string {
  const plain = Object.hasOwn(GREEK, name) ? (GREEK[name] as string) : name;
  if (!/^[A-Za-z]$/.test(name)) return plain;
  const upper = name <= 'Z';
  const offset = name.charCodeAt(0) - (upper ? 65 : 97);
  if (font === 'bold') return String.fromCodePoint((upper ? 0x1d400 : 0x1d41a) + offset);
  if (font === 'blackboard') return DOUBLE[name] ?? String.fromCodePoint((upper ? 0x1d538 : 0x1d552) + offset);
  if (font === 'calligraphic' || font === 'script')
    return SCRIPT[name] ?? String.fromCodePoint((upper ? 0x1d49c : 0x1d4b6) + offset);
  return plain;
}

const ACCENT_MARKS: Readonly<Record<string, string>> = {
  hat: '\u0302',
  bar: '\u0304',
  tilde: '\u0303',
  vec: '\u20d7',
  dot: '\u0307',
  ddot: '\u0308',
  underline: '\u0332',
  check: '\u030c',
  breve: '\u0306',
  acute: '\u0301',
  grave: '\u0300',
  mathring: '\u030a',
};
export function accentMark(accent: string): string {
  return Object.hasOwn(ACCENT_MARKS, accent) ? (ACCENT_MARKS[accent] as string) : '';
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-−=()nijkmtxT'].map((sign, i) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱʲᵏᵐᵗˣᵀ'][i] as string]),
);
const SUBSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-−=()aehijklmnoprstuvx,'].map((sign, i) => [
    sign,
    [...'₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ,'][i] as string,
  ]),
);

function raise(text: string, table: Readonly<Record<string, string>>, mark: string): string {
  const signs = [...text.replace(/ /g, '')];
  if (signs.length > 0 && signs.length <= 6 && signs.every((sign) => Object.hasOwn(table, sign))) {
    return signs.map((sign) => table[sign]).join('');
  }
  return signs.length === 1 ? `${mark}${text}` : `${mark}(${text})`;
}

/** In small raised signs where Unicode has them, otherwise `^(…)`. */
export function superscript(text: string): string {
  return raise(text, SUPERSCRIPTS, '^');
}

export function subscript(text: string): string {
  return raise(text, SUBSCRIPTS, '_');
}

const SIGNS: Readonly<Record<string, string>> = {
  gets: '←',
  to: '→',
  implies: '⇒',
  impliedby: '⇐',
  iff: '⇔',
  le: '≤',
  ge: '≥',
  ne: '≠',
  in: '∈',
  notin: '∉',
  sim: '∼',
  approx: '≈',
  propto: '∝',
  equiv: '≡',
  simeq: '≃',
  cong: '≅',
  subset: '⊂',
  subseteq: '⊆',
  supset: '⊃',
  supseteq: '⊇',
  mapsto: '↦',
  ll: '≪',
  gg: '≫',
  perp: '⊥',
  cup: '∪',
  cap: '∩',
  setminus: '∖',
  and: '∧',
  or: '∨',
  not: '¬',
  forall: '∀',
  exists: '∃',
  nexists: '∄',
  cdot: '·',
  times: '×',
  odot: '⊙',
  otimes: '⊗',
  oplus: '⊕',
  circ: '∘',
  star: '⋆',
  wedge: '∧',
  other: '⋄',
  bmod: 'mod',
  leftrightarrow: '↔',
};
export function relationSign(op: string): string {
  return Object.hasOwn(SIGNS, op) ? (SIGNS[op] as string) : op;
}

const BIG_SIGNS: Readonly<Record<string, string>> = {
  sum: '∑',
  prod: '∏',
  coprod: '∐',
  int: '∫',
  iint: '∬',
  iiint: '∭',
  oint: '∮',
  bigcup: '⋃',
  bigcap: '⋂',
  bigoplus: '⨁',
  bigotimes: '⨂',
  bigwedge: '⋀',
  bigvee: '⋁',
};
export function bigSign(name: string): string {
  return Object.hasOwn(BIG_SIGNS, name) ? (BIG_SIGNS[name] as string) : name;
}
