import type { TerminalOptions } from '../render/terminal.js';
import type { Arguments } from './arguments.js';
import { type ExitCode, type World, write } from './world.js';

/** How the reader wants to see text: width and colours. */
export function toLook(world: World, { values }: Arguments): TerminalOptions {
  const { stdout, environment } = world;
  const terminal = stdout.isTTY === true;
  const wanted = terminal && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb';
  const color = values['no-color'] === true ? false : values.color === true || wanted;
  const asked = Number(values.width);
  const width = Number.isFinite(asked) && asked > 0 ? asked : Math.min(terminal ? (stdout.columns ?? 80) : 80, 100);
  return { color, width };
}

export async function print(world: World, text: string): Promise<ExitCode> {
  await write(world.stdout, text);
  return 0;
}
