import { createContext, Script } from 'node:vm';
import type { Engine } from '../src/engine.js';
import type { Annotation, ParseAnswer } from '../src/explain/schema.js';
import type { Span } from '../src/expr/span.js';
import { read } from '../src/meaning/index.js';
import { renderAnnotation } from '../src/render/terminal.js';
import { renderParse } from '../src/render/terminal-catalogue.js';
import { parse } from '../src/syntax/index.js';

/** Something that must never happen; equal `what` means the same fault. */
export type Fault = { readonly what: string; readonly detail: string };

/** How long the steps took, in milliseconds. */
export type Times = Readonly<Record<(typeof STEPS)[number], number>>;
export const STEPS = ['reading', 'annotating', 'rendering'] as const;
export type Verdict = { readonly faults: readonly Fault[]; readonly times: Times };

/** What the steps may take: a fixed part for the machine's hiccups, and a part for each character. */
const MOST_MS = { reading: [300, 0.1], annotating: [4000, 1], rendering: [1000, 0.5] } as const;

/** Sends a text through every step a reader's text goes through, and looks at what comes out. */
export function check(text: string, engine: Engine): Verdict {
  const faults: Fault[] = [];
  const put = (what: string, detail: string): void => void faults.push({ what, detail: detail.slice(0, 200) });
  let stopped = false;
  const attempt = <T>(step: string, action: () => T): T | undefined => {
    if (stopped) return undefined;
    try {
      return endsInTime(action);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        stopped = true;
        put(`${step} does not end`, `stopped after ${STOP_AFTER_MS} ms`);
        return undefined;
      }
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      const place = /\n\s+at (\S+)/.exec(stack ?? '')?.[1] ?? '';
      put(`${step} throws ${name} in ${place}`, message);
      return undefined;
    }
  };
  const start = performance.now();
  const parsed = attempt('parse', () => parse(text));
  const reading = parsed && attempt('read', () => read(parsed));
  const afterReading = performance.now();
  const annotation = attempt('annotate', () => engine.annotate(text));
  const afterAnnotating = performance.now();
  const shown = [{ width: 40 }, { width: 80 }, { color: true }].map(
    (options) => annotation && attempt('renderAnnotation', () => renderAnnotation(annotation, options)),
  );
  const times: Times = {
    reading: afterReading - start,
    annotating: afterAnnotating - afterReading,
    rendering: performance.now() - afterAnnotating,
  };
  for (const step of STEPS) {
    const [fixed, each] = MOST_MS[step];
    if (times[step] > fixed + each * text.length) put(`${step} is too slow`, `${times[step].toFixed(0)} ms`);
  }
  if (parsed) checkTree('syntax tree', parsed.tree, text, put);
  if (reading) checkTree('expression', reading.expr, text, put);
  if (annotation) checkAnnotation(annotation, text, put);
  for (const text of shown) if (text !== undefined) checkTerminal('annotation', withoutColours(text), put);
  const answer = attempt('engine.parse', () => engine.parse(text));
  if (answer) checkParseAnswer(answer, put, attempt);
  return { faults, times };
}

/** A step that runs on is stopped from outside, so that one bad text cannot hold up the rest. */
const STOP_AFTER_MS = 6000;
const sandbox = createContext({ action: undefined as unknown });
const call = new Script('action()');

function endsInTime<T>(action: () => T): T {
  sandbox.action = action;
  return call.runInContext(sandbox, { timeout: STOP_AFTER_MS }) as T;
}

type Put = (what: string, detail: string) => void;
type Attempt = <T>(step: string, action: () => T) => T | undefined;

/** Spans lie within the text, and those of children within those of their parents. */
function checkTree(name: string, root: unknown, text: string, put: Put): void {
  const open: { value: unknown; around: Span; parent: string }[] = [
    { value: root, around: [0, text.length], parent: '' },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, around, parent } = next;
    if (typeof value !== 'object' || value === null) continue;
    let [inner, kind] = [around, parent];
    if (isLocated(value)) {
      ({ span: inner, kind = parent } = value);
      const [from, to] = inner;
      if (!(0 <= from && from <= to && to <= text.length)) put(`${name}: ${kind} lies outside the text`, `${inner}`);
      else if (from < around[0] || to > around[1])
        put(`${name}: ${kind} lies outside its ${parent}`, `${inner} in ${around}`);
      // What an integral binds stands at its end, far from its bounds: a domain does not hold its variables.
      if (value.kind === undefined) inner = around;
    }
    const borrowsLeft = 'inheritsLeft' in value && value.inheritsLeft === true;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'span') continue;
      // The left side of `&= …` stands on an earlier line.
      open.push({ value: child, around: borrowsLeft ? [0, text.length] : inner, parent: kind });
    }
  }
}

function isLocated(value: object): value is { kind?: string; span: Span } {
  return 'span' in value && Array.isArray(value.span);
}

function checkAnnotation(annotation: Annotation, text: string, put: Put): void {
  const byId = new Map(annotation.chunks.map((c) => [c.id, c]));
  const within = (a: readonly Span[], b: readonly Span[]): boolean =>
    a.every(([from, to]) => b.some(([start, end]) => start <= from && to <= end));
  const inText = (what: string, spans: readonly Span[]): void => {
    for (const [from, to] of spans) {
      if (!(0 <= from && from <= to && to <= text.length)) put(`${what} lies outside the text`, `${from}, ${to}`);
      // Half a brace cannot be wrapped, drawn or cut out.
      else if (annotation.errors.length === 0 && !isBalanced(text.slice(from, to)))
        put(`${what} is not balanced`, text.slice(from, to));
    }
  };
  for (const chunk of annotation.chunks) {
    inText('chunk', chunk.spans);
    for (const role of Object.values(chunk.roles)) inText('role', role.spans);
    for (const part of chunk.parts ?? []) inText('part', part.spans);
    const parent = chunk.parent === null ? undefined : byId.get(chunk.parent);
    if (chunk.parent !== null && parent === undefined) put('chunk without its parent', chunk.concept);
    if (parent && !within(chunk.spans, parent.spans))
      put('chunk lies outside its parent', `${chunk.concept} in ${parent.concept}`);
  }
  for (const symbol of annotation.symbols) inText('symbol', symbol.spans);
  for (const warning of annotation.warnings) inText('warning', warning.spans);
  for (const { span } of [...annotation.assumptions, ...annotation.errors]) {
    if (!(0 <= span[0] && span[0] <= span[1] && span[1] <= text.length)) put('note lies outside the text', `${span}`);
  }
}

function checkParseAnswer(answer: ParseAnswer, put: Put, attempt: Attempt): void {
  const shown = attempt('renderParse', () => renderParse(answer, {}));
  if (shown !== undefined) checkTerminal('parse', shown, put);
  attempt('JSON', () => JSON.stringify(answer));
}

const ESCAPE = String.fromCharCode(27);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

export function withoutColours(text: string): string {
  return text.replace(COLOUR, '');
}

/** What a terminal obeys instead of showing: control characters, and signs that turn the order of the text. */
export function checkTerminal(name: string, text: string, put: Put): void {
  for (const sign of text) {
    const code = sign.codePointAt(0) as number;
    const obeyed = (code < 32 && sign !== '\n') || (code >= 127 && code < 160);
    const turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    const half = code >= 0xd800 && code <= 0xdfff;
    if (!obeyed && !turns && !half) continue;
    put(`${name}: control character on the terminal`, `U+${code.toString(16)}`);
    return;
  }
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length && depth >= 0; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '{') depth++;
    else if (text[i] === '}') depth--;
  }
  return depth === 0;
}
