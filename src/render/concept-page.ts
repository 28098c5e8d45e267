import type { ConceptDetail, ConceptSummary } from '../explain/schema.js';
import { escapeHtml } from './escape.js';
import { mathSetter, proseHtml, type SetMath } from './html.js';
import { type PageFiles, sitePage } from './site-page.js';

/** The page of one concept: its definition and spellings, the three lenses, what is always true of it, and where it is found. */
export function conceptPage(concept: ConceptDetail, files: PageFiles): string {
  const { name, gist, aliases, definition, forms, explain, related, references } = concept;
  const set = mathSetter(files);
  const words = (text: string) => proseHtml(withRoles(text, concept), set);
  const [shown = ''] = [definition, ...forms].filter((latex) => latex !== '');
  const spellings = forms.filter((latex) => latex !== shown);
  const more = [
    aliases.length === 0 ? '' : `<p class="fl-kind">also ${aliases.map(escapeHtml).join(', ')}</p>`,
    related.parents.length === 0 ? '' : `<p class="fl-kind">a kind of ${links(related.parents)}</p>`,
  ].join('');
  return sitePage({
    title: `formulens: ${name}`,
    description: `${name}: what it is, how it is built, what it does, and what is always true of it.`,
    current: 'concepts',
    files,
    main: `<section class="fl-stage" aria-label="${escapeHtml(name)}">
<div class="fl-board">
<div class="fl-concept">${shown === '' ? '' : set(shown, true)}</div>
${shown === '' ? '' : `<p>${readLink(shown, 'Read it in the playground')}</p>`}
${formulaList('Also written', spellings, set)}
${laws(concept, set)}
${behaviour(concept, set)}
${formulaList('Found in', concept.matches, set)}
${nearMisses(concept, set)}
</div>
<aside class="fl-card" aria-label="What it is">
<p class="fl-path"><a href="/v1/concepts?format=html">Concepts</a> › ${escapeHtml(familyName(concept.family))}</p>
<h1 class="fl-name">${escapeHtml(name)}</h1>
${more}
<p class="fl-gist">${words(capital(gist))}.</p>
<dl class="fl-lenses">
<dt>What it is</dt><dd>${words(explain.abstraction)}</dd>
<dt>How it is built</dt><dd>${words(explain.chunking)}</dd>
<dt>What it does</dt><dd>${words(explain.action)}</dd>
</dl>
${roles(concept, set)}
${related.children.length === 0 ? '' : `<h2 class="fl-h">Kinds of it</h2><p class="fl-note">${links(related.children)}</p>`}
${related.siblings.length === 0 ? '' : `<h2 class="fl-h">Beside it</h2><p class="fl-note">${links(related.siblings)}</p>`}
${references.length === 0 ? '' : `<h2 class="fl-h">Sources</h2><ul class="fl-note">${references.map((source) => `<li>${escapeHtml(source)}</li>`).join('')}</ul>`}
</aside>
</section>`,
  });
}

/** All concepts, or those that were asked for, family by family. */
export function conceptsPage(
  concepts: readonly ConceptSummary[],
  { query, near }: { readonly query: string; readonly near: string | undefined },
  files: PageFiles,
): string {
  const set = mathSetter(files);
  const families = [...new Set(concepts.map(({ family }) => family))];
  const item = (concept: ConceptSummary) =>
    `<li><a href="${hrefOf(concept.id)}">${escapeHtml(concept.name)}</a><p class="fl-note">${proseHtml(concept.gist.replace(/\{(\\?\w+)\}/g, '$$$1$$'), set)}</p></li>`;
  const section = (family: string) =>
    `<section><h2 class="fl-title2">${escapeHtml(familyName(family))}</h2><ul class="fl-concepts">${concepts
      .filter((concept) => concept.family === family)
      .map(item)
      .join('')}</ul></section>`;
  return sitePage({
    title: 'formulens: concepts',
    description: 'All concepts that formulens finds in formulas.',
    current: 'concepts',
    files,
    main: `<h1 class="fl-title">${titleOf(concepts.length)}</h1>
<form class="fl-search" action="/v1/concepts" method="get" role="search">
<input type="hidden" name="format" value="html">
<label class="fl-h" for="q">Words of a name or a family</label>
<input type="text" id="q" name="q" value="${escapeHtml(query)}"> <button class="fl-button">Find</button>
</form>
${near === undefined ? '' : `<p>Did you mean ${links([near])}?</p>`}
${families.map(section).join('\n')}`,
  });
}

function titleOf(found: number): string {
  if (found === 0) return 'No concept with these words';
  return found === 1 ? '1 concept' : `${found} concepts`;
}

/** `{z}` in the words is what plays the role z, which here is the letter of the definition. */
function withRoles(text: string, { roles }: ConceptDetail): string {
  return text.replace(/\{(\\?\w+)\}/g, (_all, slot: string) => {
    const key = [slot, `\\${slot}`].find((letter) => Object.hasOwn(roles, letter));
    return key === undefined ? slot : `$${key}$`;
  });
}

function roles({ roles: all }: ConceptDetail, set: SetMath): string {
  const entries = Object.entries(all);
  if (entries.length === 0) return '';
  const rows = entries.map(
    ([letter, { name, kind }]) =>
      `<tr><td>${set(letter, false)}</td><td>${proseHtml(name, set)}</td><td class="from">${escapeHtml(kind === 'any' ? '' : kind)}</td></tr>`,
  );
  return `<h2 class="fl-h">Made of</h2><table class="fl-table">${rows.join('')}</table>`;
}

function laws({ laws: all }: ConceptDetail, set: SetMath): string {
  const holding = all.filter(({ holds }) => holds !== 'no');
  if (holding.length === 0) return '';
  const items = holding.map(({ says, holds, points }) => {
    const checked = holds === 'yes' ? ` <span class="fl-note"><b>Checked</b> at ${points} points.</span>` : '';
    return `<li>${proseHtml(capital(says), set)}.${checked}</li>`;
  });
  return section('Always true', `<ul class="fl-facts">${items.join('')}</ul>`);
}

function behaviour({ behaviour: all }: ConceptDetail, set: SetMath): string {
  if (all.length === 0) return '';
  const items = all.map(({ says, samples, counterexample }) => {
    const seen = counterexample === undefined ? '' : ` ${capital(counterexample)}.`;
    return `<li>${proseHtml(`${says}${seen}`, set)} <span class="fl-note">${samples === 1 ? 'Seen once.' : `${samples} samples.`}</span></li>`;
  });
  return section('Tried out', `<ul class="fl-facts">${items.join('')}</ul>`);
}

function formulaList(title: string, formulas: readonly string[], set: SetMath): string {
  if (formulas.length === 0) return '';
  const items = formulas.map((latex) => `<li><div>${set(latex, false)}</div>${readLink(latex)}</li>`);
  return section(title, `<ul class="fl-formulas">${items.join('')}</ul>`);
}

function nearMisses({ near_misses }: ConceptDetail, set: SetMath): string {
  if (near_misses.length === 0) return '';
  const items = near_misses.map(
    ({ latex, says }) =>
      `<li><div>${set(latex, false)}<p class="fl-note">${says === '' ? '' : `${proseHtml(capital(says), set)}.`}</p></div>${readLink(latex)}</li>`,
  );
  return section('Not found in', `<ul class="fl-formulas">${items.join('')}</ul>`);
}

function section(title: string, body: string): string {
  return `<section class="fl-part"><h2 class="fl-h">${title}</h2>${body}</section>`;
}

function readLink(latex: string, words = 'Read it'): string {
  return `<a class="fl-note" href="/#${new URLSearchParams({ latex })}" aria-label="${escapeHtml(`${words}: ${latex}`)}">${words}</a>`;
}

function links(ids: readonly string[]): string {
  return ids.map((id) => `<a href="${hrefOf(id)}">${escapeHtml(id.replaceAll('-', ' '))}</a>`).join(', ');
}

function hrefOf(id: string): string {
  return `/v1/concepts/${encodeURIComponent(id)}?format=html`;
}

function familyName(family: string): string {
  return capital(family.replaceAll('-', ' '));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
