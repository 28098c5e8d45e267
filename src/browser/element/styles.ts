import { css } from 'lit';

/** Marks and card, in the element's own tree, where the styles of the page do not reach them. */
export const styles = css`
  :host { display: block; position: relative; isolation: isolate; }
  :host([inline]) { display: inline; isolation: auto; }
  :host([hidden]) { display: none; }
  :host(:is([data-focused], :focus-within)) { z-index: 10; }
  .stage { display: block; outline: none; border-radius: 2px; cursor: default; }
  :host([inline]) .stage { display: inline; }
  .stage:focus-visible { outline: 2px solid var(--fl-accent); outline-offset: 4px; }
  :host([data-focused]) .stage:focus-visible { outline: none; }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .marks, .wash { position: absolute; left: 0; top: 0; width: 1px; height: 1px; overflow: visible; pointer-events: none; }
  .wash { z-index: -1; }
  :host([data-long]) :is(.marks, .wash) { width: 100%; height: 100%; clip-path: inset(-30rem 0); }
  :host([data-long]) .open { top: 100%; }
  .wash rect { fill: var(--fl-accent-wash); }
  .marks path { fill: none; stroke: var(--fl-mark); stroke-width: 1; }
  .marks rect { fill: var(--fl-paper); }
  .marks text {
    font: 400 var(--fl-size-gloss)/1.3 var(--fl-sans); fill: var(--fl-ink-2);
    paint-order: stroke; stroke: var(--fl-paper); stroke-width: 4px; stroke-linejoin: round;
  }
  .marks .n { fill: var(--fl-ink-dim); font-weight: 400; font-variant-numeric: tabular-nums; }
  .marks .focus path { stroke: var(--fl-accent); stroke-width: 2; }
  .marks .focus .leader { stroke-width: 1; }
  .marks .focus text { fill: var(--fl-accent); font-weight: 600; }
  .marks .near path { stroke: var(--fl-near); stroke-width: 2; stroke-linejoin: round; }
  .marks .near text { fill: var(--fl-near); font-weight: 600; }
  .marks .value text { font-size: var(--fl-size-body); fill: var(--fl-ink); font-weight: 600; font-variant-numeric: tabular-nums; }
  .marks .value.focus text { fill: var(--fl-accent); }

  .open {
    position: absolute; inset-inline-end: 0; top: 50%; width: 2rem; height: 2rem; margin: -1rem 0 0; padding: 0;
    background: none; border: 0; cursor: pointer;
  }
  .open::before {
    content: ""; display: block; width: 0.875rem; height: 0.3rem; margin: auto;
    border: solid var(--fl-mark); border-width: 0 1.5px 1.5px;
  }
  .open:hover::before, :host(:hover) .open::before { border-color: var(--fl-accent); }
  .open.near::before { border-color: var(--fl-near); }
  :host([inline]) .open, :host([data-focused]) .open { display: none; }

  .card {
    position: absolute; z-index: 2; left: 0; top: 0; width: 20rem; box-sizing: border-box; max-height: 85vh; overflow: auto;
    padding: var(--fl-4) var(--fl-6); text-align: start; white-space: normal; overscroll-behavior: contain;
    font: 400 0.9375rem/1.5 var(--fl-sans); letter-spacing: normal; color: var(--fl-ink); background: var(--fl-paper);
    border: 1px solid var(--fl-rule); border-radius: 8px; box-shadow: var(--fl-shadow);
  }
  .card.wide { width: 33.5rem; max-width: calc(100vw - 1rem); }
  .card.near { border-inline-start: 2px solid var(--fl-near); }
  .card :is(h2, h3, p, dl, dd, ul) { margin: 0; padding: 0; }
  .card ul { list-style: none; }
  .path, .kind, .keys, .note, .small, .lenses dt { font-size: var(--fl-size-gloss); line-height: 1.45; color: var(--fl-ink-2); }
  .path { color: var(--fl-ink-dim); }
  .card .name { margin-top: var(--fl-1); font-size: 1.125rem; font-weight: 600; line-height: 1.25; letter-spacing: -0.012em; }
  .card .name::first-letter { text-transform: none; }
  .card .gist { margin-top: var(--fl-2); overflow-wrap: anywhere; }
  .card .lenses { margin-top: var(--fl-2); overflow-wrap: anywhere; }
  .lenses dt, .small { font-weight: 600; }
  .card .lenses dt { margin-top: var(--fl-3); }
  .card .small { margin-top: var(--fl-4); }
  .card .proof {
    margin-top: var(--fl-4); padding-top: var(--fl-3); border-top: 1px solid var(--fl-rule);
    font-size: var(--fl-size-gloss); line-height: 1.5; color: var(--fl-ink-2);
  }
  .nowrap { white-space: nowrap; }
  sup { font-size: 0.75em; line-height: 0; }
  .proof b { font-weight: 600; color: var(--fl-ink); }
  .card .checks { margin-top: var(--fl-2); }
  .checks li { padding-block: 0.2rem; }
  .card .note { margin-top: var(--fl-2); }
  .fl-strip { display: block; margin-top: var(--fl-3); max-width: 100%; overflow: visible; }
  .fl-strip text { font: 400 0.75rem/1.3 var(--fl-sans); fill: var(--fl-ink-2); }
  .fl-strip path { fill: none; stroke: var(--fl-mark); }
  .fl-strip .limit { stroke: var(--fl-ink); }
  .fl-strip .rug { stroke: var(--fl-accent); stroke-width: 1.25; }

  .caret {
    display: inline-block; width: 0.62em; height: 0.62em; margin: 0 0.5em 0 0.1em;
    border: solid var(--fl-near); border-width: 2px 0 0 2px; transform: translateY(0.2em) rotate(45deg);
  }
  .mend { margin-top: var(--fl-2); padding-block: var(--fl-1); overflow-x: auto; scrollbar-width: thin; }
  .mend code { display: block; margin-top: var(--fl-2); font: 400 0.8125rem/1.6 var(--fl-mono); color: var(--fl-ink-2); overflow-wrap: anywhere; }
  .mend ins { color: var(--fl-accent); font-weight: 600; text-decoration: none; border-bottom: 1.5px solid var(--fl-accent); padding-bottom: 2px; }

  .actions { display: flex; flex-wrap: wrap; gap: var(--fl-1) var(--fl-2); margin-top: var(--fl-3); }
  .actions .button:first-child:not(.main) { margin-inline-start: -0.4rem; }
  .button {
    min-height: 2rem; padding: 0.3rem 0.4rem; box-sizing: border-box; font: 500 var(--fl-size-ui)/1.4 var(--fl-sans); color: var(--fl-accent);
    text-decoration: none; background: none; border: 1px solid transparent; border-radius: var(--fl-radius); cursor: pointer;
  }
  .button:hover { text-decoration: underline; text-underline-offset: 0.2em; }
  .button.main { padding-inline: 0.75rem; color: var(--fl-on-accent); background: var(--fl-accent); border-color: var(--fl-accent); }
  .button.main:hover { text-decoration: none; }
  .link { font: inherit; color: var(--fl-accent); padding: 0; background: none; border: 0; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em; cursor: pointer; }
  .path .link { color: inherit; }
  .card :is(button, a, input, .mend):focus-visible { outline: 2px solid var(--fl-accent); outline-offset: 2px; border-radius: 2px; }
  kbd { font: 500 0.75rem/1 var(--fl-mono), KaTeX_Main; color: var(--fl-ink-2); padding: 0.15em 0.4em; border: 1px solid var(--fl-rule); border-radius: 3px; }
  .button kbd { margin-inline-start: 0.5em; color: inherit; border-color: currentcolor; }
  .keys { display: flex; justify-content: space-between; gap: var(--fl-2); }
  .card .keys { margin-top: var(--fl-3); }
  .keys kbd:not(:first-child) { margin-inline-start: 0.5em; }
  .keys kbd + kbd { margin-inline-start: 0.15em; }
  .help { display: grid; grid-template-columns: auto 1fr; gap: var(--fl-2) var(--fl-3); font-size: var(--fl-size-gloss); color: var(--fl-ink-2); }
  .card .help { margin-top: var(--fl-3); }
  .help kbd + kbd { margin-inline-start: 0.15em; }
  .walk { display: none; gap: var(--fl-2); margin-top: var(--fl-3); }
  .walk button {
    flex: 1; min-height: 2.75rem; font: 500 var(--fl-size-ui)/1.4 var(--fl-sans), KaTeX_Main; color: var(--fl-ink-2);
    background: none; border: 1px solid var(--fl-rule); border-radius: var(--fl-radius); cursor: pointer;
  }
  .walk button:disabled { color: var(--fl-mark); cursor: default; }
  .grip { display: none; }

  .numbers { margin-top: var(--fl-3); font-size: var(--fl-size-ui); font-variant-numeric: tabular-nums; }
  .numbers .row { display: grid; grid-template-columns: minmax(2.5rem, auto) 1fr; gap: var(--fl-1) var(--fl-3); align-items: center; padding-block: var(--fl-1); }
  .fl-cells { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: var(--fl-2); }
  .fl-grid { display: grid; gap: var(--fl-1); }
  .fl-grid > div { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: var(--fl-1); }
  .numbers output { display: block; margin-top: var(--fl-3); padding-top: var(--fl-3); border-top: 1px solid var(--fl-rule); font-size: var(--fl-size-body); }
  .numbers input[type="text"] {
    width: 100%; box-sizing: border-box; min-width: 0; font: 500 var(--fl-size-ui)/1.4 var(--fl-sans); font-variant-numeric: tabular-nums; text-align: end;
    color: var(--fl-ink); background: var(--fl-well); border: 0; border-bottom: 1.5px solid var(--fl-mark); border-radius: 3px 3px 0 0; padding: 0.25rem 0.4rem;
  }
  .numbers input[type="range"] { width: 100%; margin: 0; accent-color: var(--fl-accent); cursor: pointer; }

  @media (max-width: 60rem) {
    .marks text, .marks rect, .marks .leader { display: none; }
    .card {
      position: fixed; z-index: 1000; inset: auto 0 0 0; width: auto; max-width: none; max-height: 55vh;
      padding: var(--fl-3) 1.25rem calc(var(--fl-4) + env(safe-area-inset-bottom)); border-width: 1px 0 0; border-radius: 14px 14px 0 0;
    }
    .card.near { border-inline-start: 0; border-top: 2px solid var(--fl-near); }
    .grip { display: block; width: 2.25rem; height: 4px; margin: 0 auto var(--fl-3); border-radius: 2px; background: var(--fl-mark); }
    .walk { display: flex; position: sticky; bottom: calc(-1 * var(--fl-4)); padding-block: var(--fl-1) var(--fl-4); background: var(--fl-paper); }
    .button kbd { display: none; }
    .keys span { display: none; }
    .keys { justify-content: flex-end; }
    .keys .link { min-height: 2.75rem; padding-inline: var(--fl-2); }
    .button { min-height: 2.75rem; }
  }
  @media print {
    .marks, .wash, .open, .card { display: none; }
  }
  @media (forced-colors: active) {
    .marks .focus path { stroke: Highlight; }
    .marks path { stroke: CanvasText; }
    .marks text { fill: CanvasText; stroke: Canvas; }
  }
`;
