export type Pointing = { readonly stop: () => void; readonly stopWaiting: () => void };

type Answers = {
  readonly at: (x: number, y: number) => string | undefined;
  readonly point: (id: string) => void;
  readonly rest: () => void;
  /** Pinned, or walked by keys: pointing past it changes nothing. */
  readonly isHeld: () => boolean;
};

/** Long enough that the pointer can cross other symbols on its way to the card. */
const INTENT_MS = 70;
const LEAVE_MS = 320;

/** What the pointer rests on is in focus; what it only passes is not. */
export function createPointing(host: HTMLElement, { at, point, rest, isHeld }: Answers): Pointing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted: string | undefined;

  const wait = (ms: number, then: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  };
  const onMove = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || isHeld()) return;
    const isOnCard = event.composedPath().some((target) => target instanceof Element && target.matches('.card'));
    const id = isOnCard ? undefined : at(event.clientX, event.clientY);
    if (id !== undefined && id === wanted) return;
    wanted = id;
    if (isOnCard) clearTimeout(timer);
    else if (id === undefined) wait(LEAVE_MS, rest);
    else wait(INTENT_MS, () => point(id));
  };
  const onLeave = (event: PointerEvent): void => {
    wanted = undefined;
    if (event.pointerType !== 'touch' && !isHeld()) wait(LEAVE_MS, rest);
  };
  host.addEventListener('pointermove', onMove);
  host.addEventListener('pointerleave', onLeave);
  return {
    stopWaiting: () => clearTimeout(timer),
    stop: () => {
      clearTimeout(timer);
      host.removeEventListener('pointermove', onMove);
      host.removeEventListener('pointerleave', onLeave);
    },
  };
}
