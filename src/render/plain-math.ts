import { RELATIONS } from '../syntax/commands/relations.js';
import * as signs from '../syntax/commands/signs.js';
import { parse, type SyntaxNode } from '../syntax/index.js';

/** Names of signs to one character: the first Unicode character of their row in the table that reads them. */
const SIGNS: ReadonlyMap<string, string> = new Map(
  [
    ...signs.ORDINARY_SIGNS,
    ...signs.BINARY_SIGNS,
    ...RELATIONS,
    ...signs.INNER_SIGNS,
    ...signs.OPEN_SIGNS,
    ...signs.CLOSE_SIGNS,
  ].flatMap((row) => {
    const [name = '', ...words] = row.split(' ');
    const character = words.find((word) => !/^[\\@]|^[\x20-\x7e]+$/.test(word));
    return /^[A-Za-z]{2,}$/.test(name) && character !== undefined ? [[name, character] as const] : [];
  }),
);

/** Signs that read better otherwise than Unicode would have it, and big operators. */
const OWN_SIGNS: Readonly<Record<string, string>> = {
  top: 'ᵀ',
  cdot: '·',
  colon: ':',
  sum: '∑',
  prod: '∏',
  coprod: '∐',
  int: '∫',
  iint: '∬',
  iiint: '∭',
  oint: '∮',
  bigcup: '⋃',
  bigcap: '⋂',
  bigoplus: '⨁',
  bigotimes: '⨂',
  bigodot: '⨀',
};

const ACCENTS: Readonly<Record<string, string>> = {
  hat: '\u0302',
  widehat: '\u0302',
  bar: '\u0304',
  overline: '\u0304',
  tilde: '\u0303',
  widetilde: '\u0303',
  dot: '\u0307',
  ddot: '\u0308',
  vec: '\u20d7',
};

const SUPERSCRIPT_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** LaTeX as one line of text, for words beside a formula: `\frac{\partial J}{\partial w_i}` becomes `∂J/∂w_i`. */
export function toPlainMath(latex: string): string {
  const { tree, problems } = parse(latex);
  return problems.length > 0 ? latex : row(tree.items).trim();
}

function row(items: readonly SyntaxNode[]): string {
  let text = '';
  items.forEach((item, index) => {
    const piece = plain(item);
    if (piece === '') return;
    const first = text.trim() === '';
    if (isSpaced(item, items[index - 1])) {
      // A sign at the beginning belongs to what follows it.
      text = first ? piece : `${text.trimEnd()} ${piece} `;
    } else if (isName(item) && /[\p{L}\p{N})\]}]$/u.test(text)) {
      text += ` ${piece}`;
    } else if (isName(items[index - 1]) && /^[\p{L}\p{N}]/u.test(piece)) {
      text += ` ${piece}`;
    } else {
      text += piece;
      if (item.kind === 'atom' && item.cls === 'punct') text += ' ';
    }
  });
  return text;
}

function isSpaced(item: SyntaxNode, before: SyntaxNode | undefined): boolean {
  if (item.kind !== 'atom') return item.kind === 'stack' && item.form === 'arrow';
  if (item.cls === 'rel') return true;
  return (
    item.cls === 'bin' &&
    before !== undefined &&
    !(before.kind === 'atom' && ['bin', 'rel', 'open', 'punct'].includes(before.cls))
  );
}

/** `\log`, `\sum` and what carries their scripts: letters beside them would run into them. */
function isName(item: SyntaxNode | undefined): boolean {
  if (item === undefined) return false;
  if (item.kind === 'scripts') return item.base !== null && isName(item.base);
  return item.kind === 'operator' || item.kind === 'bigop' || (item.kind === 'text' && item.text.length > 1);
}

function plain(node: SyntaxNode): string {
  switch (node.kind) {
    case 'row':
      return row(node.items);
    case 'group':
      return row(node.body.items);
    case 'atom':
    case 'bigop':
      return sign(node.name);
    case 'number':
    case 'text':
      return node.text;
    case 'operator':
      return node.name;
    case 'scripts':
      return scripts(node);
    case 'fraction': {
      const [above, below] = [plain(node.numerator), plain(node.denominator)];
      if (node.bar) return `${bracket(above)}/${bracket(below)}`;
      return `${sign(node.open)}${above} over ${below}${sign(node.close)}`;
    }
    case 'sqrt': {
      const root = `√${bracket(plain(node.body))}`;
      return node.index === null ? root : `${superscript(plain(node.index))}${root}`;
    }
    case 'accent': {
      const body = plain(node.body);
      const mark = ACCENTS[node.name];
      return mark !== undefined && [...body].length === 1 ? body + mark : body;
    }
    case 'font':
    case 'style':
      return node.kind === 'style' && node.hidden ? '' : plain(node.body);
    case 'delimited':
      return `${sign(node.open)}${row(node.body.items)}${sign(node.close)}`;
    case 'stack':
      return node.form === 'arrow' ? '→' : plain(node.base);
    case 'table': {
      const rows = node.rows.map((cells) => cells.map((cell) => row(cell.items).trim()).join(', '));
      return `${sign(node.open)}${rows.join('; ')}${sign(node.close)}`;
    }
    case 'space':
      return node.wide ? '  ' : '';
    case 'error':
      return '';
  }
}

function sign(name: string): string {
  return OWN_SIGNS[name] ?? SIGNS.get(name) ?? name;
}

function scripts(node: Extract<SyntaxNode, { kind: 'scripts' }>): string {
  const base = node.base === null ? '' : plain(node.base);
  const sub = node.sub === null ? '' : `_${scriptBracket(plain(node.sub))}`;
  const sup = node.sup === null ? '' : superscript(plain(node.sup));
  return base + '′'.repeat(Math.min(node.primes, 4)) + sub + sup;
}

function superscript(text: string): string {
  if (/^\d{1,3}$/.test(text)) return [...text].map((digit) => SUPERSCRIPT_DIGITS[Number(digit)]).join('');
  return text === 'ᵀ' ? text : `^${scriptBracket(text)}`;
}

function scriptBracket(text: string): string {
  return /^[\p{L}\p{M}\p{N}*+−-]+$/u.test(text) ? text : `(${text})`;
}

/** Above or below a slash, only what holds together goes without brackets. */
function bracket(text: string): string {
  return /^[\p{L}\p{M}\p{N}_^′ᵀ⁰¹²³⁴⁵⁶⁷⁸⁹.∂∇√]+$/u.test(text) || /^\([^()]*\)$|^\|[^|]*\|$/.test(text)
    ? text
    : `(${text})`;
}
