import { type Occurrence, sourcesOf } from '../canon/index.js';
import { balancedPieces, joinSpans, type Span } from '../expr/span.js';
import type { Expr } from '../expr/types.js';
import type { Candidate, NearMiss } from '../recognise/index.js';
import type { Role } from './schema.js';

/** LaTeX of what stands for each role, with its places. */
export function rolesOf(
  latex: string,
  { pattern, match }: Candidate | NearMiss,
  meaning: (e: Expr) => string,
): Record<string, Role> {
  const roles: Record<string, Role> = {};
  for (const [letter, { role }] of pattern.concept.roles) {
    const binding = match.roles.get(letter);
    if (!binding) continue;
    const spans = uniqueSpans(
      latex,
      binding.places.flatMap((p) => p.pieces.flatMap(spansOfPiece)),
    );
    const [place] = binding.places;
    const pieces = place?.pieces ?? [];
    const known = pieces.length === 1 && pieces[0]?.src ? meaning(pieces[0].src) : '';
    const written = pieces.map((p) => latexOfPiece(latex, p)).filter((x) => x !== '');
    const joined = place?.combine === 'add' ? joinTerms(written) : written.join(' ');
    const fallback = binding.node.op === 'num' ? String(binding.node.data) : '';
    roles[letter] = {
      latex: joined || fallback,
      spans,
      meaning: meaningWith(role.name, known),
    };
  }
  return roles;
}

/** The role's name with what is known of the symbol, unless that says the same again. */
function meaningWith(name: string, known: string): string {
  if (known === '' || name.includes(known.replace(/^(?:the|an?) /, ''))) return name;
  return known.includes(name) ? known : `${name}: ${known}`;
}

function spansOfPiece(o: Occurrence): Span[] {
  return sourcesOf(o).map((e) => e.span);
}

/** Pieces that stand apart in the source are shown side by side. */
const JOINED: Readonly<Record<string, string>> = { mul: ' ', seq: ' ', had: ' \\odot ' };

/** A piece as the reader wrote it; what canonicalisation turned (a denominator, a sign) is written as it acts. */
export function latexOfPiece(latex: string, o: Occurrence): string {
  if (o.src) return latex.slice(o.src.span[0], o.src.span[1]);
  const { op, data } = o.node;
  const [base, exponent] = o.kids;
  if (op === 'pow' && base && exponent?.node.op === 'num') {
    if (exponent.node.data === -1) return `\\frac{1}{${latexOfPiece(latex, base)}}`;
    const under = base.src?.kind === 'power' ? `{${latexOfPiece(latex, base)}}` : asOperand(latex, base);
    return `${under}^{${latexOfNumber(Number(exponent.node.data))}}`;
  }
  if (op === 'num') return latexOfNumber(Number(data));
  if (op === 'add') return joinTerms(o.kids.map((k) => latexOfPiece(latex, k)));
  const sign = JOINED[op];
  if (sign !== undefined) return joinFactors(latex, o.kids, sign);
  const sources = sourcesOf(o).map((e) => e.span);
  if (sources.length === 0) return '';
  const [from, to] = sources.reduce(joinSpans);
  return latex.slice(from, to);
}

/** Numbers come first, and a sign before all. */
function joinFactors(latex: string, kids: readonly Occurrence[], sign: string): string {
  const value = kids.filter(isNumber).reduce((x, k) => x * Number(k.node.data), 1);
  const rest = kids.filter((k) => !isNumber(k)).map((k) => asOperand(latex, k));
  const number = Math.abs(value) === 1 && rest.length > 0 ? [] : [latexOfNumber(Math.abs(value))];
  return `${value < 0 ? '-' : ''}${[...number, ...rest].join(sign)}`;
}

function isNumber(o: Occurrence): boolean {
  return o.node.op === 'num' && o.src === null;
}

function joinTerms(terms: readonly string[]): string {
  const after = (term: string): string => (term.startsWith('-') ? ` - ${term.slice(1).trim()}` : ` + ${term}`);
  return terms.map((term, i) => (i === 0 ? term : after(term))).join('');
}

/** In brackets where it would fall apart beside a factor or under an exponent. */
function asOperand(latex: string, o: Occurrence): string {
  const written = latexOfPiece(latex, o);
  const kind = o.src?.kind ?? (o.node.op === 'add' || o.node.op === 'mul' ? 'add' : 'symbol');
  return kind === 'add' || kind === 'negate' || (o.src === null && written.startsWith('-'))
    ? `\\left(${written}\\right)`
    : written;
}

/** A third that was written `/3` is not shown as a decimal fraction. */
function latexOfNumber(x: number): string {
  const inverse = Math.round(1 / x);
  const isUnitFraction = Math.abs(inverse) > 1 && Math.abs(x * inverse - 1) < 1e-9 && String(x).length > 4;
  return isUnitFraction ? `${x < 0 ? '-' : ''}\\frac{1}{${Math.abs(inverse)}}` : String(x);
}

/** Each place once, in source order, in pieces that can be cut out. */
export function uniqueSpans(latex: string, places: readonly Span[]): Span[] {
  const seen = new Set<string>();
  const spans = places.flatMap((span) => balancedPieces(latex, span));
  return spans.filter((s) => !seen.has(s.join()) && seen.add(s.join())).sort((a, b) => a[0] - b[0]);
}
