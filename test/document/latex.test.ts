import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundFormula } from '../../src/document/block.js';
import { scanLatex } from '../../src/document/latex.js';

function formulasIn(text: string): FoundFormula[] {
  return scanLatex(text).blocks.flatMap(({ pieces }) =>
    pieces.filter((piece): piece is FoundFormula => typeof piece !== 'string'),
  );
}
const latexIn = (text: string): string[] => formulasIn(text).map((f) => f.latex);

describe('formulas in LaTeX', () => {
  it('stand in dollars, brackets and environments', () => {
    const text = String.raw`$a$ \(b\) $$c$$ \[ d \] \begin{equation}\label{e} e = 1 \end{equation}
      \begin{align*} f &= g \\ h &= i \end{align*} \begin{eqnarray} j &=& k \end{eqnarray} \begin{math}l\end{math}`;
    expect(latexIn(text)).toEqual([
      'a',
      'b',
      'c',
      'd',
      '\\label{e} e = 1',
      '\\begin{align*} f &= g \\\\ h &= i \\end{align*}',
      'j &=& k',
      'l',
    ]);
    expect(formulasIn(text).map((f) => f.display)).toEqual([false, false, true, true, true, true, true, false]);
  });

  it('are neither in comments, verbatim text, nor before the document', () => {
    const text = String.raw`$no$ % \begin{document}
\begin{document}
% $no$
100\% \$5 \verb|$no$| $a % $ still
+ b$ \begin{verbatim}
$no$
\end{verbatim} \begin{lstlisting}$no$\end{lstlisting}
\end{document}
$no$`;
    expect(latexIn(text)).toEqual(['a % $ still\n+ b']);
  });

  it('may hold text that holds formulas', () => {
    expect(latexIn(String.raw`$y = \text{where $z$ is}$ and $w$`)).toEqual([String.raw`y = \text{where $z$ is}`, 'w']);
  });

  it('say what is not closed, and the next paragraph is read as ever', () => {
    const found = formulasIn('a $x + \n\nfine $y$. \\begin{equation} z');
    expect(found.map((f) => [f.latex, f.fault])).toEqual([
      ['', 'the $ that opens this formula is never closed'],
      ['y', undefined],
      ['', '\\end{equation} is missing for \\begin{equation}'],
    ]);
  });

  it('are left alone after % formulens-ignore', () => {
    expect(latexIn('% formulens-ignore\n\\[ a \\]\n\\[ b \\]')).toEqual(['b']);
  });

  it('come with the macros of the document', () => {
    const { macros } = scanLatex(String.raw`\newcommand{\R}{\mathbb{R}} \newcommand\norm[1]{\lVert #1 \rVert}
      % \newcommand{\no}{x}
      \DeclareMathOperator*{\argmax}{arg\,max} \def\loss#1{L(#1)} \newcommand{\opt}[2][x]{#1#2}`);
    expect(macros).toEqual({
      '\\R': '\\mathbb{R}',
      '\\norm': '\\lVert #1 \\rVert',
      '\\argmax': '\\operatorname*{arg\\,max}',
      '\\loss': 'L(#1)',
    });
  });

  it('have headings and items around them', () => {
    const { blocks } = scanLatex(
      String.raw`\section{On $h_t$ {\bf and} more} Text \begin{itemize} \item $x$ the input \item $y$ \end{itemize}`,
    );
    expect(blocks.map(({ kind, level }) => [kind, level])).toEqual([
      ['heading', 2],
      ['paragraph', undefined],
      ['item', undefined],
      ['item', undefined],
    ]);
  });

  it('have exact places in any text, and nothing throws', () => {
    const piece = fc.constantFrom(
      '$',
      '$$',
      '\\(',
      '\\)',
      '\\[',
      '\\]',
      '\\begin{equation}',
      '\\end{equation}',
      '\\begin{align}',
      '\\end{align}',
      '%',
      '\n',
      '\r\n\r\n',
      '{',
      '}',
      '\\section{',
      '\\verb|',
      'x ',
      '😀',
      '\\',
      '\\item',
      '\\newcommand{\\a}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { latex, span, offsets } of formulasIn(text)) {
          expect(text.slice(span[0], span[1])).toContain(latex);
          const start = offsets[0]?.[1] ?? 0;
          expect(text.slice(start, start + latex.length)).toBe(latex);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
