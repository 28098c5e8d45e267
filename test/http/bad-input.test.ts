import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/http/logging.js';
import { sampleEngine } from '../support/samples.js';
import { openApp } from './app.js';

const json = { 'content-type': 'application/json' };

describe('bad requests', () => {
  type Case = readonly [
    name: string,
    payload: string | Buffer,
    headers: Record<string, string>,
    status: number,
    code: string,
  ];
  const cases: readonly Case[] = [
    ['an empty formula', '{"latex":""}', json, 422, 'latex/empty'],
    ['10,001 characters', JSON.stringify({ latex: 'x'.repeat(10_001) }), json, 422, 'latex/too-long'],
    ['an open group', '{"latex":"{a"}', json, 422, 'latex/open-group'],
    ['a lone surrogate', '{"latex":"a\\ud800b"}', json, 422, 'latex/bad-character'],
    ['NUL', '{"latex":"a\\u0000b"}', json, 422, 'latex/bad-character'],
    ['a number', '{"latex":5}', json, 400, 'request/invalid'],
    ['no formula', '{}', json, 400, 'request/invalid'],
    ['a list', '[1]', json, 400, 'request/invalid'],
    ['null', 'null', json, 400, 'request/invalid'],
    ['an unknown field', '{"latex":"x","colour":1}', json, 400, 'request/unknown-field'],
    ['an unknown field in the context', '{"latex":"x","context":{"prosa":""}}', json, 400, 'request/unknown-field'],
    ['__proto__', '{"latex":"x","__proto__":{"a":1}}', json, 400, 'request/unknown-field'],
    ['an unknown thing to include', '{"latex":"x","include":["soul"]}', json, 400, 'request/invalid'],
    ['half a JSON', '{"latex":', json, 400, 'request/invalid-json'],
    ['no body', '', json, 400, 'request/invalid-json'],
    ['deep JSON', '['.repeat(100_000), json, 400, 'request/invalid-json'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe]), json, 400, 'request/not-utf8'],
    ['text that is not UTF-8', Buffer.from([0xc3]), { 'content-type': 'text/plain' }, 400, 'request/not-utf8'],
    ['an empty text', '', { 'content-type': 'text/plain' }, 422, 'latex/empty'],
    ['a form without formula', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 400, 'request/invalid'],
    ['a content type that is not read', '<a/>', { 'content-type': 'text/xml' }, 415, 'request/unsupported-media-type'],
    ['a body that is too large', `{"latex":"${'x'.repeat(1_100_000)}"}`, json, 413, 'request/too-large'],
  ];
  it.each(cases)('%s', async (_name, payload, headers, status, code) => {
    const app = await openApp();
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload, headers });
    const problem = reply.json();
    expect([reply.statusCode, problem.code]).toEqual([status, code]);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problem.type).toBe(`https://formulens.dev/problems/${code}`);
    expect(problem.status).toBe(status);
    expect(problem.detail).not.toBe('');
    expect(problem.hint).not.toBe('');
    expect(JSON.stringify(problem)).not.toContain('node_modules');
  });

  it('marks the place of a bad character', async () => {
    const app = await openApp();
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: { latex: 'ab\0c' } });
    expect(reply.json()).toMatchObject({ span: [2, 3], detail: 'NUL character at 2' });
  });

  const paths: readonly (readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, number, string])[] = [
    ['GET', '/v1/annotate', 400, 'request/invalid'],
    ['GET', '/v1/annotate?latex=', 422, 'latex/empty'],
    ['GET', '/v1/annotate?latex=x&latex=y', 400, 'request/invalid'],
    ['GET', '/v1/annotate?latex=x&colour=1', 400, 'request/unknown-field'],
    ['GET', '/v1/annotate?latex=x&width=abc', 400, 'request/invalid'],
    ['GET', '/v1/annotate?latex=x&format=pdf', 400, 'request/invalid'],
    ['GET', '/nowhere', 404, 'request/not-found'],
    ['GET', '/v1/../../etc/passwd', 404, 'request/not-found'],
    ['GET', '/%ff', 400, 'request/malformed'],
    ['GET', '/v1/concepts/nothing', 404, 'concept/unknown'],
    ['GET', '/v1/concepts/__proto__', 404, 'concept/unknown'],
    ['GET', `/v1/concepts/${'a'.repeat(300)}`, 414, 'request/path-too-long'],
    ['PUT', '/v1/annotate', 405, 'request/method-not-allowed'],
    ['GET', '/v1/parse', 405, 'request/method-not-allowed'],
    ['DELETE', '/v1/concepts/softmax', 405, 'request/method-not-allowed'],
    ['POST', '/v1/parse', 400, 'request/invalid'],
  ];
  it.each(paths)('%s %s', async (method, url, status, code) => {
    const app = await openApp();
    const reply = await app.inject({ method, url });
    expect([reply.statusCode, reply.json().code]).toEqual([status, code]);
  });

  it('a batch where none is read', async () => {
    const app = await openApp();
    const headers = { 'content-type': 'application/x-ndjson' };
    const reply = await app.inject({ method: 'POST', url: '/v1/parse', payload: '{}\n', headers });
    expect(reply.json().code).toBe('request/unsupported-media-type');
  });

  it('are explained in text to terminals, with the place underlined', async () => {
    const app = await openApp();
    const headers = { 'user-agent': 'curl/8.5.0', accept: '*/*' };
    const open = await app.inject({ url: '/v1/annotate', query: { latex: 'a+\\frac{b' }, headers });
    expect(open.statusCode).toBe(422);
    expect(open.payload).toContain('missing } for the group opened at 7');
    expect(open.payload).toContain('  a+\\frac{b\n         ^^\n');
    const missing = await app.inject({ url: '/v1/annotate', headers });
    expect(missing.payload).toBe(
      '400 The request is not as it should be\nlatex is missing\nhint: send the formula as a string: {"latex": "x^2"}\n',
    );
  });
});

describe('a mistake of our own', () => {
  it('is a bare 500 for the sender, and neither answer nor log repeats the formula', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const engine = {
      ...sampleEngine(),
      annotate(latex: string): never {
        throw new Error(`cannot cope with ${latex}`);
      },
    };
    const app = await openApp({ engine, logger: createLogger('trace', sink) });
    const reply = await app.inject({ url: '/v1/annotate', query: { latex: 'secret', prose: 'hidden' } });
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toMatchObject({ code: 'server/internal', status: 500 });
    const log = lines.join('');
    expect(reply.payload + log).not.toMatch(/secret|hidden|cope/);
    expect(reply.payload).not.toContain('at ');
    expect(log).toContain('"level":50');
    expect(log).toContain('"formula":{"length":6,"hash":"2bb80d537b1da3e3"}');
    expect(log).toContain('"route":"/v1/annotate"');
  });
});
