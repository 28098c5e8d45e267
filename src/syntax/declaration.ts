import { takeRaw } from './argument.js';
import { next, type Reader, STOP } from './reader.js';
import { readRow } from './row.js';
import type { FontName, SyntaxNode } from './tree.js';

/** `\bf` up to the end of the group, a `\over`, or the next change of font. */
export function readFontDeclaration(r: Reader, font: FontName): SyntaxNode {
  const command = next(r);
  const body = readRow(r, r.stops | STOP.infix | STOP.font);
  return { kind: 'font', font, body, span: [command.start, Math.max(command.end, body.span[1])] };
}

/** `\color{red}` up to the end of the group, a `\over`, or the next change of colour. */
export function readColorDeclaration(r: Reader): SyntaxNode {
  const command = next(r);
  takeRaw(r);
  const end = r.lastEnd;
  const body = readRow(r, r.stops | STOP.infix | STOP.color);
  return { kind: 'style', name: 'color', hidden: false, body, span: [command.start, Math.max(end, body.span[1])] };
}
