import katex from 'katex';
import rehypeKatex from 'rehype-katex';
import rehypeStringify from 'rehype-stringify';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/explain/schema.js';
import { createEngine } from '../../src/index.js';
import rehypeFormulens, { type FormulensOptions } from '../../src/plugins/rehype.js';

const engine = createEngine();
const SOFTMAX = String.raw`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`;
const SCRIPT = /<script type="application\/json" data-formulens="">([^<]*)<\/script>/g;

function site(options: FormulensOptions = {}) {
  return unified()
    .use(remarkParse)
    .use(remarkMath)
    .use(remarkRehype)
    .use(rehypeFormulens, { engine, ...options });
}

function build(text: string, options: FormulensOptions = {}) {
  const file = new VFile({ path: 'docs/page.md', value: text });
  const html = String(site(options).use(rehypeStringify).processSync(file));
  const data = [...html.matchAll(SCRIPT)].map(([, json = '']) => JSON.parse(json) as Annotation);
  return { html, data, messages: file.messages };
}

describe('rehypeFormulens', () => {
  it('puts a formula that it knows into the element, with its answer as data', () => {
    const { html, data, messages } = build(`# Head\n\nText.\n\n$$\n${SOFTMAX}\n$$\n`);
    expect(html.match(/<formulens-formula>/g)).toHaveLength(1);
    expect(html).toContain('<formulens-formula><span class="katex-display">');
    expect(html).toContain('data-fl="c1"');
    expect(data[0]).toMatchObject({ latex: SOFTMAX, chunks: [{ concept: 'softmax' }] });
    expect(messages).toEqual([]);
  });

  it('sets a formula of which there is nothing to say as KaTeX does', () => {
    const plain = String.raw`x_1 < \text{"a" \& 'b'}`;
    const display = String.raw`\sqrt{a}\hat{\mathbf{W}}, \begin{pmatrix} a \\ b \end{pmatrix}\,\rule{1em}{2em}`;
    const { html } = build(`Let $${plain}$ be.\n\n$$\n${display}\n$$\n`);
    const bare = (markup: string) =>
      markup
        .replace(/&#x27;|&#39;/g, "'")
        .replace(/&lt;|&#x3C;/g, '<')
        .replace(/&amp;|&#x26;/g, '&')
        .replaceAll('&quot;', '"')
        .replaceAll('&gt;', '>')
        .replaceAll('></path>', '/>');
    expect(bare(html)).toContain(bare(katex.renderToString(plain)));
    expect(bare(html)).toContain(bare(katex.renderToString(display, { displayMode: true })));
    expect(html).not.toContain('<formulens-formula');
  });

  it('leaves headings plain, since their text becomes addresses', () => {
    const { html } = build(`# On $${SOFTMAX}$\n\n$${SOFTMAX}$`);
    expect(html).toMatch(/<h1>On <span class="katex">/);
    expect(html.match(/<formulens-formula>/g)).toHaveLength(1);
  });

  it('writes nothing that a strict policy or a parser of HTML could stumble over', () => {
    const hostile = String.raw`\text{</script><script>alert(1)</script>} + ${SOFTMAX.slice(6)}`;
    const { html, data } = build(`$$\n${hostile}\n$$\n`);
    expect(data[0]?.latex).toBe(hostile);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/ on\w+=/);
    expect(build('$$\n\\href{javascript:alert(1)}{x} + \\htmlData{a=b}{y}\n$$\n').html).not.toMatch(/href=|data-a/);
  });

  it('tells what cannot be read and near misses, at their lines and columns', () => {
    const { messages } = build('Text.\n\n> $\\frac{a$\n\n$$\np_i = \\frac{e^{z_i}}{\\sum_j z_j}\n$$\n');
    expect(messages.map((m) => [m.line, m.column, m.source, m.ruleId])).toEqual([
      [3, 11, 'formulens', 'latex-open-group'],
      [3, 11, 'formulens', 'latex-missing-argument'],
      [6, 29, 'formulens', 'near-miss-softmax'],
    ]);
    expect(String(messages[2])).toMatch(/^docs\/page\.md:6:29-6:32: Almost a softmax.*\\sum_j\s+e\^\{z_j\}/);
    expect(build('$$\nq = r + s\n$$\n').messages).toEqual([]);
    expect(build('$$\nq = r + s\n$$\n', { all: true }).messages).toMatchObject([{ fatal: null, line: 2 }]);
  });

  it('lets context flow through the page, and not into the next', () => {
    const sum = String.raw`m = \sum_i p_i x_i`;
    const text = `$$\n${SOFTMAX}\n$$\n\nThe values $x_i$ are averaged:\n\n$$\n${sum}\n$$\n`;
    const processor = site().use(rehypeStringify);
    const concepts = (page: string) =>
      [...String(processor.processSync(page)).matchAll(SCRIPT)].map(
        ([, json = '']) => JSON.parse(json).chunks[0].concept,
      );
    expect(concepts(text)).toEqual(['softmax', 'weighted-average']);
    expect(concepts(`$$\n${sum}\n$$\n`)).not.toContain('weighted-average');
  });

  it('leaves formulas and pages alone where it is asked to', () => {
    const text = `a <!-- formulens-ignore --> $${SOFTMAX}$ and $${SOFTMAX}$`;
    expect(build(text).html.match(/<formulens-formula>/g)).toHaveLength(1);
    expect(build(text).html.match(/class="katex"/g)).toHaveLength(2);
    expect(build(`---\nformulens: false\n---\n\n$${SOFTMAX}$`).html).not.toContain('<formulens-formula');
    expect(build(`---\nformulens: false\n---\n\n$${SOFTMAX}$`).html).toContain('class="katex"');
  });

  it('leaves plain formulas to the plugin that comes after, if asked', () => {
    const text = `$x$ and $${SOFTMAX}$`;
    const { html } = build(text, { plain: 'leave' });
    expect(html).toContain('<code class="language-math math-inline">x</code>');
    const both = String(site({ plain: 'leave' }).use(rehypeKatex).use(rehypeStringify).processSync(text));
    expect(both.match(/class="katex"/g)).toHaveLength(2);
    expect(both.match(/<formulens-formula>/g)).toHaveLength(1);
  });

  it('shows the chosen lenses, and links to concepts', () => {
    const { html, data } = build(`$${SOFTMAX}$`, { lenses: ['action'], conceptHref: '/concepts/' });
    expect(data[0]?.chunks[0]?.explanation).toMatchObject({ abstraction: '', chunking: '' });
    expect(data[0]?.chunks[0]?.explanation.action).not.toBe('');
    expect(html).toContain('<formulens-formula concepts="/concepts/">');
  });

  it('puts the answers of a page into one file, if asked', () => {
    const files: [string, string | undefined][] = [];
    const embed = (json: string, page: { path: string | undefined }) => {
      files.push([json, page.path]);
      return '/formulens/page.json';
    };
    const { html } = build(`$${SOFTMAX}$ and again $${SOFTMAX}$ and $x$`, { embed });
    expect(files).toHaveLength(1);
    expect(files[0]?.[1]).toBe('docs/page.md');
    const answers = JSON.parse(files[0]?.[0] ?? '') as Record<string, Annotation>;
    expect(Object.keys(answers)).toEqual(['1']);
    expect(html.match(/src="\/formulens\/page.json" key="1"/g)).toHaveLength(2);
    expect(html).not.toContain('<script');
  });

  it('puts the answer into an attribute, if asked', () => {
    const { html } = build(`$${SOFTMAX}$`, { embed: 'attribute' });
    expect(html).not.toContain('<script');
    const json = /data-formulens="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#x22;', '"').replaceAll('&#x26;', '&');
    expect(JSON.parse(json ?? '')).toMatchObject({ latex: SOFTMAX });
  });

  it('knows macros and symbols', () => {
    const options = {
      macros: { '\\sm': '\\frac{e^{#1_i}}{\\sum_j e^{#1_j}}' },
      symbols: { z: { meaning: 'the logits' } },
    };
    const { html, data, messages } = build('$$\np_i = \\sm{z}\n$$', options);
    expect(messages).toEqual([]);
    expect(html).not.toContain('katex-error');
    expect(data[0]?.chunks[0]?.concept).toBe('softmax');
  });

  it('does the work for equal formulas once', () => {
    let annotated = 0;
    const counting = {
      ...engine,
      reader: (options?: Parameters<typeof engine.reader>[0]) => {
        const reader = engine.reader(options);
        return {
          open: () => {
            const read = reader.open();
            return (passage: Parameters<typeof read>[0]) => {
              const answers = read(passage);
              for (const answer of answers) if (!seen.has(answer)) annotated += 1;
              for (const answer of answers) seen.add(answer);
              return answers;
            };
          },
        };
      },
    };
    const seen = new Set<unknown>();
    const processor = site({ engine: counting }).use(rehypeStringify);
    for (let page = 0; page < 3; page++) processor.processSync(`$${SOFTMAX}$ and $${SOFTMAX}$`);
    // The second on the first page is read after the first has defined its left side.
    expect(annotated).toBeLessThanOrEqual(2);
  });
});
