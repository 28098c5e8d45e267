import { html, nothing, type TemplateResult } from 'lit';
import type { Stop } from '../../render/reading-order.js';
import { math, prose } from '../math.js';

/** The chunks in reading order, as an ARIA tree that is always open: `↑ ↓` by rows, `←` out, `→` in. */
export function treeView(stops: readonly Stop[], current: string | null, choose: (id: string) => void): TemplateResult {
  const selected = stops.find(({ id }) => id === current) ?? stops[0];
  const byParent = (parent: string | null) => stops.filter((stop) => stop.parent === parent);
  const row = (stop: Stop): TemplateResult => {
    const inner = stop.children.length > 0;
    return html`<li role="none">
      <div
        role="treeitem"
        data-id=${stop.id}
        tabindex=${stop === selected ? 0 : -1}
        aria-selected=${stop.id === current ? 'true' : 'false'}
        aria-expanded=${inner ? 'true' : nothing}
        aria-owns=${inner ? `inside-${stop.id}` : nothing}
        @click=${() => choose(stop.id)}
      >
        <span class="n">${stop.number}</span><span class="w">${prose(stop.name)}</span>${snippet(stop)}
      </div>
      ${inner ? html`<ol role="group" id=${`inside-${stop.id}`}>${byParent(stop.id).map(row)}</ol>` : nothing}
    </li>`;
  };
  return html`<ol
    class="fl-tree"
    role="tree"
    aria-labelledby="h-tree"
    @keydown=${(event: KeyboardEvent) => {
      const next = toNext(event, stops, selected);
      if (next === undefined) return;
      event.preventDefault();
      const tree = event.currentTarget as HTMLElement;
      choose(next);
      const rows = [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')];
      rows.find((item) => item.dataset.id === next)?.focus();
    }}
  >${byParent(null).map(row)}</ol>`;
}

function toNext(event: KeyboardEvent, stops: readonly Stop[], from: Stop | undefined): string | undefined {
  if (from === undefined || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const at = stops.indexOf(from);
  switch (event.key) {
    case 'ArrowDown':
      return stops[Math.min(at + 1, stops.length - 1)]?.id;
    case 'ArrowUp':
      return stops[Math.max(at - 1, 0)]?.id;
    case 'ArrowRight':
      return from.children[0] ?? from.id;
    case 'ArrowLeft':
      return from.parent ?? from.id;
    case 'Home':
      return stops[0]?.id;
    case 'End':
      return stops.at(-1)?.id;
    case 'Enter':
    case ' ':
      return from.id;
    default:
      return undefined;
  }
}

/** The symbols of a row, where they are short enough to be taken in at a glance. */
function snippet({ kind, latex }: Stop): unknown {
  const short = latex.length <= 60 && !/\\\\|\\begin|&/.test(latex);
  return kind === 'whole' || !short ? html`<span></span>` : html`<span aria-hidden="true">${math(latex)}</span>`;
}
