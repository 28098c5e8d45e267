import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Engine } from '../engine.js';
import { oneLine } from '../render/text.js';

/** The world as the command sees it, so that tests can be one. */
export type World = {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable;
  readonly version: string;
  /** Loads the engine; `--help` does without. `html` adds what sets formulas, which takes longer to load. */
  readonly loadEngine: (needs?: { readonly html: boolean }) => Promise<Engine>;
};

/** 0: read; 1: could not be read as a whole, or is not known; 2: asked in the wrong way. */
export type ExitCode = 0 | 1 | 2;

/** One line on standard error. */
export async function fail(world: World, code: ExitCode, message: string): Promise<ExitCode> {
  await write(world.stderr, `formulens: ${oneLine(message)}\n`);
  return code;
}

/** Waits where the reader is slower than we are. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
