import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, toProblem } from './problem.js';
import { sendProblem } from './send.js';

/** A request that is refused, with what the sender is to be told. */
export class RequestRefused extends Error {
  readonly statusCode: number;
  constructor(readonly problem: Problem) {
    super(problem.code);
    this.statusCode = problem.status;
  }
}

/** Every error of the service ends here; senders learn what they can mend, and nothing of the inside. */
export function handleErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = error instanceof RequestRefused ? error.problem : toKnownProblem(error);
  if (problem.status >= 500 && !(error instanceof RequestRefused)) request.log.error({ err: error }, 'request failed');
  return sendProblem(request, reply, problem);
}

function toKnownProblem(error: FastifyError): Problem {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return toProblem('request/too-large', 'the body is too large', 'send less, or a batch as application/x-ndjson');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return toProblem(
        'request/unsupported-media-type',
        'this content type is not read',
        'send application/json, text/plain (a bare formula) or application/x-www-form-urlencoded; a batch is application/x-ndjson',
      );
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return toProblem('request/malformed', 'Content-Length is not the length of the body', 'correct the header');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return toProblem('request/path-too-long', 'a part of the path is too long', 'GET / shows what is offered');
    case 'FST_ERR_BAD_URL':
      return toProblem('request/malformed', 'the path is not valid percent-encoded UTF-8', 'encode it again');
  }
  const status = error.statusCode ?? 500;
  if (status === 429) {
    return toProblem('request/too-many', error.message, 'wait as long as Retry-After says');
  }
  if (status >= 400 && status < 500) {
    return toProblem('request/malformed', 'the request cannot be read', 'see /openapi.json for what is offered');
  }
  if (status === 503) return toProblem('server/closing', 'the server is shutting down', 'try again in a moment');
  return toProblem('server/internal', 'this is not your fault; the request cannot be answered', 'tell us, please');
}

/** What is not even HTTP is answered on the bare socket. */
export function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const problem = toSocketProblem(error.code);
  const body = `${JSON.stringify(problem)}\n`;
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toSocketProblem(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return toProblem(
        'request/too-large',
        'the request line and headers are too large',
        'send the formula in the body',
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return toProblem('request/too-slow', 'the headers had not arrived in time', 'send them faster');
    default:
      return toProblem('request/malformed', 'this is not well-formed HTTP/1.1', '');
  }
}
