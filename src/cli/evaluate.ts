import { EvaluateRequestSchema } from '../explain/evaluate-schema.js';
import { toRequestFaults } from '../explain/request-fault.js';
import { evaluateLine, toLines } from '../render/ndjson.js';
import { renderEvaluation } from '../render/terminal-evaluate.js';
import type { Arguments } from './arguments.js';
import { readStdin } from './input.js';
import { print, toLook } from './output.js';
import { type ExitCode, fail, type World, write } from './world.js';

/** `formulens evaluate '<latex>' --values '{"z": [2, 1, 0.1]}'`, or a batch with `--ndjson`. */
export async function runEvaluate(world: World, parsed: Arguments): Promise<ExitCode> {
  const { rest, values } = parsed;
  if (values.ndjson === true) return batch(world);
  const [argument] = rest;
  if (argument === undefined || rest.length > 1)
    return fail(world, 2, "one formula, please, in quotes: formulens evaluate '\\sqrt{x}' --values '{\"x\": 2}'");
  const latex = argument === '-' ? await readStdin(world.stdin) : argument;
  if (latex === undefined) return fail(world, 2, 'standard input is not UTF-8, or longer than any formula may be');
  const given = readValues(values.values);
  if (given === undefined) return fail(world, 2, 'the values are not JSON; in JSON each backslash is written twice');
  const context = {
    ...(values.prose === undefined ? {} : { prose: values.prose }),
    ...(values.preceding === undefined ? {} : { preceding: values.preceding }),
    ...(values.domain === undefined ? {} : { domain: values.domain }),
  };
  const request = { latex, values: given, ...(Object.keys(context).length === 0 ? {} : { context }) };
  const checked = EvaluateRequestSchema.safeParse(request);
  if (!checked.success) {
    const [fault] = toRequestFaults(checked.error, request);
    return fail(world, 2, fault === undefined ? 'this cannot be read' : `${fault.message}; ${fault.hint}`);
  }
  const { latex: checkedLatex, ...options } = checked.data;
  const answer = (await world.loadEngine()).evaluate(checkedLatex, options);
  await print(
    world,
    values.json === true ? `${JSON.stringify(answer)}\n` : renderEvaluation(answer, toLook(world, parsed)),
  );
  const [error] = answer.errors;
  if (error === undefined) return 0;
  return fail(world, 1, `${error.message.replace(/\.$/, '')} (at ${error.span[0]}); ${error.hint}`);
}

function readValues(text: string | undefined): unknown {
  if (text === undefined) return {};
  if (text === 'example') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function batch(world: World): Promise<ExitCode> {
  const engine = await world.loadEngine();
  for await (const lines of toLines(world.stdin)) {
    for (const line of lines) {
      const answer = evaluateLine(line, engine);
      if (answer !== undefined) await write(world.stdout, `${answer}\n`);
    }
  }
  return 0;
}
