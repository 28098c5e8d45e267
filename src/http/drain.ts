import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Services } from './services.js';

/** How often it is looked whether clients have left. */
const LOOK_MS = 25;

/**
 * From the moment the server is to end, each answer asks its client to leave, and `/readyz` sends new ones elsewhere. Without
 * this a request may be on its way on a connection at the very moment at which it is closed as idle.
 */
export function askToLeave(app: FastifyInstance, life: Services['life']): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (life.closing) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Waits until all clients have left, or the time is over. */
export async function drain(server: Server, life: Services['life'], seconds: number): Promise<void> {
  life.closing = true;
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end && (await countConnections(server)) > 0) await setTimeout(LOOK_MS);
}

/** Closes the port, finishes what is under way, and ends each connection as soon as nothing is asked on it any more. */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const leaving = setInterval(() => app.server.closeIdleConnections(), LOOK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(leaving);
  }
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error === null ? count : 0)));
}
