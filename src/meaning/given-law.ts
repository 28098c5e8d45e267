import type { Expr, RelationExpr } from '../expr/types.js';

/**
 * `y \mid x, \theta \sim N(\mu, 1)`: the bar outside of brackets divides what is drawn from what it is given. The statements
 * are `y`, a stray bar and `x, \theta \sim …`; they are one.
 */
export function joinGiven(statements: readonly Expr[]): readonly Expr[] {
  const out: Expr[] = [];
  for (const e of statements) {
    const [drawn, bar] = out.slice(-2);
    if (drawn && bar && isBar(bar) && e.kind === 'relation' && e.ops[0] === 'sim' && e.ops.length === 1) {
      out.splice(-2, 2, drawnGiven(drawn, e));
    } else out.push(e);
  }
  return out;
}

function isBar(e: Expr): boolean {
  return e.kind === 'symbol' && (e.name === '|' || e.name === 'mid');
}

function drawnGiven(drawn: Expr, law: RelationExpr): RelationExpr {
  const [given, ...rest] = law.sides as [Expr, ...Expr[]];
  const left: Expr = {
    kind: 'conditional',
    left: [drawn],
    right: given.kind === 'list' ? given.items : [given],
    bar: 'single',
    span: [drawn.span[0], given.span[1]],
  };
  return { ...law, sides: [left, ...rest], span: [drawn.span[0], law.span[1]] };
}
