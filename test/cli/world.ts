import { Writable } from 'node:stream';
import { run } from '../../src/cli/run.js';
import type { Engine } from '../../src/engine.js';
import { sampleEngine } from '../support/samples.js';

type Asked = {
  readonly stdin?: readonly (string | Uint8Array)[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  readonly engine?: Engine;
};

/** Runs the command in a world of strings. */
export async function runWith(args: readonly string[], asked: Asked = {}) {
  const stdout = new Sink();
  const stderr = new Sink();
  let engineLoaded = false;
  const code = await run({
    args,
    environment: asked.environment ?? {},
    stdin: toStream(asked.stdin ?? []),
    stdout: Object.assign(stdout, { isTTY: asked.terminal === true, columns: 90 }),
    stderr,
    version: '1.2.3',
    loadEngine: async () => {
      engineLoaded = true;
      return asked.engine ?? sampleEngine();
    },
  });
  return { code, stdout: stdout.text, stderr: stderr.text, engineLoaded };
}

async function* toStream(pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
}

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
