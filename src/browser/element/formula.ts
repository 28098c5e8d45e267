import type { FormulaElement } from '../contract.js';
import type { CardActions } from './card.js';
import { type Ask, type Command, toCommand } from './keys.js';
import { NumbersPanel } from './numbers.js';
import { spokenAs } from './outline.js';
import { adoptInPage } from './page-style.js';
import { createPointing, type Pointing } from './pointing.js';
import { type Move, moved, type Station } from './stations.js';
import { FormulaView, type Handlers } from './view.js';

/**
 * `<formulens-formula>`: a formula that explains itself. The formula is set in the page by KaTeX, on a server or at build time,
 * and stays as it is when no script runs; the element adds marks, a card and keys.
 */
export class FormulensFormula extends FormulaView implements FormulaElement {
  private isPinned = false;
  private pointing: Pointing | undefined;
  private observer: ResizeObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    adoptInPage(this.getRootNode());
    this.pointing = createPointing(this, {
      at: (x, y) => this.pointedAt(x, y),
      point: (id) => this.select(id, false),
      rest: () => this.rest(),
      isHeld: () => this.isPinned || this.byKeyboard,
    });
    this.observer = new ResizeObserver(this.stale);
    this.observer.observe(this);
    this.addEventListener('scroll', this.stale, true);
    document.addEventListener('pointerdown', this.leaveOutside);
    void document.fonts?.ready.then(this.stale);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pointing?.stop();
    this.observer?.disconnect();
    this.removeEventListener('scroll', this.stale, true);
    document.removeEventListener('pointerdown', this.leaveOutside);
  }

  private readonly leaveOutside = (event: Event): void => {
    if (this.current !== null && !event.composedPath().includes(this)) this.rest();
  };

  private select(id: string | null, byKeyboard: boolean): void {
    const station = this.walk.get(id);
    if (station === undefined) return;
    this.byKeyboard = byKeyboard;
    this.isOpen = !this.labels;
    if (this.mode === 'help' || this.mode === 'picture') this.mode = 'read';
    if (byKeyboard) this.spoken = spokenAs(station, this.annotation);
    this.requestUpdate();
    const isNew = id !== this.current;
    this.current = id;
    if (byKeyboard) this.reveal();
    if (isNew) this.tell('formulens-focus', { id });
  }

  private rest(): void {
    const was = this.current;
    this.toRest();
    if (was !== null) this.tell('formulens-focus', { id: null });
  }

  protected override toRest(): void {
    this.current = null;
    this.isOpen = false;
    this.isPinned = false;
    this.byKeyboard = false;
    this.labels = false;
    if (this.mode === 'numbers') this.values = {};
    this.mode = 'read';
    this.spoken = '';
  }

  private readonly leave = (): void => {
    this.toggled.clear();
    this.faded.clear();
    this.setZoom(0);
    this.rest();
  };

  private readonly move = (move: Move): void => {
    const target = moved(this.walk, this.station, move);
    if (target) this.select(target.id, true);
  };

  private goHomeIfAtRest(): void {
    if (this.current === null) this.move('home');
  }

  fold(): void {
    const id = this.current;
    if (id === null) return;
    if (!this.toggled.delete(id)) this.toggled.add(id);
    this.requestUpdate();
  }

  /** Fades the matrix of the chunk in focus; with the whole formula in focus, the first there is. */
  fade(): void {
    const canFade = ({ chunk }: Station): boolean => (chunk?.fade?.length ?? 0) > 0;
    const { station } = this;
    const chunk = (station && canFade(station) ? station : this.walk.stations.find(canFade))?.chunk;
    if (chunk === undefined) return;
    if (!this.faded.delete(chunk.id)) this.faded.add(chunk.id);
    this.select(chunk.id, this.byKeyboard);
  }

  private readonly ask = (what: Ask): void => {
    if (!this.tell('formulens-ask', { what })) return;
    if (what === 'mend') this.mend();
    if (what === 'mend' || (what === 'numbers' && this.computes === undefined)) return;
    this.goHomeIfAtRest();
    this.mode = this.mode === what ? 'read' : what;
    this.isOpen = true;
    this.isPinned = true;
    if (what === 'numbers') this.showNumbers();
  };

  private showNumbers(): void {
    const { annotation, computes } = this;
    if (this.mode !== 'numbers') this.values = {};
    else if (annotation !== undefined && computes !== undefined) {
      this.numbers ??= new NumbersPanel(annotation.latex, computes, (values) => {
        if (this.mode === 'numbers') this.values = values;
        this.requestUpdate();
      });
      this.numbers.start();
    }
  }

  /** Where somebody can read the mended formula it takes the place of this one; elsewhere it is there to be copied. */
  private readonly mend = (): void => {
    const warning = this.station?.warning ?? this.openWarnings()[0]?.warning;
    if (!warning || warning.mend === '' || !this.tell('formulens-mend', { latex: warning.mend })) return;
    if (this.asks) this.latex = warning.mend;
    else void navigator.clipboard?.writeText(warning.mend);
    this.spoken = this.asks ? 'Mended.' : 'The mended LaTeX is copied.';
    this.requestUpdate();
  };

  private readonly setMeant = (): void => {
    if (this.current !== null) this.meant.add(this.current);
    this.rest();
  };

  private setZoom(zoom: number): void {
    const next = Math.max(0, Math.min(zoom, this.depth));
    if (next === this.zoom) return;
    this.zoom = next;
    this.tell('formulens-zoom', { zoom: next });
  }

  /** All labels take the place of the one card. */
  private showLabels(): void {
    this.goHomeIfAtRest();
    this.labels = !this.labels;
    this.isOpen = !this.labels;
  }

  private pin(): void {
    this.goHomeIfAtRest();
    this.isPinned = !this.isPinned;
    this.isOpen = true;
  }

  private showPicture(): void {
    this.mode = this.mode === 'picture' ? 'read' : 'picture';
    this.isPinned = true;
    this.reveal();
  }

  private showHelp(): void {
    this.goHomeIfAtRest();
    if (!this.tell('formulens-ask', { what: 'help' })) return;
    this.mode = this.mode === 'help' && this.isOpen ? 'read' : 'help';
    // Labels leave no room for a card.
    this.labels = false;
    this.isOpen = true;
  }

  protected override readonly actions: CardActions = {
    go: (id) => this.select(id, true),
    move: this.move,
    ask: this.ask,
    fold: () => this.fold(),
    fade: () => this.fade(),
    picture: () => this.showPicture(),
    leave: this.leave,
    mend: this.mend,
    meant: this.setMeant,
  };

  private obey(command: Command): void {
    if (command === 'leave') this.leave();
    else if (command === 'open') this.pin();
    else if (command === 'labels') this.showLabels();
    else if (command === 'fold') this.fold();
    else if (command === 'fade') this.fade();
    else if (command === 'closer') this.setZoom(Math.min(this.zoom, this.depth) - 1);
    else if (command === 'further') this.setZoom(this.zoom + 1);
    else if (command === 'help') this.showHelp();
    else this.move(command);
  }

  protected override readonly handlers: Handlers = {
    onKey: (event) => {
      const known = toCommand(event);
      if (!known) return;
      event.preventDefault();
      event.stopPropagation();
      this.pointing?.stopWaiting();
      if (known.what !== undefined) this.ask(known.what);
      else this.obey(known.command);
    },
    onCardKey: (event) => {
      if (event.key !== 'Escape') return;
      this.leave();
      this.focus({ preventScroll: true });
    },
    onFocus: () => {
      if (this.stage?.matches(':focus-visible')) this.goHomeIfAtRest();
    },
    onBlur: (event) => {
      if (event.relatedTarget instanceof Node && this.renderRoot.contains(event.relatedTarget)) return;
      if (this.byKeyboard && !this.isPinned) this.rest();
    },
    onClick: (event) => {
      const id = this.pointedAt(event.clientX, event.clientY) ?? this.walk.stations[0]?.id;
      this.isPinned = true;
      this.select(id ?? null, false);
    },
    onOpen: () => {
      const [near] = this.openWarnings();
      this.isPinned = true;
      this.select((near ?? this.walk.stations[0])?.id ?? null, false);
      this.focus({ preventScroll: true });
    },
  };
}
