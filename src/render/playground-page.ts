import { escapeHtml } from './escape.js';
import { SHELF, type ShelfItem, shelfItemById } from './shelf.js';
import { type PageFiles, sitePage } from './site-page.js';

const START = shelfItemById('attention-weights')?.latex ?? '';

/** What most people know and would like to see first, in the line above the editor. */
const FIRST = ['softmax', 'context-vector', 'adam', 'bayes', 'gaussian', 'svd', 'almost-softmax'].flatMap(
  (id) => shelfItemById(id) ?? [],
);

/** The front page for browsers: a form and a shelf of formulas, which the script of the playground brings to life. */
export function playgroundPage(files: PageFiles): string {
  return sitePage({
    title: 'formulens: read a formula',
    description: 'Type LaTeX and see what it says: the blocks in it, what they are, what they do, and that it is true.',
    current: 'read',
    files,
    main: `<h1 class="fl-sr">Read a formula</h1>
<nav class="fl-first" aria-label="First examples">
<span class="fl-h">Try</span> ${FIRST.map((item) => shelfLink(item)).join(' ')} <a href="#shelf">All examples</a>
</nav>
<form class="fl-source" id="source" action="/v1/annotate" method="get">
<input type="hidden" name="format" value="html">
<label class="fl-h" for="latex">LaTeX</label>
<div class="fl-editor">
<div class="fl-mirror" id="mirror" aria-hidden="true"></div>
<textarea id="latex" name="latex" rows="2" maxlength="10000" required spellcheck="false" autocapitalize="off" autocomplete="off" aria-describedby="note">${escapeHtml(START)}</textarea>
</div>
<div class="fl-side"><p class="fl-note" id="note" role="status"></p><button class="fl-button fl-button--main" id="read">Read it</button></div>
</form>
<div id="playground"></div>
<section class="fl-shelf" id="shelf" aria-labelledby="h-shelf">
<h2 class="fl-title2" id="h-shelf" tabindex="-1">Examples</h2>
<div class="fl-shelf-groups">
${SHELF.map(({ name, items }) => `<section><h3 class="fl-h">${name}</h3><ul>${items.map((item) => `<li>${shelfLink(item)}</li>`).join('')}</ul></section>`).join('\n')}
</div>
</section>`,
  });
}

/** The optimizer race, drawn by its script from what `/v1/simulate` answers. */
export function racePage(files: PageFiles): string {
  return sitePage({
    title: 'formulens: optimizer race',
    description: 'Four optimizers, each running its own formula, step by step down the same valley.',
    current: 'race',
    files,
    main: `<h1 class="fl-title">Four ways down the same valley</h1>
<div id="race"><noscript><p class="fl-note">The race is run in the page, by a script. What it shows comes from <code>POST /v1/simulate</code>.</p></noscript></div>`,
  });
}

function shelfLink({ name, latex }: ShelfItem): string {
  const href = `/v1/annotate?format=html&latex=${encodeURIComponent(latex)}`;
  return `<a href="${escapeHtml(href)}" data-latex="${escapeHtml(latex)}">${escapeHtml(name)}</a>`;
}

/** The mark of the product: a bracket under what belongs together. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>path{fill:none;stroke:#0b5a9d;stroke-width:4}@media(prefers-color-scheme:dark){path{stroke:#82bdf4}}</style><path d="M4 12v10h24v-10"/></svg>
`;
