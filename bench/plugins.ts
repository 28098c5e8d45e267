import { katex as mditKatex } from '@mdit/plugin-katex';
import MarkdownIt from 'markdown-it';
import rehypeKatex from 'rehype-katex';
import rehypeStringify from 'rehype-stringify';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { createEngine } from '../src/index.js';
import markdownItFormulens from '../src/plugins/markdown-it.js';
import rehypeFormulens from '../src/plugins/rehype.js';
import { createRandom } from './random.js';
import { formatRatio, formatTime, type Section } from './table.js';

const PAGES = 100;
/** Formulas of a page that stand alone, and those in its lines. */
const DISPLAYS = 6;
const LETTERS = 18;

const SENTENCES = [
  'The update is applied once per step, and the result is kept for the next one',
  'In practice this is done in batches, since a single example tells too little',
  'Nothing here depends on the order in which the examples are seen',
  'The default is a good start; change it only where a measurement asks for it',
  'See the reference for the options and for what they cost',
];
const NAMES = ['the learning rate', 'the input vector', 'the weight matrix', 'the number of steps', 'the loss'];
const SYMBOLS = ['\\eta', 'x', 'W', 'T', 'L', 'h_t', '\\beta', 'x_i', 'n', '\\theta'];

/** What building a site of documentation costs: with formulens in place of the plugin that only sets formulas. */
export function measurePlugins(formulas: readonly string[], passes: number): Section {
  const pages = Array.from({ length: PAGES }, (_, i) => writePage(i, formulas));
  const engine = createEngine();
  const quiet = { engine, report: () => undefined };
  const parse = () => unified().use(remarkParse).use(remarkMath).use(remarkRehype);
  const sites = {
    bare: () => parse().use(rehypeStringify),
    katex: () => parse().use(rehypeKatex, { strict: 'ignore' }).use(rehypeStringify),
    formulens: () => parse().use(rehypeFormulens, { engine }).use(rehypeStringify),
  };
  const build = (make: () => { processSync(page: string): unknown }) => () => {
    const site = make();
    for (const page of pages) site.processSync(page);
  };
  const markdown = (use: (md: MarkdownIt) => unknown) => () => {
    const md = new MarkdownIt({ html: true });
    use(md);
    for (const page of pages) md.render(page, {});
  };
  const [bare, katex, ours, mdKatex, mdOurs] = best(
    [
      build(sites.bare),
      build(sites.katex),
      build(sites.formulens),
      markdown((md) => md.use(mditKatex)),
      markdown((md) => md.use(mditKatex).use(markdownItFormulens, quiet)),
    ],
    passes,
  ) as [number, number, number, number, number];
  const times = (a: number, b: number): string => `${formatTime(a / PAGES)} to ${formatTime(b / PAGES)} a page`;
  return {
    title: `Building a site of ${PAGES} pages, ${DISPLAYS} displays and ${LETTERS} letters each`,
    rows: [
      { name: 'rehype: formulens to rehype-katex', value: formatRatio(ours / katex), beside: times(ours, katex) },
      { name: 'rehype: no formulas set to rehype-katex', value: formatRatio(bare / katex), beside: times(bare, katex) },
      {
        name: 'markdown-it: formulens beside @mdit/plugin-katex to it alone',
        value: formatRatio(mdOurs / mdKatex),
        beside: times(mdOurs, mdKatex),
      },
    ],
  };
}

/** Milliseconds of processor time, the best of some passes in turns; the first pass is for the compiler. */
function best(actions: readonly (() => void)[], passes: number): number[] {
  const times = actions.map(() => Number.POSITIVE_INFINITY);
  for (let pass = 0; pass <= passes; pass++) {
    for (const [i, action] of actions.entries()) {
      const before = process.cpuUsage();
      action();
      const { user, system } = process.cpuUsage(before);
      if (pass > 0) times[i] = Math.min(times[i] as number, (user + system) / 1000);
    }
  }
  return times;
}

function writePage(index: number, formulas: readonly string[]): string {
  const { pick } = createRandom(1_000 + index);
  const parts = [`# Page ${index}`];
  for (let d = 0; d < DISPLAYS; d++) {
    const letters = Array.from({ length: LETTERS / DISPLAYS }, () => `where $${pick(SYMBOLS)}$ is ${pick(NAMES)}`);
    parts.push(`## Section ${d}`, `${pick(SENTENCES)}, ${letters.join(', ')}. ${pick(SENTENCES)}.`);
    parts.push(`$$\n${pick(formulas).replace(/\s*\n\s*/g, ' ')}\n$$`, `${pick(SENTENCES)}. ${pick(SENTENCES)}.`);
    if (d % 2 === 0) parts.push('```python\nfor step in range(steps):\n    update(parameters, gradient)\n```');
  }
  return parts.join('\n\n');
}
