/** One line of the table: what was measured, the ratio or share, and beside it the absolute figures it comes from. */
export type Row = { readonly name: string; readonly value: string; readonly beside?: string };
export type Section = { readonly title: string; readonly rows: readonly Row[] };

/** The sections as one Markdown table, its columns padded so that it also reads well at a terminal. */
export function formatTable(sections: readonly Section[]): string {
  const lines: (readonly string[])[] = [['measured', 'value', 'beside it']];
  for (const { title, rows } of sections) {
    lines.push([`**${title}**`, '', '']);
    for (const row of rows) lines.push([row.name, row.value, row.beside ?? '']);
  }
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((cells) => cell(cells, column).length)));
  const toLine = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => cell(cells, column).padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = [], ...body] = lines;
  return `${[toLine(head), rule, ...body.map(toLine)].join('\n')}\n`;
}

function cell(cells: readonly string[], column: number): string {
  return (cells[column] ?? '').replaceAll('|', '\\|');
}

export function formatRatio(x: number): string {
  return Number.isFinite(x) ? `${x < 10 ? x.toFixed(2) : x.toFixed(1)} ×` : 'none';
}

export function formatShare(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** Milliseconds in the unit that leaves the fewest noughts. */
export function formatTime(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 1) return `${ms.toFixed(1)} ms`;
  return ms >= 0.01 ? `${(ms * 1000).toFixed(0)} µs` : `${(ms * 1000).toFixed(2)} µs`;
}
