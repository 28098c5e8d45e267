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
    const joined = place?.combine === 'add' ? written.join(' + ') : written.join(' ');
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
const JOINED: Readonly<Record<string, string>> = { mul: ' ', seq: ' ', add: ' + ', had: ' \\odot ' };

/** A piece as the reader wrote it; what canonicalisation turned (a denominator) is written as it acts. */
export function latexOfPiece(latex: string, o: Occurrence): string {
  if (o.src) return latex.slice(o.src.span[0], o.src.span[1]);
  const [base, exponent] = o.kids;
  if (o.node.op === 'pow' && base && exponent?.node.op === 'num') {
    const inner = latexOfPiece(latex, base);
    return exponent.node.data === -1 ? `1/${inner}` : `${inner}^{${exponent.node.data}}`;
  }
  if (o.node.op === 'num') return String(o.node.data);
  const sign = JOINED[o.node.op];
  if (sign !== undefined) return o.kids.map((k) => latexOfPiece(latex, k)).join(sign);
  const sources = sourcesOf(o).map((e) => e.span);
  if (sources.length === 0) return '';
  const [from, to] = sources.reduce(joinSpans);
  return latex.slice(from, to);
}

/** Each place once, in source order, in pieces that can be cut out. */
export function uniqueSpans(latex: string, places: readonly Span[]): Span[] {
  const seen = new Set<string>();
  const spans = places.flatMap((span) => balancedPieces(latex, span));
  return spans.filter((s) => !seen.has(s.join()) && seen.add(s.join())).sort((a, b) => a[0] - b[0]);
}
