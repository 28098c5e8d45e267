import { joinSpans, type Span } from '../expr/span.js';
import { lex } from './lexer.js';
import { TokenSource } from './macro-source.js';
import type { Token } from './token.js';
import type { SyntaxProblem, SyntaxProblemCode } from './tree.js';

/** A macro: what its call looks like, and what takes its place. */
type Macro = {
  /** Tokens that must follow the name, and that end each argument: empty for an argument in braces. `\def\a(#1,#2){…}`. */
  readonly prefix: readonly Token[];
  readonly delimiters: readonly (readonly Token[])[];
  /** The value of the first argument if no `[…]` follows. */
  readonly optional: readonly Token[] | null;
  readonly body: readonly Token[];
  /** `\let\a=\frac`: the token goes out as it is, even if it names a macro by then. */
  readonly alias: boolean;
  /** Of a paired delimiter: a star or a `[\big]` may stand before the argument, and changes sizes only. */
  readonly sizes: boolean;
};

/** Bounds on calls and on the tokens they give, since one call may copy a long argument many times. */
const MAX_CALLS = 10_000;
const MAX_TOKENS = 100_000;

const DEFINERS = new Set([
  'def',
  'gdef',
  'edef',
  'xdef',
  'let',
  'futurelet',
  'newcommand',
  'renewcommand',
  'providecommand',
  'DeclareMathOperator',
  'DeclarePairedDelimiter',
]);

/** True if the text may hold macro definitions: then, or if macros are given, the tokens go through `expandMacros`. */
export function definesMacros(latex: string): boolean {
  return /\\(?:[gex]?def|let|futurelet|(?:new|renew|provide)command|DeclareMathOperator|DeclarePairedDelimiter)(?![a-zA-Z])/.test(
    latex,
  );
}

/**
 * Replaces macro calls by what they stand for and takes definitions out. Every token that a call gives carries the span of
 * the call with its arguments. Definitions end with the group they stand in, except `\gdef`.
 */
export function expandMacros(tokens: readonly Token[], given: Readonly<Record<string, string>>): Token[] {
  const source = new TokenSource(tokens);
  const macros = new Map<string, Macro>();
  /** What each open group has to put back when it ends. */
  const scopes: Map<string, Macro | undefined>[] = [new Map()];
  const out: Token[] = [];
  let calls = 0;
  let budget = MAX_TOKENS;

  for (const [name, body] of Object.entries(given)) {
    const key = name.startsWith('\\') ? name : `char ${name}`;
    macros.set(key, fromText(body));
  }

  for (let token = source.next(); token; token = source.next()) {
    if (token.type === 'open' || isCommand(token, 'begin') || isCommand(token, 'left')) scopes.push(new Map());
    else if (token.type === 'close' || isCommand(token, 'end') || isCommand(token, 'right')) leaveScope();
    const definition = token.type === 'command' && DEFINERS.has(token.text) && !macros.has(keyOf(token));
    if (definition) {
      define(token);
      continue;
    }
    const macro = macros.size === 0 ? undefined : macros.get(keyOf(token));
    if (macro) call(token, macro);
    else out.push(token);
  }
  return out;

  function call(token: Token, macro: Macro): void {
    calls++;
    if (calls > MAX_CALLS || budget <= 0) {
      source.dropPending();
      const message = `the macro ${shown(token)} at ${token.start} expands without end`;
      fail('latex/macro-bomb', [token.start, token.end], message, 'a macro must not call itself');
      return;
    }
    if (macro.alias) {
      const target = macro.body[0];
      if (target) out.push({ ...target, start: token.start, end: token.end });
      return;
    }
    const args = readArguments(token, macro);
    if (!args) return;
    const span: Span = [token.start, Math.max(token.end, source.lastEnd)];
    const result: Token[] = [];
    const { body } = macro;
    for (let i = 0; i < body.length; i++) {
      const piece = body[i];
      if (!piece) continue;
      const next = body[i + 1];
      if (piece.type === 'char' && piece.text === '#' && next) {
        i++;
        const argument = args[Number(next.text) - 1];
        if (!argument) result.push({ ...next, start: span[0], end: span[1] });
        else for (const t of argument) result.push({ ...t, start: span[0], end: span[1] });
      } else result.push({ ...piece, start: span[0], end: span[1] });
      if (result.length > budget) break;
    }
    budget -= result.length + 1;
    source.push(result);
  }

  /** Null, with an error left in place, if the call does not look as the macro says. */
  function readArguments(token: Token, macro: Macro): readonly (readonly Token[])[] | null {
    for (const expected of macro.prefix) {
      if (!source.takeIf(expected)) {
        const message = `the use of ${shown(token)} at ${token.start} does not match its definition`;
        fail('latex/bad-macro', [token.start, token.end], message, `write ${shown(token)}${shown(expected)}`);
        return null;
      }
    }
    const args: (readonly Token[])[] = [];
    if (macro.sizes && !source.takeIfChar('*')) source.takeBracketed();
    if (macro.optional) args.push(source.takeBracketed() ?? macro.optional);
    for (const delimiter of macro.delimiters) {
      const argument = delimiter.length === 0 ? source.takeArgument() : source.takeUntil(delimiter);
      if (!argument) {
        const wanted = macro.delimiters.length + (macro.optional ? 1 : 0);
        const message = `${shown(token)} at ${token.start} needs ${wanted} ${wanted === 1 ? 'argument' : 'arguments'}`;
        fail('latex/missing-argument', [token.start, token.end], message, `write ${shown(token)}{…}`);
        return null;
      }
      args.push(argument);
    }
    return args;
  }

  function define(token: Token): void {
    const form = token.text;
    const star = source.takeIfChar('*');
    const nameToken = source.takeName();
    if (!nameToken) {
      const message = `\\${form} at ${token.start} needs the name of a macro`;
      fail('latex/bad-macro', [token.start, token.end], message, `write \\${form}{\\name}{…}`);
      return;
    }
    const macro = readDefinition(form, star);
    if (!macro) {
      const message = `the definition of ${shown(nameToken)} at ${token.start} is not complete`;
      fail('latex/bad-macro', [token.start, nameToken.end], message, `write \\${form}{${shown(nameToken)}}{…}`);
      return;
    }
    const key = keyOf(nameToken);
    if (form === 'providecommand' && macros.has(key)) return;
    if (form === 'gdef' || form === 'xdef') for (const scope of scopes) scope.delete(key);
    else {
      const scope = scopes[scopes.length - 1];
      if (scope && !scope.has(key)) scope.set(key, macros.get(key));
    }
    macros.set(key, macro);
  }

  function readDefinition(form: string, star: boolean): Macro | null {
    if (form === 'let' || form === 'futurelet') {
      if (form === 'let') source.takeIfChar('=');
      // `\futurelet\a xy` gives `\a` the meaning of y, and reads on from x.
      const between = form === 'futurelet' ? source.takeToken() : undefined;
      const target = source.takeToken();
      if (!target) return null;
      if (between) source.push([between, target]);
      return macros.get(keyOf(target)) ?? { ...plain([target], 0), alias: true };
    }
    if (form.endsWith('def')) {
      const parameters = source.takeUntilOpen();
      const body = source.takeArgument();
      return parameters && body ? withParameters(parameters, body) : null;
    }
    if (form === 'DeclareMathOperator') {
      const name = source.takeArgument();
      return name ? plain([...lex(star ? '\\operatorname*{' : '\\operatorname{'), ...name, ...lex('}')], 0) : null;
    }
    if (form === 'DeclarePairedDelimiter') {
      const open = source.takeArgument();
      const close = open && source.takeArgument();
      if (!close) return null;
      return { ...plain([...lex('\\left'), ...open, ...lex('#1\\right'), ...close], 1), sizes: true };
    }
    const count = source.takeBracketed();
    const optional = count ? source.takeBracketed() : null;
    const body = source.takeArgument();
    if (!body) return null;
    const parameters = Number(count?.map((t) => t.text).join('') ?? 0);
    if (!Number.isInteger(parameters) || parameters < 0 || parameters > 9) return null;
    return { ...plain(body, Math.max(0, parameters - (optional ? 1 : 0))), optional };
  }

  function leaveScope(): void {
    if (scopes.length === 1) return;
    for (const [key, macro] of scopes.pop() ?? []) {
      if (macro) macros.set(key, macro);
      else macros.delete(key);
    }
  }

  function fail(code: SyntaxProblemCode, span: Span, message: string, hint: string): void {
    const whole = joinSpans(span, [span[0], Math.max(span[1], source.lastEnd)]);
    const problem: SyntaxProblem = { code, span: whole, message, hint };
    out.push({ type: 'error', text: '', start: whole[0], end: whole[1], problem });
  }
}

function plain(body: readonly Token[], parameters: number): Macro {
  return {
    prefix: [],
    delimiters: Array.from({ length: parameters }, () => []),
    optional: null,
    body,
    alias: false,
    sizes: false,
  };
}

/** A macro as KaTeX takes it in its options: it has as many arguments as its text mentions. */
function fromText(text: string): Macro {
  const count = Math.max(0, ...[...text.matchAll(/(?<!#)#([1-9])/g)].map((match) => Number(match[1])));
  return plain(lex(text), count);
}

/** `#1,#2` as prefix and delimiters. */
function withParameters(parameters: readonly Token[], body: readonly Token[]): Macro {
  const prefix: Token[] = [];
  const delimiters: Token[][] = [];
  for (let i = 0; i < parameters.length; i++) {
    const token = parameters[i];
    if (token?.type === 'char' && token.text === '#') {
      delimiters.push([]);
      i++;
    } else if (token) (delimiters[delimiters.length - 1] ?? prefix).push(token);
  }
  return { prefix, delimiters, optional: null, body, alias: false, sizes: false };
}

function isCommand(token: Token, name: string): boolean {
  return token.type === 'command' && token.text === name;
}

/** Macros are commands as a rule; KaTeX's options may also define a character. */
function keyOf(token: Token): string {
  return token.type === 'command' ? `\\${token.text}` : `${token.type} ${token.text}`;
}

function shown(token: Token): string {
  return token.type === 'command' ? `\\${token.text}` : token.text;
}
