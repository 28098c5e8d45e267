import { PictureOptionsSchema } from '../explain/picture-schema.js';
import { toRequestFaults } from '../explain/request-fault.js';
import { LatexSchema } from '../explain/schema.js';
import type { Arguments } from './arguments.js';
import { parseJson, readStdin } from './input.js';
import { print } from './output.js';
import { type ExitCode, fail, type World } from './world.js';

/** `formulens picture '<latex>' > f.svg` */
export async function runPicture(world: World, parsed: Arguments): Promise<ExitCode> {
  const { rest, values } = parsed;
  const [argument] = rest;
  if (argument === undefined || rest.length > 1)
    return fail(world, 2, "one formula, please, in quotes: formulens picture 'x^2'");
  const latex = LatexSchema.safeParse(argument === '-' ? await readStdin(world.stdin) : argument);
  if (!latex.success) return fail(world, 2, 'this is no formula: it is empty, too long, or not UTF-8');
  const request = values.values === undefined ? {} : { values: parseJson(values.values) };
  if ('values' in request && request.values === undefined)
    return fail(world, 2, '--values is not JSON, such as \'{"x": 2}\'');
  const options = PictureOptionsSchema.safeParse(request);
  if (!options.success) {
    const [fault] = toRequestFaults(options.error, request);
    return fail(world, 2, fault?.message ?? 'the values cannot be read');
  }
  const engine = await world.loadEngine({ html: true });
  const { picture, errors } = engine.picture(latex.data, options.data);
  const [error] = errors;
  if (error !== undefined) return fail(world, 1, `${error.message} (at ${error.span[0]}); ${error.hint}`);
  if (picture === undefined)
    return fail(world, 1, 'no picture suits this formula; values for its letters may help: --values');
  return print(world, picture);
}
