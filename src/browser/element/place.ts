/** Where a card stands, in pixels from the corner of the element; under 60rem the styles make a sheet of it. */
export type Placement = { readonly left: number; readonly top: number; readonly beside: 'right' | 'left' | undefined };

type Edges = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export const NARROW = '(max-width: 60rem)';
const GAP = 24;
const MARGIN = 8;
const LIFT = 12;

/**
 * Beside the column of text, at its end; where there is no room, under the formula. Never on the formula.
 * All edges are those of the window; `below` is how far the formula and its marks reach down.
 */
export function placeCard({
  host,
  column,
  window,
  below,
  card,
  rtl,
}: {
  readonly host: Edges;
  readonly column: Edges;
  readonly window: { readonly width: number; readonly height: number };
  readonly below: number;
  readonly card: { readonly width: number; readonly height: number };
  readonly rtl: boolean;
}): Placement {
  const start = rtl ? column.left - GAP - card.width : column.right + GAP;
  const fits = rtl ? start >= MARGIN : start + card.width + MARGIN <= window.width;
  if (fits) {
    const lowest = window.height - card.height - MARGIN - host.top;
    const top = Math.max(Math.min(-LIFT, lowest), MARGIN - host.top);
    return { left: start - host.left, top, beside: rtl ? 'left' : 'right' };
  }
  const most = window.width - MARGIN - card.width;
  const middle = (host.left + host.right - card.width) / 2;
  return { left: Math.max(MARGIN, Math.min(middle, most)) - host.left, top: below + MARGIN, beside: undefined };
}
