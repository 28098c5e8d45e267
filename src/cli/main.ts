#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { oneLine } from '../render/text.js';
import { run } from './run.js';

// Whoever reads us may stop reading (`| head`); that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

try {
  process.exitCode = await run({
    args: process.argv.slice(2),
    environment: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    version: String(manifest.version),
    loadEngine: async (needs) =>
      needs?.html === true ? (await import('../index.js')).createEngine() : (await import('../core.js')).createCore(),
  });
} catch (error) {
  // A mistake of our own: the user gets one line; the rest is for those who ask for it.
  const { message, stack } = error as Error;
  process.stderr.write(`formulens: ${process.env.FORMULENS_DEBUG ? stack : oneLine(message)}\n`);
  process.exitCode = 1;
}
