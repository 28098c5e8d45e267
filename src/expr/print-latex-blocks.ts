import { latexRelation } from './latex-names.js';
import { form, LIST, print, sideLatex } from './print-latex.js';
import type { CasesExpr, Expr } from './types.js';

/** Matrices, cases, lines and words as LaTeX. */

const MATRIX_ENVIRONMENTS: Readonly<Record<string, string>> = {
  '()': 'pmatrix',
  '[]': 'bmatrix',
  '{}': 'Bmatrix',
  '||': 'vmatrix',
};

export function matrixLatex(rows: readonly (readonly Expr[])[], brackets: string): string {
  const env = Object.hasOwn(MATRIX_ENVIRONMENTS, brackets) ? MATRIX_ENVIRONMENTS[brackets] : 'matrix';
  const body = rows.map((row) => row.map((cell) => print(cell, LIST)).join(' & ')).join(' \\\\ ');
  return `\\begin{${env}} ${body} \\end{${env}}`;
}

export function casesLatex(e: CasesExpr): string {
  const rows = e.branches.map(({ value, condition }) => {
    const when =
      condition === null
        ? '\\text{otherwise}'
        : condition.kind === 'text'
          ? form(condition)
          : `\\text{if } ${print(condition, LIST)}`;
    return `${print(value, LIST)} & ${when}`;
  });
  return `\\begin{cases} ${rows.join(' \\\\ ')} \\end{cases}`;
}

export function systemLatex(lines: readonly Expr[]): string {
  const rows = lines.map((line) => {
    if (line.kind === 'text') return `& \\quad ${textLatex(line.text)}`;
    if (line.kind === 'relation' && line.inheritsLeft) {
      const rest = line.sides
        .slice(1)
        .map((side, i) => `${latexRelation(line.ops[i] ?? '=')} ${sideLatex(side, line.ops)}`);
      return `& ${rest.join(' ')}`;
    }
    return print(line, LIST);
  });
  return `\\begin{aligned} ${rows.join(' \\\\ ')} \\end{aligned}`;
}

export function textLatex(text: string): string {
  return `\\text{ ${escapeText(text)} }`;
}

export function escapeText(text: string): string {
  return text.replace(/[\\{}]/g, '').replace(/[_%&#$]/g, (sign) => `\\${sign}`);
}
