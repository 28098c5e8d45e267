import { createEngine } from '../../src/index.js';
import { annotatedHtml } from '../../src/render/annotated-html.js';
import { mathOfWords } from '../../src/render/word-math.js';
import { inRepository, type Served, serveSite } from './support.js';

const engine = createEngine();

/** A formula as a page brings it along: set on a server, with its answer as data. */
export function formulaMarkup(latex: string, id: string, attributes = ''): string {
  const annotation = engine.annotate(latex);
  const data = JSON.stringify({ ...annotation, math: mathOfWords(annotation) }).replaceAll('<', '\\u003c');
  return `<formulens-formula id="${id}" ${attributes}>${annotatedHtml(annotation)}<script type="application/json" data-formulens>${data}</script></formulens-formula>`;
}

/** A page of somebody else's: its own styles, KaTeX, and the element. */
export function pageWith(body: string, { dir = 'ltr', script = true } = {}): string {
  return `<!doctype html>
<html lang="en" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page with formulas</title>
<link rel="stylesheet" href="/katex/katex.min.css">
<link rel="stylesheet" href="/page.css">
${script ? '<script type="module" src="/formulens/element.js"></script>' : ''}
</head>
<body><main><h1>A page with formulas</h1>
${body}
<p>And so it goes on, in the words of the page.</p></main></body>
</html>`;
}

/** Pages by their path, next to KaTeX and the built element. */
export async function servePages(pages: Readonly<Record<string, string>>): Promise<Served> {
  return serveSite({
    pages,
    folders: {
      '/katex/': inRepository('node_modules/katex/dist'),
      '/formulens/': inRepository('dist/browser'),
      '/': inRepository('test/browser/page'),
    },
  });
}
