import type { Engine } from '../engine.js';
import { nearestId } from '../explain/concept-search.js';
import { toRequestFaults } from '../explain/request-fault.js';
import { type AnnotateOptions, AnnotateRequestSchema, type ErrorEntry } from '../explain/schema.js';
import { answerLine, toLines } from '../render/ndjson.js';
import { renderAnnotation } from '../render/terminal.js';
import { renderConcept, renderConceptList, renderParse } from '../render/terminal-catalogue.js';
import { type Arguments, HELP, readArguments } from './arguments.js';
import { runEvaluate } from './evaluate.js';
import { readStdin } from './input.js';
import { runMatrix } from './matrix.js';
import { print, toLook } from './output.js';
import { runPicture } from './picture.js';
import { runServe } from './serve.js';
import { runSimulate } from './simulate.js';
import { type ExitCode, fail, type World, write } from './world.js';

export async function run(world: World): Promise<ExitCode> {
  const parsed = readArguments(world.args);
  if (!parsed.ok) return fail(world, 2, `${parsed.message}; see formulens --help`);
  const { command, rest, values } = parsed;
  if (values.help === true) return print(world, HELP);
  if (values.version === true) return print(world, `${world.version}\n`);
  if (command === undefined && rest.length === 0 && values.ndjson !== true) return print(world, HELP);
  switch (command) {
    case 'serve':
      return runServe(world, values);
    case 'check':
      // Its parser of documents is loaded only here: the other commands start without it.
      return (await import('./check.js')).runCheck(world, parsed);
    case 'picture':
      return runPicture(world, parsed);
    case 'simulate':
      return runSimulate(world, parsed);
    case 'evaluate':
      return runEvaluate(world, parsed);
    case 'matrix':
      return runMatrix(world, parsed);
    case 'concepts':
      return concepts(world, parsed);
    case 'parse':
      return withFormula(world, parsed, (engine, latex, options) => {
        const answer = engine.parse(latex, options);
        const text = values.json === true ? `${JSON.stringify(answer)}\n` : renderParse(answer, toLook(world, parsed));
        return { text, errors: answer.errors };
      });
    default:
      if (values.ndjson === true) return batch(world);
      return withFormula(world, parsed, (engine, latex, options) => {
        const annotation = engine.annotate(latex, options);
        const text =
          values.json === true
            ? `${JSON.stringify(annotation)}\n`
            : renderAnnotation(annotation, toLook(world, parsed));
        return { text, errors: annotation.errors };
      });
  }
}

type Made = { readonly text: string; readonly errors: readonly ErrorEntry[] };

async function withFormula(
  world: World,
  parsed: Arguments,
  make: (engine: Engine, latex: string, options: AnnotateOptions) => Made,
): Promise<ExitCode> {
  const { rest, values } = parsed;
  const [argument] = rest;
  if (argument === undefined) return fail(world, 2, "no formula; write it in quotes: formulens '\\frac{a}{b}'");
  if (rest.length > 1) return fail(world, 2, `one formula, please, in quotes; this is ${rest.length} words`);
  const latex = argument === '-' ? await readStdin(world.stdin) : argument;
  if (latex === undefined) return fail(world, 2, 'standard input is not UTF-8, or longer than any formula may be');
  const context = {
    ...(values.prose === undefined ? {} : { prose: values.prose }),
    ...(values.preceding === undefined ? {} : { preceding: values.preceding }),
    ...(values.domain === undefined ? {} : { domain: values.domain }),
  };
  const request = {
    latex,
    ...(Object.keys(context).length === 0 ? {} : { context }),
    ...(values.behaviour === true ? { include: ['behaviour'] } : {}),
  };
  const checked = AnnotateRequestSchema.safeParse(request);
  if (!checked.success) {
    const [fault] = toRequestFaults(checked.error, request);
    return fail(world, 2, fault === undefined ? 'this cannot be read' : `${fault.message}; ${fault.hint}`);
  }
  const { latex: checkedLatex, ...options } = checked.data;
  const { text, errors } = make(await world.loadEngine(), checkedLatex, options);
  await write(world.stdout, text);
  const [error] = errors;
  if (error === undefined) return 0;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return fail(world, 1, `${error.message} (at ${error.span[0]}); ${error.hint}${more}`);
}

async function concepts(world: World, parsed: Arguments): Promise<ExitCode> {
  const engine = await world.loadEngine();
  const id = parsed.rest.join(' ');
  const json = parsed.values.json === true;
  const concept = engine.concept(id);
  const listed = concept === undefined ? engine.concepts(id) : [];
  if (listed.length > 0) {
    if (json) return print(world, `${JSON.stringify({ concepts: listed, versions: engine.versions })}\n`);
    return print(world, renderConceptList(listed, toLook(world, parsed)));
  }
  if (concept === undefined) {
    const near = nearestId(
      engine.concepts().map((known) => known.id),
      id,
    );
    const hint = near === undefined ? '' : `did you mean ${near}? `;
    return fail(world, 1, `no concept has the id ${id}; ${hint}formulens concepts lists all of them`);
  }
  return print(world, json ? `${JSON.stringify(concept)}\n` : renderConcept(concept, toLook(world, parsed)));
}

async function batch(world: World): Promise<ExitCode> {
  const engine = await world.loadEngine({ html: true });
  for await (const lines of toLines(world.stdin)) {
    for (const line of lines) {
      const answer = answerLine(line, engine);
      if (answer !== undefined) await write(world.stdout, `${answer}\n`);
    }
  }
  return 0;
}
