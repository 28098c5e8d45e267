import type { Span } from '../expr/span.js';
import type { RowNode, SyntaxNode } from '../syntax/index.js';
import type { Piece } from './pieces.js';

/**
 * Where a piece begins and ends, as empty marks in the LaTeX. Marks rather than wrappers: an empty mark between two items of a
 * row changes neither spacing nor scripts nor where a line may break, and the range need not be balanced TeX. A piece that
 * is not a run of one row becomes several runs, down to the smallest ones that are.
 */
export type MarkKind = 'start' | 'end' | 'base';

/** Writes the LaTeX with marks; `mark(kind, index)` gives the text of one, `index` being the place of the piece in the list. */
export function withMarks(
  latex: string,
  tree: RowNode,
  pieces: readonly Piece[],
  mark: (kind: MarkKind, index: number) => string,
): string {
  const inserts: Insert[] = [];
  const braced = new Set<string>();
  for (const [index, { spans }] of pieces.entries()) {
    for (const span of spans) {
      for (const place of placesOf(latex, tree, span)) {
        if (place.kind === 'base') {
          inserts.push({ at: place.span[0], rank: 3, extent: place.span, order: index, text: mark('base', index) });
          continue;
        }
        const key = place.span.join();
        if (place.kind === 'argument' && !braced.has(key)) {
          braced.add(key);
          inserts.push(...pair(place.span, -1, '{', '}'));
        }
        inserts.push(...pair(place.span, index, mark('start', index), mark('end', index)));
      }
    }
  }
  return splice(latex, inserts.sort(inTextOrder));
}

/** `run`: from the start of an item of a row to the end of one; `argument`: one sign without braces; `base`: the base of scripts. */
type Place = { readonly kind: 'run' | 'argument' | 'base'; readonly span: Span };

function placesOf(latex: string, tree: RowNode, range: Span): Place[] {
  const places: Place[] = [];
  markRow(tree);
  return places;

  function markRow(row: RowNode): void {
    let from = -1;
    let to = -1;
    const close = (): void => {
      if (from >= 0 && !startsWithScript(latex, from) && !startsWithScript(latex, to)) {
        places.push({ kind: 'run', span: [from, to] });
      }
      from = -1;
    };
    for (const item of row.items) {
      if (item.kind === 'space' || item.span[0] === item.span[1]) continue;
      if (isCovered(item)) {
        if (from < 0) from = item.span[0];
        to = item.span[1];
        continue;
      }
      close();
      if (overlaps(item.span, range)) markInside(item);
    }
    close();
  }

  /** An argument: a group, which is a row, or a single sign, which needs braces to take a mark. */
  function markArgument(node: SyntaxNode | null, around: SyntaxNode): void {
    if (!node || !overlaps(node.span, range) || !isWithin(node.span, around.span)) return;
    if (node.kind === 'row') markRow(node);
    else if (node.kind === 'group') markRow(node.body);
    else if (isCovered(node)) places.push({ kind: 'argument', span: node.span });
    else markInside(node);
  }

  function markInside(node: SyntaxNode): void {
    switch (node.kind) {
      case 'row':
        markRow(node);
        break;
      case 'group':
      case 'delimited':
        if (isWithin(node.body.span, node.span)) markRow(node.body);
        break;
      case 'scripts':
        if (node.base && isWithin(node.base.span, node.span)) {
          if (!isCovered(node.base)) markInside(node.base);
          else if (node.base.kind !== 'bigop' && node.base.kind !== 'operator') {
            places.push({ kind: 'base', span: node.base.span });
          }
        }
        markArgument(node.sub, node);
        markArgument(node.sup, node);
        break;
      case 'fraction':
        markArgument(node.numerator, node);
        markArgument(node.denominator, node);
        break;
      case 'sqrt':
      case 'accent':
      case 'font':
        markArgument(node.body, node);
        break;
      case 'style':
        if (!node.hidden) markArgument(node.body, node);
        break;
      case 'stack':
        for (const part of [node.base, node.over, node.under]) markArgument(part, node);
        break;
      case 'table':
        for (const cell of node.rows.flat()) if (isWithin(cell.span, node.span)) markRow(cell);
        break;
      default:
        break;
    }
  }

  /** Marks inside an accent or a font would change how a single letter is set, so what fills one counts as the whole of it. */
  function isCovered(node: SyntaxNode): boolean {
    if (isWithin(node.span, range) || node.span.join() === range.join()) return true;
    if (node.kind !== 'accent' && node.kind !== 'font' && node.kind !== 'stack') return false;
    const body = node.kind === 'stack' ? node.base : node.body;
    if (node.kind === 'stack' && node.form !== 'set') return false;
    return isWithin(body.span, node.span) && body.span[0] >= range[0] && body.span[1] <= range[1];
  }
}

function overlaps(a: Span, b: Span): boolean {
  return a[0] < b[1] && b[0] < a[1];
}

/** Inside and smaller: what a macro gives has the span of its call, as all that is in it, and is not to be cut. */
function isWithin(inner: Span, outer: Span): boolean {
  return (
    outer[0] <= inner[0] && inner[1] <= outer[1] && inner[1] > inner[0] && inner[1] - inner[0] < outer[1] - outer[0]
  );
}

/** A script without a base would take the mark before it for one. */
function startsWithScript(latex: string, at: number): boolean {
  return /^(?:\s|%[^\n]*\n)*[\^_'’]/.test(latex.slice(at, at + 200));
}

type Insert = {
  readonly at: number;
  /** 0 ends, 1 starts, 3 base marks: at one place in this order. */
  readonly rank: 0 | 1 | 3;
  readonly extent: Span;
  readonly order: number;
  readonly text: string;
};

function pair(extent: Span, order: number, start: string, end: string): Insert[] {
  return [
    { at: extent[0], rank: 1, extent, order, text: start },
    { at: extent[1], rank: 0, extent, order, text: end },
  ];
}

/** Ends from the inside out, then starts from the outside in. */
function inTextOrder(a: Insert, b: Insert): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.rank !== b.rank) return a.rank - b.rank;
  const sizeA = a.extent[1] - a.extent[0];
  const sizeB = b.extent[1] - b.extent[0];
  return a.rank === 0 ? sizeA - sizeB || b.order - a.order : sizeB - sizeA || a.order - b.order;
}

function splice(latex: string, inserts: readonly Insert[]): string {
  let written = '';
  let at = 0;
  for (const insert of inserts) {
    written += latex.slice(at, insert.at) + insert.text;
    at = insert.at;
  }
  return written + latex.slice(at);
}
