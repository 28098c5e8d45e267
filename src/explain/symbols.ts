import type { Catalogue } from '../catalogue/index.js';
import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import type { Span } from '../expr/span.js';
import { children, walk } from '../expr/traverse.js';
import type { Expr, Reading } from '../expr/types.js';
import { constantOf } from '../math/index.js';
import type { Candidate } from '../recognise/index.js';
import { uniqueSpans } from './roles.js';
import type { SymbolEntry } from './schema.js';

/** Where a meaning can come from, in order of trust. */
export type KnownMeaning = { readonly meaning: string; readonly source: SymbolEntry['source'] };

export type MeaningSources = {
  /** By `exprKey`, from the request. */
  readonly request: ReadonlyMap<string, string>;
  readonly prose: (e: Expr) => string | undefined;
  /** What earlier formulas of the document defined: by `exprKey` of the left side. */
  readonly preceding: (key: string) => string | undefined;
  readonly domain: () => string | undefined;
};

/** The symbols of a formula in order of appearance, with what is known of each and where that comes from. */
export function symbolTable(
  latex: string,
  reading: Reading,
  chunks: readonly Candidate[],
  catalogue: Catalogue,
  sources: MeaningSources,
): SymbolEntry[] {
  const places = new Map<string, { expr: Expr; spans: Span[] }>();
  collectSymbols(reading.expr, places);
  const concepts = new Set(chunks.flatMap((c) => [c.pattern.concept.id, ...c.pattern.concept.ancestors]));
  const defined = definitionsOf(chunks);
  const roles = rolesPlayed(chunks);
  return [...places].map(([key, { expr, spans }]) => {
    const first = spans[0] as Span;
    const told = meaningOf(key, expr, sources, defined, catalogue, concepts);
    const known = told.meaning === '' ? { ...told, meaning: numberMeant(expr, reading) } : told;
    const played = known.meaning === '' ? roles.get(key) : undefined;
    const { meaning, source } = played === undefined ? known : { meaning: played, source: 'definition' as const };
    const kind = reading.kinds.get(symbolKey(expr))?.kind ?? 'any';
    return { latex: latex.slice(first[0], first[1]), kind, meaning, source, spans: uniqueSpans(latex, spans) };
  });
}

/** What each chunk says of the symbol on its left side: "$v$ is the exponential moving average of …". */
export function definitionsOf(chunks: readonly Candidate[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const c of chunks) {
    const left = definedBy(c);
    const name = nameOfDefined(c);
    if (name !== undefined && left && (left.kind === 'symbol' || left.kind === 'indexed'))
      found.set(exprKey(left), name);
  }
  return found;
}

/** The left side that a chunk defines: of a whole right side, or of a step of a recurrence. */
export function definedBy(c: Candidate): Expr | undefined {
  const relation = c.match.covered[0]?.src;
  const isStep = c.pattern.lines[0]?.node.op === 'rec' && relation?.kind === 'relation';
  return c.defines ?? (isStep ? relation.sides[0] : undefined);
}

/** An update is a way to change something, not a name for what is changed: that is named by its role. */
function nameOfDefined({ pattern }: Candidate): string | undefined {
  const { name } = pattern.concept.file;
  const isWay = /\b(?:update|step|descent|ascent|method|clipping|decay|equation|identity|rule)$/.test(name);
  return isWay ? undefined : `the ${name}`;
}

/** What stands for a role of a chunk is known by that role; the outermost chunk speaks. */
function rolesPlayed(chunks: readonly Candidate[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { match, pattern } of chunks) {
    for (const [letter, { role }] of pattern.concept.roles) {
      const place = match.roles.get(letter)?.places[0];
      const source = place?.pieces.length === 1 ? place.pieces[0]?.src : undefined;
      const single = source?.kind === 'symbol' || source?.kind === 'indexed' || source?.kind === 'differential';
      if (source && single && role.kind !== 'index' && !found.has(exprKey(source)))
        found.set(exprKey(source), role.name);
    }
  }
  return found;
}

export function meaningOf(
  key: string,
  expr: Expr,
  sources: MeaningSources,
  defined: ReadonlyMap<string, string>,
  catalogue: Catalogue,
  concepts: ReadonlySet<string>,
): KnownMeaning {
  const base = symbolKey(expr);
  const asked = sources.request.get(key) ?? sources.request.get(base);
  if (asked !== undefined) return { meaning: asked, source: 'request' };
  const told = sources.prose(expr);
  if (told !== undefined) return { meaning: told, source: 'prose' };
  const here = defined.get(key) ?? sources.preceding(key);
  if (here !== undefined) return { meaning: here, source: 'definition' };
  const domain = sources.domain();
  const habit = catalogue.conventions.find(
    (c) => (c.key === key || c.key === base) && (c.domain === domain || c.beside.some((id) => concepts.has(id))),
  );
  if (habit) return { meaning: habit.meaning, source: 'convention' };
  return { meaning: '', source: 'notation' };
}

/** What a letter means by itself, where the formula uses it as a number and as nothing else. */
function numberMeant(e: Expr, { expr: whole, kinds }: Reading): string {
  if (e.kind !== 'symbol' || e.name !== 'pi' || constantOf(e) === undefined) return '';
  const kind = kinds.get(symbolKey(e))?.kind ?? 'any';
  return (kind === 'any' || kind === 'scalar') && !isNamed(whole, exprKey(e)) ? 'the circle constant, 3.14159…' : '';
}

/** Whether a letter is applied, indexed, runs through a range or stands alone on a side: then it is a thing of its own. */
function isNamed(e: Expr, key: string): boolean {
  const is = (other: Expr): boolean => exprKey(ungroup(other)) === key;
  let found = false;
  walk(e, (node) => {
    if (node.kind === 'apply') found ||= is(node.head);
    else if (node.kind === 'indexed') found ||= is(node.base);
    else if (node.kind === 'relation') found ||= node.sides.some(is);
    else if (node.kind === 'big') found ||= node.domains.some(({ variables }) => variables.some(is));
    return !found;
  });
  return found;
}

const CONSTANTS: ReadonlySet<string> = new Set(['exponentialE', 'imaginaryI', 'infty']);

/** Symbols, families as a whole (`h_s`, not `h` and `s`), differentials; index letters of families are not told apart. */
function collectSymbols(e: Expr, places: Map<string, { expr: Expr; spans: Span[] }>): void {
  const put = (expr: Expr): void => {
    const key = exprKey(expr);
    const known = places.get(key);
    if (known) known.spans.push(expr.span);
    else places.set(key, { expr, spans: [expr.span] });
  };
  switch (e.kind) {
    case 'symbol':
      if (!CONSTANTS.has(e.name)) put(e);
      return;
    case 'indexed':
      put(e);
      return;
    case 'differential':
      put(e);
      return;
    case 'apply':
      if (e.head.kind === 'symbol' && e.head.name.length > 2) for (const arg of e.args) collectSymbols(arg, places);
      else for (const child of children(e)) collectSymbols(child, places);
      return;
    case 'relation':
      for (const side of e.inheritsLeft ? e.sides.slice(1) : e.sides) collectSymbols(side, places);
      return;
    default:
      for (const child of children(e)) collectSymbols(child, places);
  }
}
