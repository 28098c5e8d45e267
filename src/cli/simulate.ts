import { readFile } from 'node:fs/promises';
import { toRequestFaults } from '../explain/request-fault.js';
import { SimulateRequestSchema } from '../explain/simulate-schema.js';
import { renderSimulation } from '../render/terminal-simulate.js';
import type { Arguments } from './arguments.js';
import { parseJson, readStdin } from './input.js';
import { print, toLook } from './output.js';
import { type ExitCode, fail, type World } from './world.js';

/** `formulens simulate program.json`: the program is the request of `/v1/simulate`. */
export async function runSimulate(world: World, parsed: Arguments): Promise<ExitCode> {
  const { rest, values } = parsed;
  const [file] = rest;
  if (file === undefined || rest.length > 1) return fail(world, 2, 'one file, please: formulens simulate program.json');
  const text = file === '-' ? await readStdin(world.stdin) : await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return fail(world, 2, `${file === '-' ? 'standard input' : file} cannot be read`);
  const program = parseJson(text);
  if (program === undefined) return fail(world, 2, 'the program is not JSON; in JSON each backslash is written twice');
  const checked = SimulateRequestSchema.safeParse(program);
  if (!checked.success) {
    const [fault] = toRequestFaults(checked.error, program);
    return fail(world, 2, fault === undefined ? 'this cannot be run' : `${fault.message}; ${fault.hint}`);
  }
  const engine = await world.loadEngine({ html: values.svg === true || values.json === true });
  const answer = engine.simulate(checked.data);
  const [error] = answer.errors;
  if (values.svg === true && error === undefined) {
    if (answer.picture === undefined) return fail(world, 1, 'there is nothing to draw');
    return print(world, answer.picture);
  }
  await print(
    world,
    values.json === true ? `${JSON.stringify(answer)}\n` : renderSimulation(answer, toLook(world, parsed)),
  );
  if (error === undefined) return 0;
  return fail(world, 1, `${error.message} (${error.path}, at ${error.span[0]}); ${error.hint}`);
}
