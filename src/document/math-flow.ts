import type { Options } from 'mdast-util-from-markdown';

type Extension =
  NonNullable<NonNullable<Options['extensions']>[number]> extends infer E ? Exclude<E, readonly unknown[]> : never;
type Construct = Exclude<NonNullable<NonNullable<Extension['flow']>[string]>, readonly unknown[]>;
type Tokenizer = Construct['tokenize'];
type State = ReturnType<Tokenizer> | undefined;
type TokenType = Parameters<Parameters<Tokenizer>[0]['enter']>[0];

const DOLLAR = 36;
const BACKSLASH = 92;
/** Line endings are negative codes from −5 to −3; a tab is −2 and the columns it fills −1. */
const isLineEnd = (code: number | null): boolean => code !== null && code < -2;
const isSpace = (code: number | null): boolean => code === 32 || code === -2 || code === -1;
const PUNCTUATION: ReadonlySet<number | null> = new Set([...'.,;:'].map((c) => c.charCodeAt(0)));

/** Names of our own among micromark's tokens. */
const token = (name: string): TokenType => name as TokenType;
export const MATH_FLOW = 'mathFlow';
export const MATH_FLOW_VALUE = 'mathFlowValue';
const MATH_FLOW_FENCE = 'mathFlowFence';

/**
 * A display between `$$` and `$$`, which begins a line and ends at the next `$$`, wherever on a line that stands: writers put
 * the fences on lines of their own, or beside the formula, or all on one line.
 */
export const mathFlow: Construct = { name: 'mathFlow', concrete: true, tokenize: tokenizeDisplay };

function tokenizeDisplay(
  this: ThisParameterType<Tokenizer>,
  effects: Parameters<Tokenizer>[0],
  ok: Parameters<Tokenizer>[1],
  nok: Parameters<Tokenizer>[2],
): ReturnType<Tokenizer> {
  const self = this;
  let fence = 0;
  let isFirstLine = true;
  let hasText = false;
  const closing: Construct = { partial: true, tokenize: tokenizeClosing };
  const nextLine: Construct = { partial: true, tokenize: tokenizeNextLine };
  return start;

  function start(code: number | null): State {
    effects.enter(token(MATH_FLOW));
    effects.enter(token(MATH_FLOW_FENCE));
    return opening(code);
  }

  function opening(code: number | null): State {
    if (code === DOLLAR) {
      effects.consume(code);
      fence += 1;
      return opening;
    }
    if (fence < 2) return nok(code);
    effects.exit(token(MATH_FLOW_FENCE));
    return content(code);
  }

  function content(code: number | null): State {
    if (code === null) return after(code);
    if (isLineEnd(code)) {
      if (self.interrupt) return after(code);
      isFirstLine = false;
      return effects.attempt(nextLine, content, after)(code);
    }
    if (code === DOLLAR) return effects.attempt(closing, tail, value)(code);
    return value(code);
  }

  function value(code: number | null): State {
    effects.enter(token(MATH_FLOW_VALUE));
    effects.consume(code);
    return code === BACKSLASH ? escaped : inValue;
  }

  function inValue(code: number | null): State {
    if (code === null || isLineEnd(code) || code === DOLLAR) {
      effects.exit(token(MATH_FLOW_VALUE));
      return content(code);
    }
    effects.consume(code);
    return code === BACKSLASH ? escaped : inValue;
  }

  /** A dollar after a backslash closes nothing. */
  function escaped(code: number | null): State {
    if (code === null || isLineEnd(code)) return inValue(code);
    effects.consume(code);
    return inValue;
  }

  function tail(code: number | null): State {
    if (code === null || isLineEnd(code)) return after(code);
    effects.enter(token('mathFlowTail'));
    return inTail(code);
  }

  function inTail(code: number | null): State {
    if (code === null || isLineEnd(code)) {
      effects.exit(token('mathFlowTail'));
      // "$$a$$ and $$b$$" is a sentence that happens to begin with a formula.
      return hasText && isFirstLine ? nok(code) : after(code);
    }
    hasText ||= !isSpace(code) && !PUNCTUATION.has(code);
    effects.consume(code);
    return inTail;
  }

  function after(code: number | null): State {
    effects.exit(token(MATH_FLOW));
    return ok(code);
  }

  function tokenizeClosing(
    inner: Parameters<Tokenizer>[0],
    closed: Parameters<Tokenizer>[1],
    open: Parameters<Tokenizer>[2],
  ): ReturnType<Tokenizer> {
    let size = 0;
    return (code) => {
      inner.enter(token(MATH_FLOW_FENCE));
      return sequence(code);
    };
    function sequence(code: number | null): State {
      if (code === DOLLAR) {
        inner.consume(code);
        size += 1;
        return sequence;
      }
      if (size < fence) return open(code);
      inner.exit(token(MATH_FLOW_FENCE));
      return closed(code);
    }
  }
}

/** Goes on to the next line, unless that belongs to the paragraph outside only by laziness. */
const tokenizeNextLine: Tokenizer = function (effects, ok, nok) {
  return (code) => {
    if (code === null) return ok(code);
    effects.enter('lineEnding');
    effects.consume(code);
    effects.exit('lineEnding');
    return (next) => (this.parser.lazy[this.now().line] ? nok(next) : ok(next));
  };
};
