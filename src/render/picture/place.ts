/** Labels in one column moved apart so that none covers another; they stay in order and near their place. */
export function spread(places: readonly number[], gap: number, from: number, to: number): readonly number[] {
  const order = places
    .map((y, k) => ({ y: Math.min(Math.max(y, from), to), k }))
    .sort((a, b) => a.y - b.y || a.k - b.k);
  for (let k = 1; k < order.length; k++) {
    const [before, now] = [order[k - 1], order[k]] as [{ y: number }, { y: number }];
    now.y = Math.max(now.y, before.y + gap);
  }
  let ceiling = to;
  for (let k = order.length - 1; k >= 0; k--) {
    const now = order[k] as { y: number };
    now.y = Math.min(now.y, ceiling);
    ceiling = now.y - gap;
  }
  const out: number[] = [];
  for (const { y, k } of order) out[k] = y;
  return out;
}
