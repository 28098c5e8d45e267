// Writes what is derived from code and data: schemas/*.json from zod, docs/catalogue.md, docs/problems.md, and the answer that the README shows.
// Run after a build; tests hold both in step.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { jsonSchemaFiles } from '../dist/src/explain/json-schema.js';
import { renderProblemsDocument } from '../dist/src/http/problem-pages.js';
import { createEngine } from '../dist/src/index.js';
import { renderCataloguePage } from '../dist/src/render/catalogue-page.js';
import { renderAnnotation } from '../dist/src/render/terminal.js';

const folder = new URL('../schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(new URL(name, folder));
for (const [name, text] of Object.entries(jsonSchemaFiles())) writeFileSync(new URL(name, folder), text);

const engine = createEngine();
const concepts = engine.concepts().map(({ id }) => engine.concept(id));
writeFileSync(new URL('../docs/catalogue.md', import.meta.url), renderCataloguePage(concepts));

writeFileSync(new URL('../docs/problems.md', import.meta.url), renderProblemsDocument());

const readme = new URL('../README.md', import.meta.url);
const text = readFileSync(readme, 'utf8');
const latex = /--data-urlencode 'latex=([^']+)'/.exec(text)?.[1];
const answer = renderAnnotation(engine.annotate(latex));
writeFileSync(
  readme,
  text.replace(
    /(<!-- answer[^\n]*\n```text\n)[\s\S]*?(```\n<!-- end of answer -->)/,
    (_all, head, tail) => head + answer + tail,
  ),
);
