import { createCanon, expandElisions, type Occurrence, sourcesOf } from '../../src/canon/index.js';
import type { Catalogue } from '../../src/catalogue/index.js';
import type { Pattern } from '../../src/catalogue/pattern.js';
import { read } from '../../src/meaning/index.js';
import { matchPattern } from '../../src/recognise/attempt.js';
import { collectSubjects } from '../../src/recognise/subjects.js';
import { parse } from '../../src/syntax/index.js';
import { plainMatches } from './plain-matcher.js';

/** What one matcher found: the LaTeX of each place of each role. */
export type Found = { readonly pattern: Pattern; readonly roles: ReadonlyMap<string, readonly string[]> };

/** The forms of a concept that are one formula and lean on nothing known from elsewhere; mistakes left out. */
export function formsOf(catalogue: Catalogue, concept: string): readonly Pattern[] {
  const forms = catalogue.patterns.filter(
    (p) => p.concept.id === concept && !p.nearMiss && p.lines.length === 1 && p.given.length === 0,
  );
  if (forms.length === 0) throw new Error(`no form of ${concept} is one formula`);
  return forms;
}

/** Runs one formula through both matchers, at every place of it and with each of the patterns. */
export function findBoth(latex: string, patterns: readonly Pattern[]): { fast: Found[]; plain: Found[] } {
  const reading = read(parse(latex));
  const expr = expandElisions(reading.expr);
  const canon = createCanon({ kinds: reading.kinds });
  const fast: Found[] = [];
  const plain: Found[] = [];
  const textOf = (place: readonly Occurrence[]): string =>
    place
      .flatMap(sourcesOf)
      .map((e) => e.span)
      .sort((a, b) => a[0] - b[0])
      .map((span) => latex.slice(span[0], span[1]))
      .join(' ')
      .replace(/\s+/g, '');
  for (const { occurrence } of collectSubjects(canon, expr)) {
    for (const pattern of patterns) {
      for (const match of matchPattern(canon.build, pattern, occurrence)) {
        const roles = [...match.roles].map(([role, b]) => [role, b.places.map((p) => textOf(p.pieces))] as const);
        fast.push({ pattern, roles: new Map(roles) });
      }
      for (const { places } of plainMatches(canon.build, pattern, occurrence)) {
        plain.push({ pattern, roles: new Map([...places].map(([role, at]) => [role, at.map(textOf)])) });
      }
    }
  }
  return { fast, plain };
}
