import type { FastifyInstance } from 'fastify';
import type { SyntaxProblemCode } from '../syntax/index.js';
import { LATEX_PROBLEMS } from './latex-problems.js';
import type { DocumentedRoute } from './openapi.js';
import { mapValues } from './openapi-parts.js';
import type { ApiDocument, Example, Media, Operation, Parameter, RequestExample, Response } from './openapi-types.js';
import { FORMULA_PROBLEMS, PROBLEMS, type Problem, type ProblemCode, TYPE_BASE, toProblem } from './problem.js';
import { PROVOCATIONS } from './problem-examples.js';

type Asked = Pick<FastifyInstance, 'inject'>;
type Answered = { readonly status: string; readonly type: string; readonly value: unknown };
type Shown = { readonly request: RequestExample; readonly answer: Answered };

/** Puts the examples of the routes and of all problems into the document, with the answers that they get. */
export async function addExamples(
  document: ApiDocument,
  routes: ReadonlyMap<string, DocumentedRoute>,
  app: Asked,
): Promise<ApiDocument> {
  const shown = new Map<string, readonly Shown[]>();
  for (const [operationId, route] of routes) {
    const answers: Shown[] = [];
    for (const request of route.examples) answers.push({ request, answer: await ask(app, route, request) });
    shown.set(operationId, answers);
  }
  const paths = mapValues(document.paths, (operations) =>
    mapValues(operations, (operation) => withExamples(operation, shown.get(operation.operationId ?? '') ?? [])),
  );
  const problems = await askProblems(app);
  const examples = Object.fromEntries(
    problems.map((problem) => [toExampleName(problem.code), { summary: problem.title, value: problem }]),
  );
  const responses = mapValues(document.components.responses ?? {}, (response, status) => ({
    ...response,
    content: mapValues(response.content ?? {}, (media, type) =>
      type === 'application/problem+json' ? { ...media, examples: toReferences(problems, status) } : media,
    ),
  }));
  return { ...document, paths, components: { ...document.components, responses, examples } };
}

async function ask(app: Asked, route: DocumentedRoute, example: RequestExample): Promise<Answered> {
  const { body, type = 'application/json', query, params } = example;
  const reply = await app.inject({
    method: route.method as 'GET',
    url: route.url.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params?.[name] ?? '')),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: body === undefined ? {} : { 'content-type': type },
  });
  const answeredType = String(reply.headers['content-type']).replace(/;.*/, '');
  const value = answeredType.endsWith('json') && !answeredType.includes('ndjson') ? reply.json() : reply.payload;
  return { status: String(reply.statusCode), type: answeredType, value };
}

function withExamples(operation: Operation, shown: readonly Shown[]): Operation {
  const { parameters, requestBody, responses } = operation;
  return {
    ...operation,
    ...(parameters === undefined ? {} : { parameters: parameters.map((parameter) => filled(parameter, shown)) }),
    ...(requestBody === undefined
      ? {}
      : {
          requestBody: { ...requestBody, content: mapValues(requestBody.content, (m, type) => sent(m, type, shown)) },
        }),
    responses: mapValues(responses, (response, status) =>
      '$ref' in response ? response : answered(response, status, shown),
    ),
  };
}

function filled(parameter: Parameter, shown: readonly Shown[]): Parameter {
  const { name, in: place } = parameter;
  const given = shown.flatMap(({ request }): [string, Example][] => {
    const value = (place === 'path' ? request.params : request.query)?.[name];
    return value === undefined ? [] : [[request.name, { summary: request.summary, value }]];
  });
  return given.length === 0 ? parameter : { ...parameter, examples: Object.fromEntries(given) };
}

function sent(media: Media, type: string, shown: readonly Shown[]): Media {
  const given = shown
    .map(({ request }) => request)
    .filter((request) => request.body !== undefined && (request.type ?? 'application/json') === type)
    .map(({ name, summary, body }): [string, Example] => [name, { summary, value: body }]);
  return given.length === 0 ? media : { ...media, examples: Object.fromEntries(given) };
}

function answered(response: Response, status: string, shown: readonly Shown[]): Response {
  const content = mapValues(response.content ?? {}, (media, type) => {
    const given = shown
      .filter(({ answer }) => answer.status === status && answer.type === type)
      .map(({ request, answer }): [string, Example] => [
        request.name,
        { summary: request.summary, value: answer.value },
      ]);
    return given.length === 0 ? media : { ...media, examples: Object.fromEntries(given) };
  });
  return { ...response, content };
}

/** One example of each problem: what the service answers where a request can bring it about, else what it would say. */
async function askProblems(app: Asked): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const [code, { title, says }] of Object.entries(PROBLEMS) as [ProblemCode, (typeof PROBLEMS)[ProblemCode]][]) {
    const provocation = PROVOCATIONS[code];
    problems.push(provocation ? (await app.inject(provocation)).json() : toProblem(code, title.toLowerCase(), says));
  }
  for (const [code, { title, says }] of Object.entries(FORMULA_PROBLEMS)) {
    const example = LATEX_PROBLEMS[code as SyntaxProblemCode]?.example;
    const provocation =
      example === undefined
        ? PROVOCATIONS[code]
        : { method: 'POST' as const, url: '/v1/annotate', payload: { latex: example } };
    // What could be read besides is shown with the routes.
    const answer = provocation && ((await app.inject(provocation)).json() as Problem);
    const { annotation: _annotation, ...problem } =
      answer?.code === code
        ? answer
        : { type: TYPE_BASE + code, title, status: 422, detail: title.toLowerCase(), code, hint: says };
    problems.push(problem);
  }
  return problems;
}

function toReferences(
  problems: readonly Problem[],
  status: string,
): Readonly<Record<string, { readonly $ref: string }>> {
  return Object.fromEntries(
    problems
      .filter((problem) => String(problem.status) === status)
      .map(({ code }) => [toExampleName(code), { $ref: `#/components/examples/${toExampleName(code)}` }]),
  );
}

/** Keys of components may not hold a slash. */
function toExampleName(code: string): string {
  return code.replace('/', '.');
}
