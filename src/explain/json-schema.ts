import { z } from 'zod';
import { DocumentAnswerSchema, DocumentRequestSchema } from './document-schema.js';
import { EvaluateAnswerSchema, EvaluateLineSchema, EvaluateRequestSchema } from './evaluate-schema.js';
import { MatrixAnswerSchema, MatrixRequestSchema } from './matrix-request-schema.js';
import { PictureAnswerSchema } from './picture-schema.js';
import {
  AnnotateRequestSchema,
  AnnotationSchema,
  BatchLineSchema,
  ConceptDetailSchema,
  ConceptSummarySchema,
  ParseAnswerSchema,
  ParseRequestSchema,
} from './schema.js';
import { SimulateAnswerSchema, SimulateRequestSchema } from './simulate-schema.js';

const PUBLISHED = {
  'annotate-request': AnnotateRequestSchema,
  annotation: AnnotationSchema,
  'batch-line': BatchLineSchema,
  'concept-detail': ConceptDetailSchema,
  'concept-summary': ConceptSummarySchema,
  'document-answer': DocumentAnswerSchema,
  'document-request': DocumentRequestSchema,
  'evaluate-answer': EvaluateAnswerSchema,
  'evaluate-line': EvaluateLineSchema,
  'evaluate-request': EvaluateRequestSchema,
  'matrix-answer': MatrixAnswerSchema,
  'matrix-request': MatrixRequestSchema,
  'parse-answer': ParseAnswerSchema,
  'parse-request': ParseRequestSchema,
  'picture-answer': PictureAnswerSchema,
  'simulate-answer': SimulateAnswerSchema,
  'simulate-request': SimulateRequestSchema,
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
