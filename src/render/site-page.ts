import { escapeHtml } from './escape.js';

/** Addresses of what the page loads; without a script it is a form that works all the same. */
export type PageFiles = {
  readonly script?: string | undefined;
  readonly style?: string | undefined;
  /** Fonts that are needed as soon as there is a formula. */
  readonly fonts?: readonly string[];
};

type SitePage = {
  readonly title: string;
  readonly description?: string;
  /** The place among the ways at the top, if it is one of them. */
  readonly current?: 'read' | 'race' | 'concepts';
  readonly files: PageFiles;
  readonly main: string;
};

/** The frame of all pages: the name, the ways to the others, and one main part. */
export function sitePage({ title, description, current, files, main }: SitePage): string {
  const here = (name: NonNullable<SitePage['current']>) => (name === current ? ' aria-current="page"' : '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${description === undefined ? '' : `<meta name="description" content="${escapeHtml(description)}">\n`}<title>${escapeHtml(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${(files.fonts ?? []).map((font) => `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>\n`).join('')}<link rel="stylesheet" href="${files.style ?? '/style.css'}">
${files.script === undefined ? '' : `<script type="module" src="${files.script}"></script>\n`}</head>
<body>
<div class="fl-page">
<header class="fl-top">
<a class="fl-wordmark" href="/">formu<span>lens</span></a>
<nav aria-label="formulens"><a href="/"${here('read')}>Read a formula</a> <a href="/race"${here('race')}>Optimizer race</a> <a href="/v1/concepts?format=html"${here('concepts')}>Concepts</a> <a href="/reference">API</a></nav>
<span class="fl-spring"></span>
<span id="tools"></span>
</header>
<main>
${main}
</main>
</div>
</body>
</html>
`;
}
