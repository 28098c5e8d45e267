import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Annotation } from '../../explain/schema.js';
import { FormulaBase } from './base.js';
import { type CardActions, type CardMode, cardView } from './card.js';
import { foldedAt, foldPieces, lightPieces } from './fold.js';
import { formulaOf, letScroll, setInline, showFormula } from './light.js';
import type { NumbersPanel } from './numbers.js';
import { outline } from './outline.js';
import { pictureStyles } from './picture.js';
import { createPlacer } from './placer.js';
import { plainWords } from './plain.js';
import { createProse, fillSlots } from './prose.js';
import { drawMarks, measure, type Scene, stationAt } from './scene.js';
import { NOTHING_KNOWN, type Station, toWalk } from './stations.js';
import { styles } from './styles.js';

export type Handlers = {
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onCardKey: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onOpen: () => void;
};

/** What the element shows: the formula in the page, marks above it, the card beside it. */
export abstract class FormulaView extends FormulaBase {
  static override styles = [styles, pictureStyles];

  declare protected mode: CardMode;
  declare protected isOpen: boolean;
  declare protected labels: boolean;
  /** Counts what makes measures stale: fonts that arrive, sizes that change. */
  declare protected drawn: number;

  protected byKeyboard = false;
  /** Folded or opened by hand, against what the zoom says. */
  protected readonly toggled = new Set<string>();
  protected readonly faded = new Set<string>();
  protected readonly meant = new Set<string>();
  protected spoken = '';
  protected numbers: NumbersPanel | undefined;
  private folded = '';
  private scene: Scene | undefined;
  /** LaTeX in the words of the card that is shown. */
  private slots: readonly string[] = [];
  private readonly placer = createPlacer(this, () => this.renderRoot as ShadowRoot);

  constructor() {
    super();
    this.mode = 'read';
    this.isOpen = false;
    this.labels = false;
    this.drawn = 0;
  }

  protected abstract readonly actions: CardActions;
  protected abstract readonly handlers: Handlers;
  /** Back to what it was before anybody asked. */
  protected abstract toRest(): void;

  override focus(options?: FocusOptions): void {
    this.stage?.focus(options);
  }

  protected readonly stale = (): void => {
    this.scene = undefined;
    this.drawn++;
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    const asksAnew = changed.has('latex') || changed.has('source') || changed.has('server');
    if (asksAnew && this.hasUpdated && this.latex && this.annotation?.latex !== this.latex) {
      // What was shown stays until the new answer is there.
      void this.askFor(this.latex);
    }
    if (changed.has('annotation')) this.takeAnnotation(changed.get('annotation') !== undefined);
    if (changed.has('zoom')) this.toggled.clear();
    this.lightFormula();
  }

  private takeAnnotation(isNew: boolean): void {
    const { annotation } = this;
    this.walk = annotation === undefined ? NOTHING_KNOWN : toWalk(annotation);
    for (const set of [this.toggled, this.faded, this.meant]) set.clear();
    this.folded = '';
    this.numbers = undefined;
    this.scene = undefined;
    if (isNew) this.toRest();
    if (annotation !== undefined) showFormula(this, annotation, isNew);
    if (this.formula) this.toggleAttribute('inline', this.formula.matches('.katex'));
  }

  private lightFormula(): void {
    const { formula, station } = this;
    if (!formula) return;
    this.toggleAttribute('data-focused', station !== undefined);
    this.toggleAttribute('data-dimmed', station !== undefined && station.kind !== 'whole' && !this.labels);
    lightPieces(formula, this.current, this.faded);
    const folded = this.foldedStations();
    const key = folded.map(({ id }) => id).join(' ');
    if (key === this.folded) return;
    foldPieces(formula, folded);
    this.folded = key;
    this.scene = undefined;
  }

  protected override render(): TemplateResult {
    const { annotation, walk, station } = this;
    if (annotation === undefined || walk.stations.length === 0) return html`<slot></slot>`;
    const isBeside = this.card === 'beside';
    const isShown = isBeside && this.isOpen && station !== undefined;
    const label = plainWords(annotation.gist === '' ? (walk.stations[0]?.name ?? '') : annotation.gist);
    // No blanks between the parts: in a line of text they would be seen.
    return html`<span
        class="stage"
        part="formula"
        tabindex="0"
        role="application"
        aria-roledescription="formula to walk through"
        aria-label=${label}
        aria-describedby="hint"
        @keydown=${this.handlers.onKey}
        @focus=${this.handlers.onFocus}
        @click=${this.handlers.onClick}
        @blur=${this.handlers.onBlur}
        >${this.marks(station)}<slot></slot></span
      ><span class="sr" id="hint">Arrow keys walk through it; question mark lists all keys.</span
      ><span class="sr" role="status">${this.spoken}</span
      >${[outline(walk), isBeside ? this.openButton() : nothing, isShown ? this.cardFor(annotation, station) : nothing]}`;
  }

  /** Where equation numbers stand: says that the formula can be explained. */
  private openButton(): TemplateResult {
    const name = this.openWarnings().length > 0 ? 'open near' : 'open';
    return html`<button type="button" tabindex="-1" class=${name} @click=${this.handlers.onOpen}><span class="sr">Explain this formula</span></button>`;
  }

  private marks(station: Station | undefined): unknown {
    if (!this.hasUpdated || !this.formula) return nothing;
    const near = this.openWarnings();
    const isQuiet = station === undefined && Object.keys(this.values).length === 0 && this.folded === '';
    if (isQuiet && (near.length === 0 || this.card === 'beside')) return nothing;
    const cardAt = this.card === 'none' || !this.isOpen ? 'none' : (this.placer.edge(this.isWide) ?? 'elsewhere');
    return drawMarks(this.measured(this.formula), {
      walk: this.walk,
      station,
      near,
      labels: this.labels,
      values: this.values,
      folded: this.foldedStations(),
      faded: station?.chunk !== undefined && this.faded.has(station.chunk.id),
      byKeyboard: this.byKeyboard,
      inLine: this.hasAttribute('inline'),
      numbered: this.card === 'none',
      cardAt,
    });
  }

  private cardFor(annotation: Annotation, station: Station): TemplateResult {
    const prose = createProse();
    const { chunk } = station;
    const isFading = chunk !== undefined && this.faded.has(chunk.id);
    const view = cardView(
      {
        station,
        walk: this.walk,
        mode: this.mode,
        gist: annotation.gist,
        latex: annotation.latex,
        isFolded: this.foldedStations().some(({ id }) => id === station.id),
        fade: !chunk?.fade?.length ? 'none' : isFading ? 'is' : 'can',
        computes: this.computes !== undefined,
        picture: annotation.picture,
        numbers: this.mode === 'numbers' ? this.numbers?.view(prose, station) : nothing,
        href: chunk && this.concepts ? `${this.concepts}${chunk.concept}` : undefined,
      },
      prose,
      this.actions,
    );
    this.slots = prose.slots;
    return html`<aside
      class=${`card${station.warning ? ' near' : ''}${this.isWide ? ' wide' : ''}`}
      part="card"
      lang="en"
      dir="ltr"
      aria-label=${plainWords(station.name)}
      @keydown=${this.handlers.onCardKey}
      ><span class="grip" aria-hidden="true"></span>${view}</aside
    >`;
  }

  protected override updated(): void {
    const card = this.renderRoot.querySelector<HTMLElement>('.card');
    fillSlots(this, card ? this.slots : [], (latex) => setInline(latex, this.annotation?.math));
    if (card) this.placer.place(card, (this.scene?.formula.bottom ?? this.offsetHeight) + 20);
    letScroll(this, this.formula);
  }

  /** Scrolls no further than needed to bring the card into view. */
  protected reveal(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('.card')?.scrollIntoView({ block: 'nearest' }));
  }

  /** The formula lies in a slot of what is drawn first; only then can it be measured. */
  protected override firstUpdated(): void {
    this.stale();
  }

  protected get stage(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.stage') ?? null;
  }

  protected get formula(): HTMLElement | null {
    return formulaOf(this);
  }

  protected get station(): Station | undefined {
    return this.walk.get(this.current);
  }

  /** Pictures are never scaled: their labels would be too small to read. */
  private get isWide(): boolean {
    return this.mode === 'picture' && this.annotation?.picture !== undefined;
  }

  protected openWarnings(): readonly Station[] {
    return this.walk.stations.filter(({ kind, id }) => kind === 'near' && !this.meant.has(id));
  }

  protected foldedStations(): readonly Station[] {
    const { stations } = this.walk;
    const far = foldedAt(stations, Math.min(this.zoom, this.depth));
    return stations.filter(({ id }) => far.has(id) !== this.toggled.has(id));
  }

  protected measured(formula: HTMLElement): Scene {
    this.scene ??= measure(this, formula, this.walk);
    return this.scene;
  }

  protected pointedAt(x: number, y: number): string | undefined {
    // What others have set has no pieces; it is pointed at as a whole.
    if (!this.formula) return this.walk.stations[0]?.id;
    return stationAt(this.measured(this.formula), this.walk, x, y);
  }
}
