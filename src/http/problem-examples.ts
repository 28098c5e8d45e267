import type { InjectOptions } from 'fastify';

const JSON_TYPE = { 'content-type': 'application/json' };
const TOO_LARGE = 2_000_000;

function evaluate(latex: string, values: Readonly<Record<string, unknown>> = {}): InjectOptions {
  return { method: 'POST', url: '/v1/evaluate', payload: { latex, values } };
}

/** For each problem that a single request can bring about, such a request. */
export const PROVOCATIONS: Readonly<Record<string, InjectOptions>> = {
  'request/invalid-json': { method: 'POST', url: '/v1/annotate', headers: JSON_TYPE, payload: '{"latex": "\\alpha}' },
  'request/not-utf8': { method: 'POST', url: '/v1/annotate', headers: JSON_TYPE, payload: Buffer.from([0x22, 0xff]) },
  'request/invalid': { url: '/v1/annotate?latex=x&width=wide' },
  'request/unknown-field': { method: 'POST', url: '/v1/annotate', payload: { latex: 'x', colour: 1 } },
  'request/malformed': { url: '/%ff' },
  'request/not-found': { url: '/v2/annotate' },
  'concept/unknown': { url: '/v1/concepts/softmin-of-softmax' },
  'picture/none': { url: '/v1/picture.svg?latex=f(x)' },
  'problem/unknown': { url: '/problems/latex/boredom' },
  'request/method-not-allowed': { method: 'DELETE', url: '/v1/concepts/softmax' },
  'request/not-acceptable': { url: '/v1/concepts?format=svg' },
  'request/too-large': { method: 'POST', url: '/v1/annotate', payload: { latex: 'x'.repeat(TOO_LARGE) } },
  'request/path-too-long': { url: `/v1/concepts/${'softmax-'.repeat(40)}` },
  'request/unsupported-media-type': {
    method: 'POST',
    url: '/v1/annotate',
    headers: { 'content-type': 'text/xml' },
    payload: '<math/>',
  },
  'math/missing-value': evaluate('\\frac{a}{b}', { a: 1 }),
  'math/shape': evaluate('u + v', { u: [1, 2], v: [1, 2, 3] }),
  'math/limit': evaluate('\\sum_{i=1}^{n} i', { n: 1e9 }),
  'math/singular': evaluate('A^{-1}', {
    A: [
      [1, 1],
      [1, 1],
    ],
  }),
  'math/no-convergence': evaluate('\\sum_{n=1}^\\infty \\frac1n'),
  'math/missing-range': evaluate('\\sum_i i'),
  'math/not-a-number': evaluate('x', { x: 'two' }),
  'math/not-a-symbol': evaluate('x', { '1+1': 2 }),
};
