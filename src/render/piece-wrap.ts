import type { MarkKind } from './piece-marks.js';

/**
 * Turns the empty marks that KaTeX has set between the symbols into elements around what lies between them. It works on the
 * finished markup, when nothing can move any more, so the formula looks as it does without pieces. A piece that spans several
 * lines or elements becomes one element in each. The result is well-formed whatever the marks are.
 */
export function wrapPieces(
  html: string,
  readMark: (value: string) => Mark | undefined,
  ids: readonly string[],
): string {
  const out: string[] = [];
  const frames: Frame[] = [newFrame('')];
  let carried: readonly number[] = [];
  const top = (): Frame => frames[frames.length - 1] as Frame;

  const openPiece = (frame: Frame, index: number): void => {
    frame.open.push(index);
    out.push(`<span class="fl-piece" data-fl="${escapeAttribute(ids[index] ?? '')}">`);
  };
  /** Ends a piece; those opened after it are ended with it and go on in elements of their own. */
  const closePiece = (frame: Frame, index: number): void => {
    const at = frame.open.lastIndexOf(index);
    if (at < 0) return;
    const after = frame.open.splice(at).slice(1);
    out.push('</span>'.repeat(after.length + 1));
    for (const other of after) openPiece(frame, other);
  };

  for (let at = 0; at < html.length; ) {
    const mark = markAt(html, at, readMark);
    if (mark) {
      at = mark.end;
      if (mark.kind === 'start') openPiece(top(), mark.index);
      else if (mark.kind === 'base') top().bases.push(mark.index);
      else endPiece(mark.index);
      continue;
    }
    if (html.startsWith('</', at)) {
      const end = html.indexOf('>', at) + 1;
      const frame = top();
      out.push('</span>'.repeat(frame.open.length), html.slice(at, end));
      carried = frame.isBase ? frame.open : carried;
      if (frames.length > 1) frames.pop();
      out.push('</span>'.repeat(frame.wrapped));
      for (const index of frame.endAfter) closePiece(top(), index);
      at = end;
    } else if (html[at] === '<') {
      const end = html.indexOf('>', at) + 1;
      const tag = html.slice(at, end);
      if (tag.endsWith('/>') || tag.startsWith('<img')) out.push(tag);
      else openElement(tag);
      at = end;
    } else {
      const end = html.indexOf('<', at);
      out.push(html.slice(at, end < 0 ? html.length : end));
      at = end < 0 ? html.length : end;
    }
  }
  return out.join('');

  function openElement(tag: string): void {
    const parent = top();
    const frame = newFrame(tag);
    // The scripts after a mark for their base are `<span><base><span class="msupsub">…`: the first element inside is the base.
    if (parent.bases.length > 0) {
      frame.baseOf = parent.bases;
      parent.bases = [];
    } else if (parent.baseOf.length > 0) {
      for (const index of parent.baseOf) {
        out.push(`<span class="fl-piece" data-fl="${escapeAttribute(ids[index] ?? '')}">`);
      }
      frame.wrapped = parent.baseOf.length;
      parent.baseOf = [];
    }
    out.push(tag);
    frames.push(frame);
    if (frame.isBase) {
      // A strut stands first in each line; it may lie in the piece.
      for (const index of carried) openPiece(frame, index);
      carried = [];
    }
  }

  function endPiece(index: number): void {
    for (let depth = frames.length - 1; depth >= 0; depth--) {
      const frame = frames[depth] as Frame;
      if (!frame.open.includes(index)) continue;
      if (depth === frames.length - 1) closePiece(frame, index);
      else (frames[depth + 1] as Frame).endAfter.push(index);
      return;
    }
  }
}

export type Mark = { readonly kind: MarkKind; readonly index: number };

type Frame = {
  readonly isBase: boolean;
  /** Pieces that begin in this element and have not ended. */
  readonly open: number[];
  /** Pieces of the element around that end inside this one: they end after it. */
  readonly endAfter: number[];
  /** Marks seen for the base of the scripts that come next. */
  bases: number[];
  /** This element is those scripts. */
  baseOf: readonly number[];
  /** How many pieces are wrapped around this element. */
  wrapped: number;
};

function newFrame(tag: string): Frame {
  const isBase = /class="(?:katex-)?base"/.test(tag);
  return { isBase, open: [], endAfter: [], bases: [], baseOf: [], wrapped: 0 };
}

const MARK = /<span class="[^"]*\benclosing\b[^"]*"(?: style="[^"]*")? data-fl="([^"]*)"(?: style="[^"]*")?><\/span>/y;

function markAt(
  html: string,
  at: number,
  readMark: (value: string) => Mark | undefined,
): (Mark & { readonly end: number }) | undefined {
  MARK.lastIndex = at;
  const found = MARK.exec(html);
  const mark = found && readMark(found[1] as string);
  return found && mark ? { ...mark, end: MARK.lastIndex } : undefined;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
