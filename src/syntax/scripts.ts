import { readArgument } from './argument.js';
import { nodeOfCharacter } from './character.js';
import { fail, missing, next, peek, type Reader, rowOf, skipSpaces } from './reader.js';
import type { Token } from './token.js';
import type { SyntaxNode } from './tree.js';
import { subscriptOf, superscriptOf } from './unicode.js';

/** `x^a^b` nests; more than this is no formula. */
const MAX_NESTED = 8;

/** True if a script, a prime or `\limits` comes next, perhaps after spaces. */
export function scriptFollows(r: Reader): boolean {
  return isScript(peekPastSpaces(r));
}

function isScript(token: Token | undefined): boolean {
  if (!token) return false;
  switch (token.type) {
    case 'sup':
    case 'sub':
    case 'prime':
      return true;
    case 'char':
      return token.text.length === 1 && token.text > '\x7f' && raised(token.text) !== null;
    case 'command':
      return LIMITS.has(token.text);
    default:
      return false;
  }
}
const LIMITS = new Set(['limits', 'nolimits', 'displaylimits']);

function peekPastSpaces(r: Reader): Token | undefined {
  for (let i = r.at; i < r.limit; i++) {
    const token = r.tokens[i];
    if (token?.type !== 'space' || token.text === '~') return token;
  }
  return undefined;
}

type Scripts = { base: SyntaxNode | null; sub: SyntaxNode | null; sup: SyntaxNode | null; primes: number };

/** The scripts after `base`, which begins at `start`. A second superscript or subscript applies to all that is before it. */
export function readScripts(r: Reader, base: SyntaxNode | null, start: number): SyntaxNode | null {
  let node: Scripts = { base, sub: null, sup: null, primes: 0 };
  let nested = 0;
  let excess: number | null = null;

  while (scriptFollows(r)) {
    skipSpaces(r);
    const token = peek(r);
    const before = r.lastEnd;
    if (token.type === 'command') {
      next(r);
      if (node.base && isBare(node)) node.base = withLimits(node.base, token.text, r.lastEnd);
      continue;
    }
    let side: 'sup' | 'sub' | 'primes' = token.type === 'sup' ? 'sup' : token.type === 'sub' ? 'sub' : 'primes';
    let script: SyntaxNode | null = null;
    let primes = 0;
    if (token.type === 'prime') {
      next(r);
      primes = token.text.length;
    } else if (token.type === 'char') {
      side = raised(token.text) ?? 'sup';
      script = readRaised(r, side);
    } else {
      next(r);
      const what = side === 'sup' ? 'superscript' : 'subscript';
      script =
        readArgument(r) ??
        missing(r, 'latex/missing-argument', `the ${what} at ${token.start} is empty`, `write ${token.text}{…}`);
      if (side === 'sup') ({ primes, script } = countPrimes(script));
      if (side === 'sup' && script === null) side = 'primes';
    }
    if (excess !== null) continue;
    const label = script && isBare(node) ? labelled(node.base, side, script, r.lastEnd) : null;
    if (label) {
      node.base = label;
      continue;
    }
    if (node.sup !== null ? side !== 'sub' : false) nested++;
    else if (side === 'sub' && node.sub !== null) nested++;
    else {
      put(node, side, script, primes);
      continue;
    }
    if (nested > MAX_NESTED) {
      excess = token.start;
      continue;
    }
    node = { base: finish(node, start, before), sub: null, sup: null, primes: 0 };
    put(node, side, script, primes);
  }

  const end = excess === null ? r.lastEnd : lastEndBefore(r, excess);
  const result = finish(node, start, end);
  if (excess === null || !result) return result;
  const message = `the scripts from ${excess} on are one too many`;
  const error = fail(r, 'latex/double-script', [excess, r.lastEnd], message, 'use braces to say what each belongs to');
  return rowOf([result, error], [result.span[0], error.span[1]]);
}

function put(node: Scripts, side: 'sup' | 'sub' | 'primes', script: SyntaxNode | null, primes: number): void {
  if (side === 'sub') node.sub = script;
  else if (script) node.sup = script;
  node.primes += primes;
}

function isBare(node: Scripts): boolean {
  return node.sub === null && node.sup === null && node.primes === 0;
}

function finish(node: Scripts, start: number, end: number): SyntaxNode | null {
  if (isBare(node)) return node.base;
  return { kind: 'scripts', ...node, span: [start, end] };
}

/** The end of the last token that begins before `position`. */
function lastEndBefore(r: Reader, position: number): number {
  let i = r.at - 1;
  while (i > 0 && (r.tokens[i]?.start ?? 0) >= position) i--;
  while (i > 0 && r.tokens[i]?.type === 'space') i--;
  return r.tokens[i]?.end ?? position;
}

function withLimits(base: SyntaxNode, command: string, end: number): SyntaxNode {
  const span = [base.span[0], end] as const;
  if (base.kind === 'operator') return { ...base, limits: command !== 'nolimits', span };
  return base.kind === 'bigop' ? { ...base, span } : base;
}

/** `\underbrace{x}_{label}`: the label goes into the brace. */
function labelled(
  base: SyntaxNode | null,
  side: 'sup' | 'sub' | 'primes',
  label: SyntaxNode,
  end: number,
): SyntaxNode | null {
  if (base?.kind !== 'stack' || base.form !== 'brace' || base.over || base.under) return null;
  const wanted = base.name.startsWith('under') ? 'sub' : 'sup';
  if (side !== wanted) return null;
  const span = [base.span[0], end] as const;
  return side === 'sub' ? { ...base, under: label, span } : { ...base, over: label, span };
}

/** Takes the primes off the front of a superscript: `^{\prime\prime}`, `^{'}`. */
function countPrimes(script: SyntaxNode): { primes: number; script: SyntaxNode | null } {
  const items = script.kind === 'row' ? script.items : [script];
  let primes = 0;
  let taken = 0;
  for (const item of items) {
    if (item.kind === 'atom' && item.name === 'prime') primes++;
    else if (item.kind === 'scripts' && !item.base && !item.sub && !item.sup) primes += item.primes;
    else break;
    taken++;
  }
  if (taken === 0) return { primes, script };
  const rest = items.slice(taken);
  const first = rest[0];
  return { primes, script: first ? rowOf(rest, [first.span[0], script.span[1]]) : null };
}

/** A run of raised or lowered characters: `x²`, `aᵢⱼ`. */
function readRaised(r: Reader, side: 'sup' | 'sub'): SyntaxNode {
  const items: SyntaxNode[] = [];
  for (let token = peek(r); token.type === 'char' && raised(token.text) === side; token = peek(r)) {
    next(r);
    const character = (side === 'sup' ? superscriptOf : subscriptOf)(token.text) ?? token.text;
    const before = items[items.length - 1];
    const node = nodeOfCharacter(character, [token.start, token.end]);
    if (node.kind === 'number' && before?.kind === 'number') {
      items[items.length - 1] = { ...before, text: before.text + node.text, span: [before.span[0], token.end] };
    } else items.push(node);
  }
  const [first, last] = [items[0], items[items.length - 1]];
  if (items.length === 1 && first) return first;
  return rowOf(items, [first?.span[0] ?? r.lastEnd, last?.span[1] ?? r.lastEnd]);
}

function raised(character: string): 'sup' | 'sub' | null {
  if (superscriptOf(character)) return 'sup';
  return subscriptOf(character) ? 'sub' : null;
}
