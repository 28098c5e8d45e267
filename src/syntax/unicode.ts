import type { FontName } from './tree.js';

/** What a styled letter or digit of Unicode's mathematical alphabets stands for; italic is how letters are set anyway. */
export type StyledLetter = { readonly font: FontName | null; readonly letter: string };

const LATIN: readonly (readonly [first: number, font: FontName | null])[] = [
  [0x1d400, 'bold'],
  [0x1d434, null],
  [0x1d468, 'bold'],
  [0x1d49c, 'calligraphic'],
  [0x1d4d0, 'calligraphic'],
  [0x1d504, 'fraktur'],
  [0x1d538, 'blackboard'],
  [0x1d56c, 'fraktur'],
  [0x1d5a0, 'sans'],
  [0x1d5d4, 'sans'],
  [0x1d608, 'sans'],
  [0x1d63c, 'sans'],
  [0x1d670, 'typewriter'],
];
const GREEK: readonly (readonly [first: number, font: FontName | null])[] = [
  [0x1d6a8, 'bold'],
  [0x1d6e2, null],
  [0x1d71c, 'bold'],
  [0x1d756, 'bold'],
  [0x1d790, 'bold'],
];
const GREEK_ORDER = [...'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ'];
const DIGIT_FONTS: readonly FontName[] = ['bold', 'blackboard', 'sans', 'sans', 'typewriter'];

export function styledLetter(point: number): StyledLetter | null {
  if (point < 0x1d400 || point > 0x1d7ff) return null;
  for (const [first, font] of LATIN) {
    const offset = point - first;
    if (offset >= 0 && offset < 52) {
      return { font, letter: String.fromCharCode(offset < 26 ? 0x41 + offset : 0x61 + offset - 26) };
    }
  }
  if (point === 0x1d6a4) return { font: null, letter: 'ı' };
  if (point === 0x1d6a5) return { font: null, letter: 'ȷ' };
  for (const [first, font] of GREEK) {
    const letter = GREEK_ORDER[point - first];
    if (letter) return { font, letter };
  }
  if (point >= 0x1d7ce) {
    const offset = point - 0x1d7ce;
    return { font: DIGIT_FONTS[Math.floor(offset / 10)] ?? 'bold', letter: String(offset % 10) };
  }
  return null;
}

const SUPERSCRIPTS = pairs(
  '⁺+⁻-⁼=⁽(⁾)⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9ᴬAᴮBᴰDᴱEᴳGᴴHᴵIᴶJᴷKᴸLᴹMᴺNᴼOᴾPᴿRᵀTᵁUⱽVᵂWᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhⁱiʲjᵏkˡlᵐmⁿnᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻzᵝβᵞγᵟδᵠϕᵡχᶿθ',
);
const SUBSCRIPTS = pairs('₊+₋-₌=₍(₎)₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9ₐaₑeₕhᵢiⱼjₖkₗlₘmₙnₒoₚpᵣrₛsₜtᵤuᵥvₓxᵦβᵧγᵨρᵩϕᵪχ');

/** The character that a raised or lowered one stands for. */
export function superscriptOf(character: string): string | undefined {
  return SUPERSCRIPTS.get(character);
}
export function subscriptOf(character: string): string | undefined {
  return SUBSCRIPTS.get(character);
}

/** `½` as numerator and denominator. */
export const VULGAR_FRACTIONS: Readonly<Record<string, readonly [string, string]>> = {
  '½': ['1', '2'],
  '⅓': ['1', '3'],
  '⅔': ['2', '3'],
  '¼': ['1', '4'],
  '¾': ['3', '4'],
  '⅕': ['1', '5'],
  '⅛': ['1', '8'],
};

/** Combining marks and the accents they make; U+0338 strikes a sign through. */
export const MARK_ACCENTS: Readonly<Record<string, string>> = {
  '\u0300': 'grave',
  '\u0301': 'acute',
  '\u0302': 'hat',
  '\u0303': 'tilde',
  '\u0304': 'bar',
  '\u0305': 'overline',
  '\u0306': 'breve',
  '\u0307': 'dot',
  '\u0308': 'ddot',
  '\u030a': 'mathring',
  '\u030b': 'doubleacute',
  '\u030c': 'check',
  '\u0327': 'cedilla',
  '\u0331': 'underline',
  '\u0332': 'underline',
  '\u20d7': 'vec',
  '\u20db': 'dddot',
};
export const STRIKE = '\u0338';

function pairs(text: string): ReadonlyMap<string, string> {
  const characters = [...text];
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < characters.length; i += 2) map.set(characters[i] ?? '', characters[i + 1] ?? '');
  return map;
}
