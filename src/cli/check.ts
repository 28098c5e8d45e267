import { readFile } from 'node:fs/promises';
import { readDocument } from '../document/index.js';
import { type Finding, findingsOf, placeOf } from '../document/lint.js';
import { createPositions } from '../document/offsets.js';
import type { Engine } from '../engine.js';
import { type DocumentOptions, MAX_DOCUMENT_FORMULAS, MAX_DOCUMENT_LENGTH } from '../explain/document-schema.js';
import { MacrosSchema } from '../explain/schema.js';
import { plainProse } from '../render/prose.js';
import { oneLine } from '../render/text.js';
import type { Arguments } from './arguments.js';
import { formatOfPath, type Listed, listDocuments } from './documents.js';
import { type ExitCode, fail, type World, write } from './world.js';

/** One thing to tell, with its place. */
type Told = Omit<Finding, 'span'> & { readonly file: string; readonly line: number; readonly column: number };

/** Reads documents and tells what an author should look at: `file:line:column: level: message`. */
export async function runCheck(world: World, { rest, values }: Arguments): Promise<ExitCode> {
  if (rest.length === 0) return fail(world, 2, 'no files; say which: formulens check docs/');
  const macros = await readMacros(values.macros);
  if (typeof macros === 'string') return fail(world, 2, macros);
  const listed = await listDocuments(rest);
  if (typeof listed === 'string') return fail(world, 2, listed);
  if (listed.length === 0) return fail(world, 2, 'no Markdown or LaTeX files there');
  const engine = await world.loadEngine();
  const options = { ...(macros && { macros }), ...(values.domain !== undefined && { domain: values.domain }) };

  const counts = { files: 0, formulas: 0, errors: 0, warnings: 0, notUnderstood: 0 };
  const all: Told[] = [];
  for (const file of listed) {
    const { formulas, told } = await checkFile(engine, file, options);
    counts.files += 1;
    counts.formulas += formulas;
    for (const one of told) {
      if (one.level === 'error') counts.errors += 1;
      else if (one.level === 'warning') counts.warnings += 1;
      else counts.notUnderstood += 1;
      if (one.level === 'info' && values.all !== true) continue;
      if (values.json === true) all.push(one);
      else await write(world.stdout, toLines(one));
    }
  }
  if (values.json === true) {
    await write(world.stdout, `${JSON.stringify({ problems: all, counts, versions: engine.versions })}\n`);
  } else await write(world.stdout, summary(counts));
  return counts.errors > 0 || (values.strict === true && counts.warnings > 0) ? 1 : 0;
}

async function checkFile(
  engine: Engine,
  { path, text }: Listed,
  options: DocumentOptions,
): Promise<{ formulas: number; told: readonly Told[] }> {
  const whole = (code: string, message: string, hint: string): Told[] => [
    { file: path, line: 1, column: 1, level: 'error', code, message, hint },
  ];
  if (text === undefined)
    return { formulas: 0, told: whole('file/not-utf8', 'the file is not UTF-8', 'save it as UTF-8') };
  if (text.length > MAX_DOCUMENT_LENGTH) {
    const message = `the file has ${text.length} characters, ${MAX_DOCUMENT_LENGTH} are allowed`;
    return { formulas: 0, told: whole('file/too-long', message, 'split it') };
  }
  const { formulas, left_out } = readDocument(engine, text, { ...options, format: formatOfPath(path) ?? 'markdown' });
  const position = createPositions(text);
  const told = formulas.flatMap(({ annotation, display, offsets, span }) =>
    findingsOf(annotation, display).map((finding): Told => {
      const { level, code, message, hint } = finding;
      return { file: path, ...position(placeOf(finding, offsets, span)[0]), level, code, message, hint };
    }),
  );
  const rest =
    left_out === 0
      ? []
      : whole(
          'file/too-many',
          `${left_out} formulas beyond the first ${MAX_DOCUMENT_FORMULAS} were not read`,
          'split the file',
        );
  return { formulas: formulas.length + left_out, told: [...told, ...rest] };
}

const NAMES = { error: 'error', warning: 'warning', info: 'note' } as const;

function toLines({ file, line, column, level, message, hint }: Told): string {
  const first = `${oneLine(file)}:${line}:${column}: ${NAMES[level]}: ${plainProse(message)}\n`;
  return hint === '' ? first : `${first}  ${oneLine(hint)}\n`;
}

function summary({ files, formulas, errors, warnings, notUnderstood }: Record<string, number>): string {
  const count = (n = 0, noun: string, nouns = `${noun}s`): string => `${n} ${n === 1 ? noun : nouns}`;
  const rest = notUnderstood ? `; ${notUnderstood} without a known pattern (--all shows them)` : '';
  return `${count(files, 'file')}, ${count(formulas, 'formula')}: ${count(errors, 'error')}, ${count(warnings, 'near miss', 'near misses')}${rest}\n`;
}

/** Macros from a JSON file in KaTeX's format; a string says what is wrong with it. */
async function readMacros(path: string | undefined): Promise<Readonly<Record<string, string>> | string | undefined> {
  if (path === undefined) return undefined;
  try {
    const read = MacrosSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return read.success ? read.data : `${path}: macros are an object of strings: {"\\\\R": "\\\\mathbb{R}"}`;
  } catch (error) {
    return error instanceof SyntaxError ? `${path} is not JSON` : `${path} cannot be read`;
  }
}
