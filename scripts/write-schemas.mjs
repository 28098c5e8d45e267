// Writes schemas/*.json from the zod schemas. Run after a build; a test holds the files in step.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { jsonSchemaFiles } from '../dist/src/explain/json-schema.js';

const folder = new URL('../schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(new URL(name, folder));
for (const [name, text] of Object.entries(jsonSchemaFiles())) writeFileSync(new URL(name, folder), text);
