import { expect, it } from 'vitest';
import { LATEX_PROBLEMS } from '../../src/http/latex-problems.js';
import { FORMULA_PROBLEMS, PROBLEMS } from '../../src/http/problem.js';
import { renderProblemsDocument } from '../../src/http/problem-pages.js';
import { SYNTAX_PROBLEM_CODES } from '../../src/syntax/index.js';
import { filesIn, readText } from '../repository/files.js';

const known = new Set([...Object.keys(PROBLEMS), ...Object.keys(FORMULA_PROBLEMS)]);

it('docs/problems.md is in step with the tables (npm run written)', () => {
  expect(readText('docs/problems.md')).toBe(renderProblemsDocument());
});

it('every code that the source mentions is documented, and every documented one is mentioned', () => {
  const tables = /problem(-pages|-examples)?\.ts$|(latex|math)-problems\.ts$/;
  const sources = filesIn('src').filter((path) => path.endsWith('.ts') && !tables.test(path));
  const mentioned = new Set(
    sources.flatMap((path) =>
      [
        ...readText(path).matchAll(/'((?:request|server|concept|problem|latex|math|document|picture)\/[a-z0-9-]+)'/g),
      ].map((match) => match[1] ?? ''),
    ),
  );
  expect([...mentioned].filter((code) => !known.has(code))).toEqual([]);
  expect([...known].filter((code) => !mentioned.has(code))).toEqual([]);
  expect(Object.keys(LATEX_PROBLEMS).sort()).toEqual([...SYNTAX_PROBLEM_CODES].sort());
});

it('every problem says what it means', () => {
  const silent = Object.entries<{ readonly says?: string }>({ ...PROBLEMS, ...FORMULA_PROBLEMS });
  expect(silent.filter(([, { says = '' }]) => says.length < 20).map(([code]) => code)).toEqual([]);
});
