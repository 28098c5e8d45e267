import { needArgument } from './argument.js';
import { next, type Reader, takeChar } from './reader.js';
import type { SyntaxNode } from './tree.js';

/** `\operatorname{softmax}`, `\operatorname*{arg\,max}`: the name is the text of the argument without spaces. */
export function readOperatorName(r: Reader, limits: boolean): SyntaxNode {
  const command = next(r);
  const star = takeChar(r, '*');
  const body = needArgument(r, '\\operatorname');
  const span = [command.start, Math.max(command.end, r.lastEnd)] as const;
  const name = plainName(body);
  if (name) return { kind: 'operator', name, limits: limits || star, span };
  return { kind: 'style', name: 'operatorname', hidden: false, body, span };
}

/** `\mathop{\rm max}` is an operator, `\mathop{\sum}` the sum; other content stays as it is. */
export function readMathOp(r: Reader): SyntaxNode {
  const command = next(r);
  const body = needArgument(r, '\\mathop');
  const span = [command.start, Math.max(command.end, r.lastEnd)] as const;
  const single = body.kind === 'row' && body.items.length === 1 ? body.items[0] : body;
  if (single?.kind === 'bigop') return { ...single, span };
  if (single?.kind === 'operator') return { ...single, limits: true, span };
  if (single?.kind === 'atom') return { ...single, cls: 'op', span };
  const name = plainName(body);
  const word = name !== null && /^[\p{L}\s-]+$/u.test(name) && (name.length > 1 || single?.kind === 'font');
  if (name && word && isUpright(body)) return { kind: 'operator', name, limits: true, span };
  return { kind: 'style', name: 'mathop', hidden: false, body, span };
}

/** Words of single letters are taken for upright, whatever their font. */
function isUpright(node: SyntaxNode): boolean {
  if (node.kind !== 'font') return node.kind !== 'row' || node.items.every(isUpright);
  return (
    node.font !== 'calligraphic' && node.font !== 'blackboard' && node.font !== 'fraktur' && node.font !== 'script'
  );
}

/** The text of a node that is a word in whatever font; null if it holds anything but letters, digits and signs. */
function plainName(node: SyntaxNode): string | null {
  switch (node.kind) {
    case 'atom':
    case 'operator':
      return node.name;
    case 'number':
      return node.text;
    case 'text':
      return node.math.length === 0 ? node.text.replace(/\s/g, '') : null;
    case 'space':
      return '';
    case 'row': {
      let name = '';
      for (const item of node.items) {
        const part = plainName(item);
        if (part === null) return null;
        name += part;
      }
      return name;
    }
    case 'group':
    case 'font':
    case 'accent':
      return plainName(node.body);
    case 'style':
      return node.hidden ? null : plainName(node.body);
    default:
      return null;
  }
}
