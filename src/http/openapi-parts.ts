import { NDJSON } from './batch.js';
import { CONTENT_TYPES, type Format } from './negotiate.js';
import type { DocumentedRoute } from './openapi.js';
import type { ApiDocument, Media, Operation, Reference, Response, Schema } from './openapi-types.js';
import { PROBLEMS } from './problem.js';

const TEXT: Media = { schema: { type: 'string' } };

/** Bodies that are no JSON have no schema of their own in zod. */
const BODIES: Readonly<Record<string, Media>> = {
  'application/x-www-form-urlencoded': {
    schema: {
      type: 'object',
      properties: {
        latex: { type: 'string' },
        prose: { type: 'string' },
        domain: { type: 'string' },
        preceding: { type: 'array', items: { type: 'string' } },
      },
      required: ['latex'],
    },
  },
  [NDJSON]: { schema: { type: 'string', description: 'one JSON object a line' } },
};

const HEADERS = {
  'formulens-catalogue': { description: 'version of the catalogue that answered', schema: { type: 'string' } },
  ETag: { description: 'for If-None-Match; equal answers have equal tags', schema: { type: 'string' } },
};

/** Adds to each operation the formats that it offers, the bodies that it takes and the problems that it can have. */
export function completeOperations(document: ApiDocument, routes: ReadonlyMap<string, DocumentedRoute>): ApiDocument {
  const paths = mapValues(document.paths, (operations, path) =>
    mapValues(operations, (operation) => {
      const formats = routes.get(operation.operationId ?? '')?.formats ?? [];
      return completeOperation(operation, formats, path);
    }),
  );
  return { ...document, paths };
}

function completeOperation(operation: Operation, formats: readonly Format[], path: string): Operation {
  const { parameters, requestBody, responses } = operation;
  const bodies = requestBody?.content;
  const answersBatches = bodies !== undefined && NDJSON in bodies;
  const success = Object.entries(responses).filter(([status]) => /^[123]/.test(status));
  const inJson = formats.includes('json');
  const kept = (parameters ?? []).filter(({ name }) => formats.includes('text') || !['width', 'color'].includes(name));
  return {
    ...operation,
    ...(parameters === undefined
      ? {}
      : { parameters: kept.map((p) => (p.name === 'format' ? { ...p, schema: { ...p.schema, enum: formats } } : p)) }),
    ...(bodies === undefined
      ? {}
      : {
          requestBody: {
            ...requestBody,
            content: mapValues(bodies, (media, type) => (type === 'application/json' ? media : (BODIES[type] ?? TEXT))),
          },
        }),
    responses: {
      ...Object.fromEntries(
        success.map(([status, response]) => [
          status,
          '$ref' in response ? response : withFormats(response, inJson, formats, answersBatches),
        ]),
      ),
      ...problemReferences(operation, path),
    },
  };
}

function withFormats(response: Response, inJson: boolean, formats: readonly Format[], batches: boolean): Response {
  const others = formats.filter((format) => format !== 'json').map((format) => [toMediaType(format), TEXT]);
  return {
    description: 'the answer',
    headers: HEADERS,
    content: {
      ...(inJson ? response.content : {}),
      ...Object.fromEntries(others),
      ...(batches ? { [NDJSON]: { schema: { type: 'string', description: 'one answer a line, in order' } } } : {}),
    },
  };
}

function toMediaType(format: Format): string {
  return CONTENT_TYPES[format].replace(/;.*/, '');
}

/** Problems of the service that this operation can have. */
function problemReferences(operation: Operation, path: string): Readonly<Record<string, Reference>> {
  if (operation.tags?.includes('operation') === true) return path === '/readyz' ? toReferences([503]) : {};
  const never = new Set([
    405,
    ...(path.includes('{') ? [] : [404, 414]),
    ...(operation.requestBody === undefined ? [408, 413, 415] : []),
    ...(operation.tags?.includes('formulas') === true ? [] : [422]),
  ]);
  return toReferences(problemStatuses().filter((status) => !never.has(status)));
}

function toReferences(statuses: readonly number[]): Readonly<Record<string, Reference>> {
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }]));
}

function problemStatuses(): readonly number[] {
  const statuses = Object.values(PROBLEMS).map(({ status }): number => status);
  return [...new Set([...statuses, 422])].sort((a, b) => a - b);
}

/** One response for each status of a problem, to which the operations refer. */
export function nameResponses(document: ApiDocument): ApiDocument {
  const schema = { $ref: '#/components/schemas/Problem' };
  const responses = Object.fromEntries(
    problemStatuses().map((status): [string, Response] => {
      const titles = Object.values(PROBLEMS)
        .filter((problem) => problem.status === status)
        .map(({ title }) => title);
      const content = { 'application/problem+json': { schema }, 'text/plain': TEXT, 'text/html': TEXT };
      return [String(status), { description: titles.join('; ') || 'The formula cannot be read', content }];
    }),
  );
  return { ...document, components: { ...document.components, responses } };
}

const PREFIX = '#/components/schemas/';

/** The library names what comes in `XInput` and lists all schemas twice: each gets its plain name, once, if it is used. */
export function tidySchemas(document: ApiDocument): ApiDocument {
  const { schemas } = document.components;
  const used = reachable(document, schemas);
  const toName = (name: string): string => {
    const plain = name.replace(/Input$/, '');
    const same = JSON.stringify(schemas[plain]) === JSON.stringify(schemas[name]).replace(/Input"/g, '"');
    return plain !== name && (!used.has(plain) || same) ? plain : name;
  };
  const renamed = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value), (key, item: unknown) =>
      key === '$ref' && typeof item === 'string' && item.startsWith(PREFIX)
        ? PREFIX + toName(item.slice(PREFIX.length))
        : item,
    ) as T;
  const { components, ...rest } = document;
  return {
    ...renamed(rest),
    components: {
      ...renamed(components),
      schemas: Object.fromEntries([...used].sort().map((name) => [toName(name), renamed(schemas[name] ?? {})])),
    },
  };
}

/** Names of all schemas to which the document refers, directly or by way of other schemas. */
function reachable(document: ApiDocument, schemas: Readonly<Record<string, Schema>>): ReadonlySet<string> {
  const found = new Set<string>();
  const open: unknown[] = [document.paths, document.components.responses];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [, name = ''] of JSON.stringify(next).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(schemas[name] ?? {});
    }
  }
  return found;
}

export function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
