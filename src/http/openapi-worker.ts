import { parentPort } from 'node:worker_threads';
import { createEngine } from '../index.js';
import { buildApp } from './app.js';
import { plainConfig } from './plain-config.js';

/** A thread that describes the service once and ends: the examples are answered by an engine of its own. */
const app = await buildApp({ engine: createEngine(), config: plainConfig() });
await app.ready();
const bytes = new TextEncoder().encode(JSON.stringify(await app.describeApi()));
await app.close();
parentPort?.postMessage(bytes, [bytes.buffer]);
