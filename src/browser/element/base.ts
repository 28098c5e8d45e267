import { LitElement } from 'lit';
import type { Annotation } from '../../explain/schema.js';
import type { FormulaEvents } from '../contract.js';
import { coreEvaluate, embedded, fromFile, type Source, serverEvaluate, serverSource } from './data.js';
import { levelsOf } from './fold.js';
import type { Evaluate } from './numbers.js';
import { NOTHING_KNOWN, type Walk } from './stations.js';

/** What the element takes, and where its answer comes from. */
export abstract class FormulaBase extends LitElement {
  static override properties = {
    annotation: { attribute: false },
    current: { attribute: false },
    card: { type: String },
    zoom: { attribute: false },
    values: { attribute: false },
    evaluate: { attribute: false },
    source: { attribute: false },
    latex: { type: String },
    server: { type: String },
    src: { type: String },
    key: { type: String },
    core: { type: String },
    concepts: { type: String },
    mode: { state: true },
    isOpen: { state: true },
    labels: { state: true },
    drawn: { state: true },
  };

  declare annotation: Annotation | undefined;
  declare current: string | null;
  declare card: 'beside' | 'none';
  declare zoom: number;
  declare values: Readonly<Record<string, string>>;
  /** Computes the formula with values put in; without it, a core or a server there are no numbers. */
  declare evaluate: Evaluate | undefined;
  /** Who is asked when the element has only LaTeX. */
  declare source: Source | undefined;
  declare latex: string | null;
  /** Address of a formulens server, which is asked for `latex` and for numbers. */
  declare server: string | null;
  /** Address of a file of answers, and the key of this formula in it. */
  declare src: string | null;
  declare key: string | null;
  /** Address of the module `formulens/core`, which is loaded when the first numbers are asked for. */
  declare core: string | null;
  /** Address before the id of a concept, for links to its page. */
  declare concepts: string | null;

  protected walk: Walk = NOTHING_KNOWN;

  constructor() {
    super();
    this.current = null;
    this.card = 'beside';
    this.zoom = 0;
    this.values = {};
  }

  /** How many levels can be folded into words. */
  get depth(): number {
    return levelsOf(this.walk.stations);
  }

  protected get asks(): Source | undefined {
    return this.source ?? (this.server ? serverSource(this.server) : undefined);
  }

  protected get computes(): Evaluate | undefined {
    return (
      this.evaluate ?? (this.core ? coreEvaluate(this.core) : this.server ? serverEvaluate(this.server) : undefined)
    );
  }

  /** The answer that the page brings along, that of a file beside it, or that of somebody who is asked. */
  protected async load(): Promise<void> {
    this.annotation ??= embedded(this);
    if (this.annotation !== undefined) return;
    if (this.latex && !this.src) return this.askFor(this.latex);
    if (this.src) await this.orSay(async () => fromFile(this.src ?? '', this.key ?? ''));
  }

  protected async askFor(latex: string): Promise<void> {
    await this.orSay(async () => {
      const annotation = await this.asks?.(latex, !this.hasAttribute('inline'));
      // The page may have gone on to another formula.
      return latex === this.latex ? annotation : undefined;
    });
  }

  private async orSay(answer: () => Promise<Annotation | undefined>): Promise<void> {
    try {
      this.annotation = (await answer()) ?? this.annotation;
    } catch (error) {
      this.dispatchEvent(new CustomEvent('formulens-error', { bubbles: true, composed: true, detail: { error } }));
    }
  }

  /** Whether the page leaves it to the element. */
  protected tell<K extends keyof FormulaEvents>(name: K, detail: FormulaEvents[K]): boolean {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail }));
  }
}
