import { type Block, type FoundFormula, isIgnored, type Piece, type Scanned } from './block.js';
import { groupAt, macrosIn } from './latex-macros.js';
import { buildLatex } from './offsets.js';

/** Environments that are one formula; `whole` are those whose layout is part of it, so they are read with their name. */
const INNER: ReadonlySet<string> = new Set([
  'equation',
  'displaymath',
  'math',
  'multline',
  'eqnarray',
  'flalign',
  'dmath',
]);
const WHOLE: ReadonlySet<string> = new Set(['align', 'gather', 'alignat']);
const VERBATIM: ReadonlySet<string> = new Set([
  'verbatim',
  'Verbatim',
  'lstlisting',
  'minted',
  'comment',
  'filecontents',
  'tikzpicture',
]);
const HEADINGS: Readonly<Record<string, number>> = {
  part: 1,
  chapter: 1,
  section: 2,
  subsection: 3,
  subsubsection: 4,
  paragraph: 5,
  title: 1,
};
/** Commands whose arguments are no words of the text. */
const SILENT: ReadonlySet<string> = new Set(
  'label ref eqref cref Cref autoref pageref cite citep citet nocite includegraphics url usepackage documentclass bibliography bibliographystyle input include vspace hspace setlength begin end newcommand renewcommand providecommand DeclareMathOperator newtheorem hypersetup graphicspath color pagestyle thispagestyle'.split(
    ' ',
  ),
);

/** The formulas of a LaTeX text. */
export function scanLatex(text: string): Scanned {
  return { blocks: createScanner(text).scan(), macros: macrosIn(text) };
}

function createScanner(text: string) {
  const blocks: Block<FoundFormula>[] = [];
  /** Ends that were looked for and do not come any more. */
  const missing = new Set<string>();
  let pieces: Piece<FoundFormula>[] = [];
  let words = '';
  let kind: Block<FoundFormula>['kind'] = 'paragraph';
  let level: number | undefined;
  /** Where the brace of the heading that is being read closes. */
  let headingEnd = -1;
  let at = 0;
  return { scan };

  function scan(): readonly Block<FoundFormula>[] {
    const body = /^[^%\n]*\\begin\s*\{document\}/m.exec(text);
    at = body === null ? 0 : body.index + body[0].length;
    while (at < text.length && step());
    flushBlock();
    return blocks;
  }

  /** Reads on by one thing; false at the end of the document. */
  function step(): boolean {
    const c = text[at];
    if (c === '\\') return command();
    if (c === '%') at = lineEnd(at);
    else if (c === '$') dollars();
    else if (c === '\n' || c === '\r') lineBreak();
    else {
      words += c === '~' ? ' ' : c === '{' || c === '}' ? '' : c;
      if (at === headingEnd) flushBlock();
      at += 1;
    }
    return true;
  }

  function lineBreak(): void {
    const blank = /^(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)\s*/.exec(text.slice(at, at + 400));
    if (blank === null) {
      words += '\n';
      at += text.startsWith('\r\n', at) ? 2 : 1;
    } else {
      at += blank[0].length;
      flushBlock();
    }
  }

  function command(): boolean {
    const name = /^[a-zA-Z]+\*?/.exec(text.slice(at + 1, at + 60))?.[0];
    if (name === undefined) {
      const sign = text[at + 1] ?? '';
      if (sign === '(' || sign === '[') return delimited(at, at + 2, sign === '(' ? '\\)' : '\\]', sign === '[');
      words += /[%&$#_{}]/.test(sign) ? sign : ' ';
      at += 2;
      return true;
    }
    const after = at + 1 + name.length;
    const bare = name.replace('*', '');
    if (bare === 'verb') {
      const close = text.indexOf(text[after] ?? ' ', after + 1);
      at = close < 0 || close > lineEnd(after) ? after : close + 1;
    } else if (bare === 'begin') return environment(after);
    else if (bare === 'end' && groupName(after) === 'document') return false;
    else if (bare in HEADINGS) {
      flushBlock();
      [kind, level] = ['heading', HEADINGS[bare]];
      const open = text.indexOf('{', after);
      headingEnd = open + 1 + (groupAt(text, open)?.length ?? 0);
      at = after;
    } else if (bare === 'item') {
      flushBlock();
      kind = 'item';
      at = after;
    } else if (SILENT.has(bare)) at = afterArguments(after);
    else at = after;
    return true;
  }

  function environment(after: number): boolean {
    const start = at;
    const name = groupName(after);
    const bare = name.replace('*', '');
    const open = text.indexOf('}', after) + 1;
    if (name === '' || open === 0) {
      at = after;
      return true;
    }
    if (VERBATIM.has(bare)) {
      const close = find(`\\end{${name}}`, open);
      at = close < 0 ? text.length : close + name.length + 6;
      return true;
    }
    if (INNER.has(bare)) return delimited(start, open, `\\end{${name}}`, bare !== 'math');
    if (WHOLE.has(bare)) return delimited(start, open, `\\end{${name}}`, true, start);
    at = afterArguments(after);
    return true;
  }

  /** A formula that ends with a text of its own; `from` is where its LaTeX begins. */
  function delimited(start: number, open: number, close: string, display: boolean, from = open): boolean {
    const found = find(close, open);
    if (found < 0) {
      put({
        latex: '',
        start,
        end: open,
        from: open,
        display,
        fault: `${close} is missing for ${text.slice(start, open)}`,
      });
      at = open;
      return true;
    }
    const end = found + close.length;
    put({ latex: text.slice(from, from === open ? found : end), start, end, from, display });
    at = end;
    return true;
  }

  function dollars(): void {
    const start = at;
    const isDouble = text[at + 1] === '$';
    const open = at + (isDouble ? 2 : 1);
    const close = isDouble ? closingPair(open) : closingDollar(open);
    const size = isDouble ? 2 : 1;
    if (text[close] === '$') {
      put({ latex: text.slice(open, close), start, end: close + size, from: open, display: isDouble });
      at = close + size;
    } else {
      const sign = isDouble ? '$$' : '$';
      put({
        latex: '',
        start,
        end: open,
        from: open,
        display: isDouble,
        fault: `the ${sign} that opens this formula is never closed`,
      });
      // A paragraph with an open dollar cannot be trusted: what follows would be read inside out.
      at = Math.max(close, open);
    }
  }

  function closingPair(open: number): number {
    for (let i = open; i < text.length; i++) {
      if (text[i] === '\\') i += 1;
      else if (text[i] === '%') i = lineEnd(i);
      else if (isBlankLine(i)) return i;
      else if (text[i] === '$' && text[i + 1] === '$') return i;
    }
    return text.length;
  }

  /** The dollar that closes, or the end of the paragraph; dollars within braces belong to a `\text`. */
  function closingDollar(open: number): number {
    let depth = 0;
    for (let i = open; i < text.length; i++) {
      const c = text[i];
      if (c === '\\') i += 1;
      else if (c === '%') i = lineEnd(i);
      else if (c === '{') depth += 1;
      else if (c === '}') depth -= 1;
      else if (c === '$' && depth <= 0) return i;
      else if (isBlankLine(i)) return i;
    }
    return text.length;
  }

  function put(found: {
    readonly latex: string;
    readonly start: number;
    readonly end: number;
    readonly from: number;
    readonly display: boolean;
    readonly fault?: string;
  }): void {
    const { latex, start, end, from, display, fault } = found;
    if (isIgnored(text, start) || (latex.trim() === '' && fault === undefined)) return;
    const left = latex.length - latex.trimStart().length;
    const builder = buildLatex();
    builder.add(latex.trim(), from + left);
    flushWords();
    pieces.push({ ...builder.build(), span: [start, end], display, ...(fault !== undefined && { fault }) });
  }

  function flushWords(): void {
    if (words !== '') pieces.push(words);
    words = '';
  }

  function flushBlock(): void {
    flushWords();
    const isEmpty = pieces.every((piece) => typeof piece === 'string' && piece.trim() === '');
    if (!isEmpty) blocks.push({ kind, ...(level !== undefined && { level }), pieces });
    pieces = [];
    kind = 'paragraph';
    level = undefined;
  }

  function find(what: string, from: number): number {
    if (missing.has(what)) return -1;
    const found = text.indexOf(what, from);
    if (found < 0) missing.add(what);
    return found;
  }

  function groupName(from: number): string {
    return /^\s*\{([a-zA-Z]+\*?)\}/.exec(text.slice(from, from + 60))?.[1] ?? '';
  }

  /** Past `[…]` and `{…}` as many as there are. */
  function afterArguments(from: number): number {
    let end = from;
    for (let n = 0; n < 6; n++) {
      if (text[end] === '{') {
        const group = groupAt(text, end);
        if (group === undefined) return end + 1;
        end += group.length + 2;
      } else if (text[end] === '[') {
        const close = text.indexOf(']', end);
        if (close < 0 || close - end > 300) return end + 1;
        end = close + 1;
      } else return end;
    }
    return end;
  }

  function lineEnd(from: number): number {
    const end = text.indexOf('\n', from);
    return end < 0 ? text.length : end;
  }

  function isBlankLine(i: number): boolean {
    return text[i] === '\n' && /^\n[ \t\r]*\n/.test(text.slice(i, i + 80));
  }
}
