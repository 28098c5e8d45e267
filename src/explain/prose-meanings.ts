import { exprKey, symbolKey } from '../expr/key.js';
import type { Expr, SymbolKind } from '../expr/types.js';
import { kindOfName } from './noun-phrase.js';
import type { ProseMeaning } from './prose.js';

/** What has been told of symbols so far; what is told later of the same symbol replaces it. */
export type ProseMeanings = {
  readonly tell: (told: ProseMeaning) => void;
  readonly get: (e: Expr) => string | undefined;
  /** Kinds that prose gives ("the weight matrix $W$") to symbols that this LaTeX may hold. */
  readonly kindsFor: (latex: string) => Readonly<Record<string, { readonly kind: SymbolKind }>>;
};

type Told = { readonly meaning: string; readonly rank: number };

export function createProseMeanings(): ProseMeanings {
  const exact = new Map<string, Told>();
  /** The same with steps of the index left off: $v_{t-1}$ is the velocity where $v_t$ is. */
  const stepless = new Map<string, Told>();
  /** Heads that are told of with indices: their bare letter may be another thing. */
  const families = new Set<string>();
  const kinds = new Map<string, Map<string, SymbolKind>>();

  return { tell, get, kindsFor };

  function tell({ key, expr, latex, meaning, rank }: ProseMeaning): void {
    const known = exact.get(key);
    if (known !== undefined && known.rank > rank && rank === 1) return;
    exact.set(key, { meaning, rank });
    if (expr.kind === 'indexed') {
      families.add(symbolKey(expr));
      stepless.set(steplessKey(expr), { meaning, rank });
      return;
    }
    const kind = expr.kind === 'symbol' ? kindOfName(meaning) : undefined;
    const token = letterOf(latex);
    if (kind === undefined || token === undefined) return;
    const name = latex.trim();
    const same = kinds.get(token) ?? new Map<string, SymbolKind>();
    kinds.set(token, same.set(name, kind));
  }

  function get(e: Expr): string | undefined {
    const told = exact.get(exprKey(e));
    if (told !== undefined) return told.meaning;
    if (e.kind === 'indexed') {
      const step = stepless.get(steplessKey(e));
      if (step !== undefined) return step.meaning;
    }
    const head = symbolKey(e);
    return families.has(head) ? undefined : exact.get(head)?.meaning;
  }

  function kindsFor(latex: string): Readonly<Record<string, { readonly kind: SymbolKind }>> {
    const found: Record<string, { readonly kind: SymbolKind }> = {};
    if (kinds.size === 0) return found;
    for (const token of new Set(latex.match(TOKEN))) {
      for (const [name, kind] of kinds.get(token) ?? []) found[name] = { kind };
    }
    return found;
  }
}

const TOKEN = /\\[a-zA-Z]+|\p{L}/gu;
const LOOKS =
  /^\\(?:math[a-z]+|bm|bf|rm|it|boldsymbol|pmb|text[a-z]*|operatorname|vec|hat|bar|tilde|dot|ddot|widehat|widetilde|overline|underline)$/;

/** The letter by which a symbol is found: `W` of `\mathbf{W}`. */
function letterOf(latex: string): string | undefined {
  return latex.match(TOKEN)?.find((token) => !LOOKS.test(token));
}

function steplessKey(e: Expr): string {
  if (e.kind !== 'indexed') return exprKey(e);
  return `${exprKey(e.base)} ${e.indices.map((index, i) => `${e.places[i]}:${exprKey(withoutStep(index))}`).join(' ')}`;
}

function withoutStep(index: Expr): Expr {
  if (index.kind !== 'add' || index.terms.length !== 2) return index;
  const isNumber = (e: Expr): boolean => e.kind === 'number' || (e.kind === 'negate' && e.arg.kind === 'number');
  const [first, second] = index.terms;
  return first && second && isNumber(second) ? first : index;
}
