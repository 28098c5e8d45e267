import { NARROW, type Placement, placeCard } from './place.js';

/** Keeps the card of an element where there is room for it. Its place is a rule in a sheet of its own: no inline styles. */
export type Placer = {
  /** `below` is how far the formula and its marks reach down. */
  readonly place: (card: HTMLElement, below: number) => void;
  /** Where the card begins, if it stands beside the text: marks are joined to it there. */
  readonly edge: (isWide: boolean) => number | undefined;
};

export function createPlacer(host: HTMLElement, root: () => ShadowRoot): Placer {
  let sheet: CSSStyleSheet | undefined;
  const write = (css: string): void => {
    if (sheet === undefined) {
      sheet = new CSSStyleSheet();
      root().adoptedStyleSheets = [...root().adoptedStyleSheets, sheet];
    }
    sheet.replaceSync(css);
  };
  return {
    place: (card, below) => {
      if (matchMedia(NARROW).matches) {
        write('');
        return keepInView(host, card);
      }
      const { left, top } = placement(host, below, { width: card.offsetWidth, height: card.offsetHeight });
      write(`.card { left: ${left}px; top: ${top}px; }`);
    },
    edge: (isWide) => {
      if (matchMedia(NARROW).matches) return undefined;
      const width = isWide ? WIDE : WIDTH;
      const { left, beside } = placement(host, 0, { width, height: 0 });
      return beside === undefined ? undefined : beside === 'right' ? left : left + width;
    },
  };
}

/** As in the styles, for a card that is not there yet. */
const WIDTH = 320;
const WIDE = 536;

function placement(host: HTMLElement, below: number, card: { width: number; height: number }): Placement {
  const { clientWidth, clientHeight } = document.documentElement;
  return placeCard({
    host: host.getBoundingClientRect(),
    column: (host.parentElement ?? host).getBoundingClientRect(),
    window: { width: clientWidth, height: clientHeight },
    below,
    card,
    rtl: getComputedStyle(host).direction === 'rtl',
  });
}

/** The sheet at the foot must not cover the formula that it speaks of. */
function keepInView(host: HTMLElement, sheet: HTMLElement): void {
  const { top, bottom } = host.getBoundingClientRect();
  const covered = bottom + 24 - (window.innerHeight - sheet.offsetHeight);
  if (covered > 0) window.scrollBy({ top: Math.min(covered, Math.max(0, top - 8)) });
}
