import type { Item } from './items.js';

/** What one level of brackets holds: its wedges, and whether the parts between them are statements. */
type Level = { wedges: number[]; statements: boolean[]; logic: boolean; here: boolean };

function level(): Level {
  return { wedges: [], statements: [], logic: false, here: false };
}

/**
 * `\land` and `\wedge` are one sign. It is "and" where statements stand on both sides of every wedge of its level, or where
 * "or", "not", a quantifier or an arrow stands beside it; elsewhere (`dx \wedge dy`, `t \wedge 1`) it is a product.
 */
export function settleWedges(items: Item[]): Item[] {
  if (!items.some((item) => item.type === 'and')) return items;
  const stack: Level[] = [level()];
  const close = (at: Level): boolean => {
    at.statements.push(at.here);
    const between = at.wedges.length > 0 && at.statements.every((is) => is);
    if (!at.logic && !between) {
      for (const index of at.wedges) {
        (items[index] as Item).type = 'times';
        (items[index] as Item).name = 'wedge';
      }
    }
    return at.logic || at.here || between;
  };
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    const top = stack[stack.length - 1] as Level;
    if (item.match > i) stack.push(level());
    else if (item.match >= 0 && stack.length > 1) {
      stack.pop();
      const inner = close(top);
      (stack[stack.length - 1] as Level).here ||= inner;
    } else if (item.type === 'and') {
      top.wedges.push(i);
      top.statements.push(top.here);
      top.here = false;
    } else if (item.type === 'relation') top.here = true;
    else if (item.type === 'or' || item.type === 'arrow' || item.type === 'prefix') top.logic = true;
    else if (item.type === 'delimited' && item.node.kind === 'delimited') {
      top.here ||= item.node.body.items.some((node) => node.kind === 'atom' && node.cls === 'rel');
    }
  }
  while (stack.length > 0) close(stack.pop() as Level);
  return items;
}
