/** Parts of a document that hold no text are replaced by spaces of the same length, so that all offsets stay true. */

const FRONTMATTER = /^\s*---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?=\r?\n|$)/;

/** The settings at the head of a page, without their fences. */
export function frontmatterOf(text: string): string | undefined {
  return FRONTMATTER.exec(text)?.[0];
}

export function maskFrontmatter(text: string): string {
  return text.replace(FRONTMATTER, blank);
}

/** Whether the page says that its formulas are to be left alone: `formulens: false`. */
export function isPageIgnored(text: string): boolean {
  return /^formulens:\s*(?:false|off|no)\s*$/im.test(frontmatterOf(text) ?? '');
}

const FENCE = /^[ \t>]*(?:```|~~~)/;
const ESM = /^(?:import|export)\b/;
/** Code and formulas, which are left as they are; comments, expressions without braces inside, and tags. Bounded each. */
const NOT_TEXT =
  /(`+)[\s\S]{0,2000}?\1|\$\$[\s\S]{0,10000}?\$\$|(?<!\\)\$(?:\\.|[^$\\\n]){1,2000}\$|\{\/\*[\s\S]{0,4000}?\*\/\}|\{[^{}$\n]{0,500}\}|<\/?[A-Za-z][\w.:-]*(?:\s(?:"[^"]{0,500}"|'[^']{0,500}'|\{[^{}]{0,500}\}|[^"'<>{}]){0,500})?\/?>|<\/?>/g;

/** What MDX has besides Markdown: imports and exports, expressions, comments, tags. */
export function maskMdx(text: string): string {
  let inFence = false;
  let inEsm = false;
  const lines = text.split(/(?<=\n)/).map((line) => {
    if (FENCE.test(line)) inFence = !inFence;
    if (!inFence) inEsm = line.trim() === '' ? false : inEsm || ESM.test(line);
    return inEsm && !inFence ? blank(line) : line;
  });
  return outsideFences(lines, (part) =>
    part.replace(NOT_TEXT, (found) => (/^[`$]/.test(found) ? found : blank(found))),
  );
}

/** Code blocks are code, whatever they look like. */
function outsideFences(lines: readonly string[], change: (part: string) => string): string {
  let out = '';
  let part = '';
  let inFence = false;
  for (const line of lines) {
    if (FENCE.test(line)) {
      if (!inFence) {
        out += change(part);
        part = '';
      }
      inFence = !inFence;
      out += line;
    } else if (inFence) out += line;
    else part += line;
  }
  return out + change(part);
}

/** What stands for a picture is not set as part of the text. Full stops, since spaces could make the line a block of code. */
const IMAGE = /!\[[^\]\n]{0,1000}\]\([^)\n]{0,1000}\)/g;

export function maskImages(text: string): string {
  return text.replace(IMAGE, (image) => '.'.repeat(image.length));
}

/** Nobody fences with so many; each length of run costs the parser a walk over all that follows. */
const LONG_RUNS = /`{33,}|\${33,}/g;

export function maskLongRuns(text: string): string {
  return text.replace(LONG_RUNS, blank);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
