import type { Catalogue, Concept, Net, Pattern } from '../catalogue/index.js';
import { buildNet } from '../catalogue/net.js';
import type { Expr, Reading } from '../expr/types.js';
import { recognise } from '../recognise/index.js';

/** Which concept the left side of a definition says that the right side is, if it says one; `readAgain` reads it by itself. */
export function conceptNamedBy(
  latex: string,
  left: Expr,
  catalogue: Catalogue,
  readAgain: (latex: string) => Reading,
): Concept | undefined {
  const known = namesOf(catalogue);
  const name = nameIn(left);
  const told = known.byName.get(name) ?? known.byName.get(plainName(name));
  if (told || !MAY_NAME.has(left.kind)) return told;
  const alone = readAgain(latex.slice(left.span[0], left.span[1]));
  const [first] = recognise(alone, known.net).chunks.filter((c) => c.match.whole && c.subject.expr === alone.expr);
  return first?.pattern.concept;
}

/** `\sigma(x)`, `D(p \| q)`, `\|x\|_2`: names that are more than a word. */
const MAY_NAME: ReadonlySet<string> = new Set(['apply', 'indexed', 'norm']);

/** Forms that only name a concept, and norms, whose bars are their name. */
function isName({ form, lines }: Pattern): boolean {
  return form.named || lines[0]?.node.op === 'norm';
}

/** `\mathrm{RMSE}`, `\text{accuracy}`, `F_1`, the softmax in `\mathrm{softmax}(z)_i`. */
function nameIn(e: Expr): string {
  switch (e.kind) {
    case 'symbol':
      return GREEK.test(e.name) ? '' : e.name;
    case 'text':
      return e.text;
    case 'group':
      return nameIn(e.body);
    case 'apply':
      return nameIn(e.head);
    case 'indexed': {
      const [index] = e.indices;
      return nameIn(e.base) + (e.indices.length === 1 && index?.kind === 'number' ? index.text : '');
    }
    default:
      return '';
  }
}

/** A letter is no name, though there are gamma functions and beta densities. */
const GREEK =
  /^(?:var)?(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)$/i;

export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const SHORTEST = 2;
const ofCatalogues = new WeakMap<Catalogue, Names>();

type Names = {
  /** Concepts by name and by abbreviation; other aliases are used too loosely to hold a writer to. */
  readonly byName: ReadonlyMap<string, Concept>;
  /** The forms that only name a concept. */
  readonly net: Net;
};

/** The names of all concepts of a catalogue. */
export function namesOf(catalogue: Catalogue): Names {
  const before = ofCatalogues.get(catalogue);
  if (before) return before;
  const found = new Map<string, Concept | undefined>();
  for (const concept of catalogue.concepts.values()) {
    const { name, aliases } = concept.file;
    const short = aliases.filter(isAbbreviation);
    const names = [
      concept.id,
      name,
      name.replace(/ (?:score|function|loss)$/, ''),
      ...short.filter((s) => !MIXED.test(s)),
    ];
    for (const key of new Set([...names.map(plainName), ...short.filter((s) => MIXED.test(s))])) {
      if (key.length < SHORTEST) continue;
      const other = found.get(key);
      // A name that two concepts share says nothing.
      found.set(key, found.has(key) && other !== concept ? undefined : concept);
    }
  }
  const byName = new Map([...found].filter((entry): entry is [string, Concept] => entry[1] !== undefined));
  const made = { byName, net: buildNet(catalogue.patterns.filter((p) => !p.nearMiss && isName(p))) };
  ofCatalogues.set(catalogue, made);
  return made;
}

/** The letters' sizes tell such names apart: VaR is no Var. */
const MIXED = /[a-z]/;

function isAbbreviation(alias: string): boolean {
  return /^[A-Z][A-Za-z0-9]*[A-Z0-9]$/.test(alias);
}
