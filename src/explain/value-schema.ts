import { z } from 'zod';
import type { PlainValue } from '../math/index.js';
import type { Frozen } from './schema.js';

/** Values as they come in and go out as JSON. */

const Complex = z.strictObject({ re: z.number(), im: z.number() });
const Given = z.union([z.number(), Complex]);
export const ValueSchema = z
  .union([Given, z.array(Given), z.array(z.array(Given)), z.array(z.array(z.array(Given)))])
  .describe('a number, {re, im}, or an array of them, nested up to three deep');

export const ValuesSchema = z
  .record(z.string().min(1).max(200), ValueSchema)
  .describe('values by the LaTeX of the symbol: {"x": 2, "\\\\mathbf{w}": [1, 0]}');

/** JSON has no infinity. */
export const JsonNumberSchema = z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN'])]);
export type JsonNumber = z.infer<typeof JsonNumberSchema>;

export const JsonValueSchema = z
  .unknown()
  .describe('a number, "Infinity", "-Infinity" or "NaN", {re, im}, true or false, or nested arrays of these');

export type Values = Frozen<z.infer<typeof ValuesSchema>>;

export function toJsonNumber(x: number): JsonNumber {
  if (Number.isFinite(x)) return Object.is(x, -0) ? 0 : x;
  return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
}

export type JsonValue =
  | JsonNumber
  | boolean
  | { readonly re: JsonNumber; readonly im: JsonNumber }
  | readonly JsonValue[];

export function toJsonValue(value: PlainValue): JsonValue {
  if (typeof value === 'number') return toJsonNumber(value);
  if (typeof value === 'boolean') return value;
  if ('re' in value) return { re: toJsonNumber(value.re), im: toJsonNumber(value.im) };
  return value.map(toJsonValue);
}
