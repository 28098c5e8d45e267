import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, it, vi } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { parse } from '../../src/syntax/index.js';
import { validFormula } from './formulas.js';

// KaTeX ships its sources: what it knows is read from its tables of symbols, macros and functions.
const SOURCES = new URL('../../node_modules/katex/src/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, SOURCES), 'utf8');
const literal = (quoted: string) =>
  JSON.parse(quoted.startsWith("'") ? `"${quoted.slice(1, -1).replaceAll('"', '\\"')}"` : quoted) as string;
const STRING = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`;

function katexNames(): string[] {
  const names = new Set<string>();
  const symbol = new RegExp(`defineSymbol\\((\\w+), \\w+, \\w+, (${STRING}), (${STRING})(, true)?\\)`, 'g');
  for (const [, mode, character, name, unicode] of read('symbols.ts').matchAll(symbol)) {
    names.add(literal(name ?? '""'));
    if (unicode && mode === 'math') names.add(literal(character ?? '""'));
  }
  for (const [, name] of read('macros.ts').matchAll(new RegExp(`defineMacro\\(\\s*(${STRING})`, 'g'))) {
    names.add(literal(name ?? '""'));
  }
  for (const file of readdirSync(new URL('functions/', SOURCES)).filter((name) => name.endsWith('.ts'))) {
    const source = read(`functions/${file}`);
    for (const [list] of source.matchAll(
      /(?:names: |sizeFuncs = )\[(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\]])*\]/g,
    )) {
      const uncommented = list.replace(/\/\/.*$/gm, '');
      for (const [quoted] of uncommented.matchAll(new RegExp(STRING, 'g'))) names.add(literal(quoted));
    }
  }
  // `\\cdrightarrow` and the like cannot be typed: two backslashes are a line break.
  return [...names].filter((name) => name.trim() !== '' && !/^\\\\./.test(name));
}

/** Ways in which a command may be used; each command has at least one that KaTeX accepts. */
const USES = [
  ...['X', 'X{a}', 'X{a}{b}', 'X{a}{b}{c}{d}', 'X{red}{a}', 'X{red}{blue}{a}', 'X{1em}', 'X{1em}{1em}', 'X{1em}{a}'],
  ...['X(', 'X|', '\\left( x X)', 'a X b', 'aX{1pt}b', '\\text{X}', '\\text{X{a}}', '\\text{X a}'],
  ...['X[1em]{2em}{3em}', 'X{(}{)}{0pt}{1}{a}{b}', 'X65', 'X{http://a%b}', 'X{http://a%b}{c}', 'X{data-a=b}{c}'],
  ...['X{matrix}a\\end{matrix}', '\\begin{matrix}aX{matrix}', '\\left(aX|b\\right)', '\\left(aX)', '{aX', 'a X{1}'],
  ...['\\begin{matrix}X a\\end{matrix}', '\\verb|a|', '\\text{Xx$a$}', '\\text{Xx\\)}', '\\text{\\(xX}'],
];
const MACRO_USES = [
  'X\\foo{a}',
  'X{\\foo}{a}',
  'X\\foo=a',
  'X\\foo a b',
  'X\\def\\foo{a}\\foo',
  '\\def\\foo{a}X\\foo{b}',
  'X\\frac{a}{b}',
];
const MACRO_COMMANDS = new Set(
  '\\def \\gdef \\edef \\xdef \\let \\futurelet \\newcommand \\renewcommand \\providecommand \\global \\long \\expandafter \\noexpand'.split(
    ' ',
  ),
);

/** `\show` and `\message` write to the console. */
function katexAccepts(latex: string): boolean {
  const silent = ['log', 'error', 'warn'] as const;
  const spies = silent.map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
  try {
    katex.renderToString(latex, { displayMode: true, strict: 'ignore', trust: true, throwOnError: true });
    return true;
  } catch {
    return false;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const ignored = parseYaml(readFileSync(new URL('../../data/latex-ignored.yaml', import.meta.url), 'utf8')) as {
  command: string;
  reason: string;
}[];

describe('what KaTeX knows', () => {
  const names = katexNames();

  it('is read, or listed with a reason', () => {
    expect(names.length).toBeGreaterThan(1400);
    const listed = new Set(ignored.map(({ command }) => command));
    const unread: string[] = [];
    for (const name of names) {
      if (listed.has(name)) continue;
      const uses = (MACRO_COMMANDS.has(name) ? MACRO_USES : USES).map((use) => use.replaceAll('X', () => name));
      const accepted = uses.filter(katexAccepts);
      if (accepted.length === 0) unread.push(`${name}: no use that KaTeX accepts is tried`);
      for (const use of accepted) {
        const problem = parse(use).problems[0];
        if (problem) unread.push(`${use}: ${problem.message}`);
      }
    }
    expect(unread).toEqual([]);
  });

  it('has every command of the list, which none of ours reads', () => {
    for (const { command, reason } of ignored) {
      expect(names, command).toContain(command);
      expect(reason.length, command).toBeGreaterThan(10);
      expect(parse(`${command}{a}{b}`).problems[0]?.code, command).toBe('latex/unknown-command');
    }
  });
});

describe('what KaTeX accepts', () => {
  it('is read without a problem, for made-up formulas', () => {
    fc.assert(
      fc.property(validFormula, (latex) => {
        expect(katexAccepts(latex)).toBe(true);
        expect(parse(latex).problems).toEqual([]);
      }),
      { seed: 20, numRuns: 150 },
    );
  });

  it.each([
    'x^\\frac12_\\mathrm{k}',
    '\\sqrt[\\frac1n]{\\left[a\\right]}',
    '{\\rm a \\over b} \\above 1pt c',
    '\\begin{array}{r|cl}\\hline a & b \\\\[.5ex]\\hdashline c\\end{array}',
    '\\begin{array}\n{rrr} a & b \\\\\n[1em] c \\end{array}',
    '\\begin{CD} A @>a>b> B \\\\ @VVV @| \\\\ C @<<< D \\end{CD}',
    '\\begin{alignat}{2} a&=b&\\quad c&=d\\tag*{x} \\\\ \\end{alignat}',
    '\\def\\pair(#1,#2){\\langle #1, #2\\rangle}\\pair(x,{y,z})',
    '\\left.\\frac{df}{dx}\\right|_{x=0}',
    "\\text{a {\\large b} \\textbf{c $\\text{d $e$}$} \\\"o -- ``q''}",
    '\\color{#ff0000} a {\\color{blue} b} \\textcolor{#0f0}{c} \\colorbox{red}{$d$}',
    '\\href{https://example.org/a%20b#c_d}{x} \\htmlStyle{color: red;}{y}',
    'x′ + y² + z₁₂ − ℝ × 𝐱 ≠ ∑ ² αβ',
    '\\genfrac\\{\\}{0pt}{}{a}{b} \\mathchoice{a}{b}{c}{d} \\smash[b]{x}',
    '\\kern1em\\mkern-3mu\\hskip 2pt\\hspace*{1em}\\rule[1pt]{2pt}{3pt} x',
    'a \\\\ b \\newline c',
    '\\overbrace{a}^{n}_{k} \\underbrace{b}_{m}^{l} \\sum\\nolimits_i^n \\operatorname*{a b}\\limits_x',
    '% a comment\nx % and another\n+ y',
  ])('is read without a problem: %s', (latex) => {
    expect(katexAccepts(latex)).toBe(true);
    expect(parse(latex).problems).toEqual([]);
  });
});
