import { z } from 'zod';
import {
  AnnotateRequestSchema,
  AnnotationSchema,
  BatchLineSchema,
  ConceptDetailSchema,
  ConceptSummarySchema,
  ParseAnswerSchema,
  ParseRequestSchema,
} from './schema.js';

const PUBLISHED = {
  'annotate-request': AnnotateRequestSchema,
  annotation: AnnotationSchema,
  'batch-line': BatchLineSchema,
  'concept-detail': ConceptDetailSchema,
  'concept-summary': ConceptSummarySchema,
  'parse-answer': ParseAnswerSchema,
  'parse-request': ParseRequestSchema,
} as const;

/** The files of `schemas/`: name to text, as JSON Schema 2020-12. */
export function jsonSchemaFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(PUBLISHED).map(([name, schema]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: name.includes('request') ? 'input' : 'output' });
      const identity = { $schema, $id: `https://formulens.dev/schemas/${name}.json`, title: name };
      return [`${name}.json`, `${JSON.stringify({ ...identity, ...rest }, null, 2)}\n`];
    }),
  );
}
