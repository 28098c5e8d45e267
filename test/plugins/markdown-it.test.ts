import { katex } from '@mdit/plugin-katex';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import markdownItFormulens, { type MarkdownItOptions, type Told } from '../../src/plugins/markdown-it.js';

const engine = createEngine();
const SOFTMAX = String.raw`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`;

function create(options: MarkdownItOptions & { readonly beside?: boolean } = {}) {
  const told: Told[] = [];
  const md = new MarkdownIt({ html: true });
  if (options.beside === true) md.use(katex);
  const { beside: _, ...rest } = options;
  md.use(markdownItFormulens, { engine, report: (one: Told) => told.push(one), ...rest });
  return { md, told, render: (text: string, env: object = {}) => md.render(text, env) };
}

describe.each([false, true])('markdownItFormulens, beside another plugin: %s', (beside) => {
  it('puts a formula that it knows into the element, with its answer as data', () => {
    const html = create({ beside }).render(`Text $x$.\n\n$$\n${SOFTMAX}\n$$\n\nIn line $${SOFTMAX}$.`);
    expect(html.match(/<formulens-formula>/g)).toHaveLength(2);
    expect(html.match(/class="katex"/g)).toHaveLength(3);
    const json = /<script type="application\/json" data-formulens>([^<]*)<\/script>/.exec(html)?.[1];
    expect(JSON.parse(json ?? '')).toMatchObject({ latex: SOFTMAX, chunks: [{ concept: 'softmax' }] });
  });

  it('tells what cannot be read and near misses, with their lines', () => {
    const { told, render } = create({ beside });
    render('Text\nand $\\frac{a$.\n\n$$\np_i = \\frac{e^{z_i}}{\\sum_j z_j}\n$$', { relativePath: 'guide/page.md' });
    expect(told.map(({ path, line, level }) => [path, line, level])).toEqual([
      ['guide/page.md', 2, 'error'],
      ['guide/page.md', 2, 'error'],
      ['guide/page.md', 4, 'warning'],
    ]);
  });

  it('lets context flow through a page, also where its parts are rendered apart', () => {
    const { md } = create({ beside });
    const sum = String.raw`$m = \sum_i p_i x_i$`;
    const env = {};
    md.render(`$$\n${SOFTMAX}\n$$`, env);
    expect(md.render(sum, env)).toContain('"concept":"weighted-average"');
    expect(md.render(sum, {})).not.toContain('"concept":"weighted-average"');
  });

  it('leaves formulas and pages alone where it is asked to', () => {
    const { render } = create({ beside });
    expect(render(`<!-- formulens-ignore -->\n\n$$\n${SOFTMAX}\n$$`)).not.toContain('<formulens-formula');
    expect(render(`a <!-- formulens-ignore --> $${SOFTMAX}$`)).not.toContain('<formulens-formula');
    expect(render(`$${SOFTMAX}$`, { frontmatter: { formulens: false } })).not.toContain('<formulens-formula');
    expect(render(`$${SOFTMAX}$`, { frontmatter: { formulens: true } })).toContain('<formulens-formula');
  });

  it('sets all formulas with one KaTeX, unless plain ones are to be left', () => {
    const { render } = create({ beside });
    expect(render('$x$')).toContain('katex-base');
    if (beside) expect(create({ beside, plain: 'leave' }).render('$x$')).not.toContain('katex-base');
  });

  it('keeps templates of Vue out of formulas', () => {
    const html = create({ beside, embed: 'attribute' }).render(`$e^{{{x}}} + ${SOFTMAX.slice(6)}$`);
    expect(html).toContain('<formulens-formula v-pre data-formulens="');
    expect(html).not.toContain('<script');
    expect(create({ beside, embed: 'attribute' }).render('$e^{{{x}}}$')).toContain('<p><span v-pre class="katex">');
  });
});

describe('its own reading of dollars', () => {
  const latexIn = (text: string): string[] => {
    const { md } = create();
    return md
      .parse(text, {})
      .flatMap((token) => [token, ...(token.children ?? [])])
      .filter((token) => token.type.startsWith('math_'))
      .map((token) => token.content);
  };

  it('takes formulas for formulas, and money for money', () => {
    expect(latexIn('a $x$ b $y_1 + 2$')).toEqual(['x', 'y_1 + 2']);
    expect(latexIn('from $5 to $10, `no`, \\$no\\$')).toEqual([]);
    expect(latexIn('$$\nx\n$$\n\n$$y$$\n\n$$z\n= 1$$\n\n> $$\n> q\n> $$')).toEqual(['x', 'y', 'z\n= 1', 'q']);
    expect(latexIn('- a\n  $$\n  x\n  $$\n- b')).toEqual(['x']);
    expect(latexIn('in $$a$$ line')).toEqual(['a']);
  });
});
