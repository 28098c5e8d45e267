import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openApp } from './app.js';

const HOST = 'Host: localhost\r\n';
const post = (headers: string, body = ''): string => `POST /v1/annotate HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;
const JSON_TYPE = 'Content-Type: application/json\r\n';

/** What is not HTTP, or not quite: each is answered by a 4xx, or by nothing and the end of the connection. */
const SENT: readonly (readonly [string, string | Buffer])[] = [
  ['nothing but a line end', '\r\n\r\n\r\n'],
  ['a word', 'hello\r\n\r\n'],
  ['the beginning of TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
  ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['noise', Buffer.from(Array.from({ length: 2_000 }, (_, k) => (k * 131) % 256))],
  ['a version that is none', `GET / HTTP/9.9\r\n${HOST}\r\n`],
  ['a version without a number', `GET / HTTP\r\n${HOST}\r\n`],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['two hosts', `GET /livez HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`],
  ['the same host twice', `GET /v1/annotate?latex=x HTTP/1.1\r\n${HOST}${HOST}\r\n`],
  ['a method in small letters', `get / HTTP/1.1\r\n${HOST}\r\n`],
  ['a method that is none', `STEAL / HTTP/1.1\r\n${HOST}\r\n`],
  ['a method without end', `${'A'.repeat(100_000)} / HTTP/1.1\r\n${HOST}\r\n`],
  ['CONNECT', `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`],
  ['TRACE', `TRACE / HTTP/1.1\r\n${HOST}\r\n`],
  ['a path with a space', `GET /a b HTTP/1.1\r\n${HOST}\r\n`],
  ['a path without a slash', `GET v1/annotate HTTP/1.1\r\n${HOST}\r\n`],
  ['a path with bytes above 127', Buffer.from(`GET /\xff\xfe HTTP/1.1\r\n${HOST}\r\n`, 'latin1')],
  ['a path of 200,000 characters', `GET /${'a'.repeat(200_000)} HTTP/1.1\r\n${HOST}\r\n`],
  ['a whole address of another host', `GET http://evil.example/nowhere HTTP/1.1\r\n${HOST}\r\n`],
  ['a header of 200,000 characters', `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(200_000)}\r\n\r\n`],
  ['10,000 headers', `GET / HTTP/1.1\r\n${HOST}${'X-Long-Name: value\r\n'.repeat(10_000)}\r\n`],
  ['a header with NUL', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`],
  ['a header without a colon', `GET / HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`],
  ['a space before the colon', `GET / HTTP/1.1\r\n${HOST}X : y\r\n\r\n`],
  ['a header with an empty name', `GET / HTTP/1.1\r\n${HOST}: y\r\n\r\n`],
  ['a header that goes on on the next line', `GET / HTTP/1.1\r\n${HOST}X: a\r\n\u000bb\r\n\r\n`],
  ['a length below 0', post(`${JSON_TYPE}Content-Length: -1\r\n`, '{}')],
  ['a length that is no number', post(`${JSON_TYPE}Content-Length: 0x10\r\n`, '{}')],
  ['a length beyond all', post(`${JSON_TYPE}Content-Length: 99999999999999999999\r\n`, '{}')],
  ['two lengths', post(`${JSON_TYPE}Content-Length: 2\r\nContent-Length: 3\r\n`, '{}')],
  ['a length and chunks', post(`${JSON_TYPE}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n`, '0\r\n\r\n')],
  ['chunks twice', post(`${JSON_TYPE}Transfer-Encoding: chunked, chunked\r\n`, '0\r\n\r\n')],
  ['an encoding that is none', post(`${JSON_TYPE}Transfer-Encoding: gzip\r\n`, 'x')],
  ['a chunk of a length that is none', post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, 'zz\r\n{}\r\n0\r\n\r\n')],
  ['a chunk of a length below 0', post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, '-2\r\n{}\r\n0\r\n\r\n')],
  ['a chunk with an endless extension', post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, `2;${'a'.repeat(100_000)}`)],
  ['a body that is larger than is read', post(`${JSON_TYPE}Content-Length: 5000000\r\n`, 'x'.repeat(5_000_000))],
  ['a body that is announced as larger than is read', post(`${JSON_TYPE}Content-Length: 5000000\r\n`)],
  [
    'chunks that are larger than is read',
    post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, `1e8480\r\n${'x'.repeat(2_000_000)}\r\n0\r\n\r\n`),
  ],
  ['a body in gzip', post(`${JSON_TYPE}Content-Encoding: gzip\r\nContent-Length: 4\r\n`, '\u001f\u008b{}')],
  ['another protocol', `GET /nowhere HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
];

async function openPort(environment: Readonly<Record<string, string>> = {}): Promise<number> {
  const app = await openApp({ environment });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** All that comes back until the other side ends, or for a second when it has said something. */
async function exchange(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (piece) => {
    received += piece.toString('latin1');
    setTimeout(() => socket.destroy(), 200);
  });
  // A server that has seen enough hangs up on a sender who still writes.
  socket.on('error', () => undefined);
  socket.end(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return received;
}

describe('on the bare connection', () => {
  it.each(SENT)('%s', async (_name, bytes) => {
    const port = await openPort();
    const received = await exchange(port, bytes);
    if (received !== '') expect(received).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(received).not.toMatch(/node_modules|HTTP\/1\.1 (?!4)/);
    if (/content-type/i.test(received)) expect(received).toContain('"code":"request/');
    // And the next one is served.
    expect(await exchange(port, `GET /livez HTTP/1.1\r\n${HOST}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('a body that ends before its length takes nothing but its own connection', async () => {
    const port = await openPort();
    const received = await exchange(port, post(`${JSON_TYPE}Content-Length: 100\r\n`, '{"latex":'));
    expect(received).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect(await exchange(port, `GET /livez HTTP/1.1\r\n${HOST}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });
});
