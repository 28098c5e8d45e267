import { takeOptionalRaw, takeRaw } from './argument.js';
import { ENVIRONMENTS } from './commands/environments.js';
import { fail, INHERITED, isCommand, missing, next, peek, type Reader, rowOf, STOP, skipSpaces } from './reader.js';
import { readRows, withError } from './table.js';
import type { SyntaxNode } from './tree.js';

/** `\begin{name} … \end{name}`: a table, whatever the name. */
export function readEnvironment(r: Reader): SyntaxNode {
  const command = next(r);
  const name = takeName(r);
  if (name === null) {
    const message = `the \\begin at ${command.start} needs the name of an environment`;
    return fail(r, 'latex/missing-argument', [command.start, command.end], message, 'write \\begin{…}');
  }
  const nameEnd = r.lastEnd;
  const spec = ENVIRONMENTS.get(name);
  let unknown: SyntaxNode | null = null;
  if (!spec) {
    const message = `unknown environment ${name}`;
    const span = [command.end, nameEnd] as const;
    unknown = fail(r, 'latex/unknown-environment', span, message, 'it is read as rows and cells');
  }
  for (const argument of spec?.shape ?? '') {
    skipSpaces(r);
    if (argument === 'p') takeOptionalRaw(r, /^[tbc]$/);
    else if (argument === 'c') takeOptionalRaw(r, /^[-lcr|\s]*$/);
    else if (peek(r).type === 'open') takeRaw(r);
  }
  r.environments.push(name);
  const outerMiddles = r.middles;
  r.middles = null;
  const table = readRows(r, (r.stops & INHERITED) | STOP.end, null);
  r.middles = outerMiddles;
  r.environments.pop();

  let rows = withError(table.rows, closeEnvironment(r, name, command.start));
  if (unknown) {
    const [first, ...others] = rows[0] ?? [];
    const end = first && first.items.length > 0 ? first.span[1] : unknown.span[1];
    rows = [[rowOf([unknown, ...(first?.items ?? [])], [unknown.span[0], end]), ...others], ...rows.slice(1)];
  }
  const { open, close } = spec ?? { open: '', close: '' };
  return { kind: 'table', env: name, rows, open, close, tags: table.tags, span: [command.start, r.lastEnd] };
}

/** Takes the `\end{name}`; an `\end` of another name is taken too, unless an environment around is waiting for it. */
function closeEnvironment(r: Reader, name: string, openedAt: number): SyntaxNode | null {
  if (r.aborted) return null;
  const hint = `add \\end{${name}}`;
  if (!isCommand(peek(r), 'end')) {
    const message = `missing \\end{${name}} for the \\begin at ${openedAt}`;
    return missing(r, 'latex/environment-mismatch', message, hint);
  }
  const { at, lastEnd } = r;
  const command = next(r);
  const found = takeName(r);
  if (found === name) return null;
  if (found !== null && r.environments.includes(found)) {
    r.at = at;
    r.lastEnd = lastEnd;
    const message = `missing \\end{${name}} for the \\begin at ${openedAt}`;
    return missing(r, 'latex/environment-mismatch', message, hint);
  }
  const message = `\\begin{${name}} at ${openedAt} ends with \\end{${found ?? ''}}`;
  return fail(r, 'latex/environment-mismatch', [command.start, r.lastEnd], message, `write \\end{${name}}`);
}

/** An `\end` that no `\begin` has asked for. */
export function readStrayEnd(r: Reader): SyntaxNode {
  const command = next(r);
  const name = takeName(r) ?? '';
  const message = `the \\end{${name}} at ${command.start} has no \\begin{${name}}`;
  return fail(
    r,
    'latex/environment-mismatch',
    [command.start, r.lastEnd],
    message,
    `add \\begin{${name}}, or remove it`,
  );
}

function takeName(r: Reader): string | null {
  const { at, lastEnd } = r;
  skipSpaces(r);
  if (peek(r).type === 'open') {
    next(r);
    let name = '';
    for (let i = 0; i < 40; i++) {
      const token = next(r);
      if (token.type === 'close') return name.trim();
      if (token.type !== 'char' && token.type !== 'space') break;
      name += token.text;
    }
  }
  r.at = at;
  r.lastEnd = lastEnd;
  return null;
}
