import { MatrixRequestSchema } from '../explain/matrix-request-schema.js';
import { toRequestFaults } from '../explain/request-fault.js';
import { renderMatrix } from '../render/matrix.js';
import type { Arguments } from './arguments.js';
import { readStdin } from './input.js';
import { print, toLook } from './output.js';
import { type ExitCode, fail, type World } from './world.js';

/** `formulens matrix '<latex>' --values '{"A": [[2, 1], [1, 3]]}'`; rows of numbers as JSON are a matrix as they stand. */
export async function runMatrix(world: World, parsed: Arguments): Promise<ExitCode> {
  const { rest, values } = parsed;
  const [argument] = rest;
  if (argument === undefined || rest.length > 1)
    return fail(world, 2, "one matrix, please, in quotes: formulens matrix '[[0, -1], [1, 0]]'");
  const text = argument === '-' ? await readStdin(world.stdin) : argument;
  if (text === undefined) return fail(world, 2, 'standard input is not UTF-8, or longer than any formula may be');
  const given = values.values === undefined ? undefined : parseJson(values.values);
  if (values.values !== undefined && given === undefined) return fail(world, 2, 'the values are not JSON');
  const rows = parseJson(text);
  const subject = Array.isArray(rows) ? { matrix: rows as unknown } : { latex: text };
  const request = { ...subject, ...(given === undefined ? {} : { values: given }) };
  const checked = MatrixRequestSchema.safeParse(request);
  if (!checked.success) {
    const [fault] = toRequestFaults(checked.error, request);
    return fail(world, 2, fault === undefined ? 'this cannot be read' : `${fault.message}; ${fault.hint}`);
  }
  const answer = (await world.loadEngine()).describeMatrix(checked.data);
  await print(
    world,
    values.json === true ? `${JSON.stringify(answer)}\n` : renderMatrix(answer, toLook(world, parsed)),
  );
  const [error] = answer.errors;
  if (error === undefined) return 0;
  return fail(world, 1, `${error.message} (at ${error.span[0]}); ${error.hint}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
