import { ungroup } from '../expr/build.js';
import { symbolKey } from '../expr/key.js';
import { children, mapChildren } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import type { Binding, Compiled, Scope } from '../math/index.js';
import type { Match } from './bindings.js';
import type { Claims } from './claims.js';
import type { Model } from './models.js';

/**
 * Pieces that have no value of their own (`P(A \\cap B)`, `\\delta Q`, `\\dots`) are unknowns: one with the reader's pieces put in
 * for the roles is the same unknown as the one that is written. Everything around them is compared. Undefined where the
 * definition has no such piece.
 */
export function atomModel({ claims }: Claims, match: Match): Model | undefined {
  if (!claims.some(({ target }) => atomsIn(target).length > 0)) return undefined;
  // Of nothing but one unknown there is nothing to compare.
  if (claims.some(({ target }) => isAtom(ungroup(target)))) return undefined;
  return {
    written: () => new Map(),
    defined: (target, reader) =>
      new Map<Expr, Compiled>(
        atomsIn(target).map((atom) => {
          const written = withReaders(atom, match);
          return [
            atom,
            (inner: Scope) => {
              const scope = { ...reader.scope, env: joined(inner.env, reader.scope.env) };
              return scope.source.opaque(written, scope) ?? Number.NaN;
            },
          ];
        }),
      ),
    says: 'all that surrounds the unknown pieces agrees, whatever these are worth',
    doubt: 'it is made of pieces that have no value of their own',
  };
}

/** The outermost nodes that have no value whatever their parts are worth. */
function atomsIn(e: Expr): readonly Expr[] {
  return isAtom(e) ? [e] : children(e).flatMap(atomsIn);
}

function isAtom(e: Expr): boolean {
  switch (e.kind) {
    case 'hole':
    case 'differential':
      return true;
    case 'apply':
      return e.args.some(isEvent);
    case 'derivative':
      return e.op === 'dot' || e.op === 'variation' || (e.op === 'prime' && typeof e.order !== 'number');
    default:
      return false;
  }
}

const EVENTS: ReadonlySet<Expr['kind']> = new Set(['relation', 'operation', 'text', 'hole', 'interval', 'set']);

/** What has no value as an argument: `X = 1` in `P(X = 1)`. */
export function isEvent(e: Expr): boolean {
  const arg = ungroup(e);
  if (EVENTS.has(arg.kind)) return true;
  if (arg.kind === 'conditional') return [...arg.left, ...arg.right].some(isEvent);
  return arg.kind === 'list' && arg.items.some(isEvent);
}

/** The node with what stands for the roles: of a family its letter, and the indices stay. */
function withReaders(e: Expr, match: Match): Expr {
  const put = (x: Expr): Expr => {
    if (x.kind === 'indexed') {
      const src = sourceOf(x.base, match);
      const base = src?.kind === 'indexed' ? src.base : src;
      return { ...x, base: base ?? x.base, indices: x.indices.map(put) };
    }
    if (x.kind === 'apply' && x.head.kind === 'symbol') {
      const src = sourceOf(x.head, match);
      const head = src?.kind === 'apply' ? src.head : src;
      return { ...x, head: head ?? x.head, args: x.args.map(put) };
    }
    return (x.kind === 'symbol' ? sourceOf(x, match) : undefined) ?? mapChildren(x, put);
  };
  return put(e);
}

function sourceOf(letter: Expr, match: Match): Expr | undefined {
  const src = match.roles.get(symbolKey(letter))?.places[0]?.pieces[0]?.src;
  return src ? ungroup(src) : undefined;
}

/** The bound variables of both scopes, the first ones in front. */
function joined(first: Binding | null, rest: Binding | null): Binding | null {
  return first === null ? rest : { ...first, next: joined(first.next, rest) };
}
