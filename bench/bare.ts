/**
 * What a service is measured against: a bare Fastify that does nothing but send the bytes it was given, on any path. Answers of the
 * same size as ours, from standard input. With `--log` it writes a line a request, as we do.
 */
import Fastify from 'fastify';

const pieces: Buffer[] = [];
for await (const piece of process.stdin) pieces.push(piece);
const answer = Buffer.concat(pieces);

const app = process.argv.includes('--log') ? Fastify({ logger: true, disableRequestLogging: true }) : Fastify();
if (process.argv.includes('--log')) {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    request.log.info({ method, url, status: reply.statusCode, milliseconds: reply.elapsedTime }, 'request');
    done();
  });
}
app.get('*', (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(answer));
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stderr.write(`listens on ${url}\n`);
process.on('SIGTERM', () => void app.close());
