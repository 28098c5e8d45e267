import { describe, expect, it } from 'vitest';
import { parse } from '../../src/syntax/index.js';
import { sexpr } from './sexpr.js';
import { spanFaults } from './tree-checks.js';

/** LaTeX on the left, its tree on the right (see `sexpr.ts`); none of it is a mistake. */
const CASES: Readonly<Record<string, readonly (readonly [latex: string, tree: string])[]>> = {
  'letters, numbers, signs': [
    ['', '[]'],
    ['x', 'x'],
    ['12.5x', '[12.5 x]'],
    ['.5 + 1.', '[.5 + 1 .]'],
    ['1 0 0 0', '1000'],
    ['a:=b', '[a := b]'],
    ['a : = b', '[a := b]'],
    ['a\\coloneqq b', '[a := b]'],
    ['a\\mathrel{\\mathop:}= b', '[a := b]'],
    ['A ::= B', '[A ::= B]'],
    ['x_1, ..., x_n', '[(scripts x _1) , ldots , (scripts x _n)]'],
    ['1, . . . , n', '[1 , ldots , n]'],
    ['a \\leq b \\leqslant c \\le d', '[a le b le c le d]'],
    ['\\rightarrow \\to \\longrightarrow', '[to to to]'],
    ['\\Rightarrow \\implies \\iff', '[implies implies iff]'],
    ['\\lvert x\\rvert \\lVert y\\rVert \\|', '[| x | Vert y Vert Vert]'],
    ['\\{ a \\} \\lbrace \\lbrack', '[{ a } { []'],
    ['\\not= \\not\\in \\not< \\nleq \\not{\\subset}', '[ne notin not-< not-le not-subset]'],
    ['\\ldots \\dots \\hdots \\cdots \\dotsb', '[ldots ldots ldots cdots cdots]'],
    ['\\emptyset \\varnothing', '[emptyset emptyset]'],
    ['\\R^n', '(scripts (blackboard R) ^n)'],
    ['a \\bmod b \\pmod{n}', '[a bmod b (style pmod n)]'],
    ['\\char"41 \\char65 \\unicode{x3b1}', '[A A alpha]'],
  ],
  'Unicode and HTML': [
    ['α × ∑ ≤ ∞ ∫ −', '[alpha times (big sum) le infty (big int) -]'],
    ['ℝ 𝐱 𝑥 𝒩 𝔼 𝟏', '[(blackboard R) (bold x) x (calligraphic N) (blackboard E) (bold 1)]'],
    ['x² + y₁₂ + a⁻¹', '[(scripts x ^2) + (scripts y _12) + (scripts a ^[- 1])]'],
    ['xᵢ²', '(scripts x _i ^2)'],
    ['Aᵀ', '(scripts A ^T)'],
    ['x′ x’ x″', "[(scripts x') (scripts x') (scripts x'')]"],
    ['√2 √{ab} √(x+1) y', '[(sqrt 2) (sqrt [a b]) (sqrt [( x + 1 )]) y]'],
    ['é x\u0302 =\u0338 ½', '[(acute e) (hat x) ne (frac 1 2)]'],
    ['a &lt; b &gt; c', '[a < b > c]'],
    ['a &amp;= b', '(table lines a & [= b])'],
    ['中\u200b文', '[中 文]'],
    ['ｘ＋１', '[x + 1]'],
  ],
  scripts: [
    ['x_i^2', '(scripts x _i ^2)'],
    ['x^2_i', '(scripts x _i ^2)'],
    ['x^12', '[(scripts x ^1) 2]'],
    ['x_{t-1}', '(scripts x _[t - 1])'],
    ["x''^2", "(scripts x'' ^2)"],
    ['x^{\\prime\\prime}', "(scripts x'')"],
    ["f^{'}", "(scripts f')"],
    ['f^{\\prime 2}', "(scripts f' ^2)"],
    ['x^a^b', '(scripts (scripts x ^a) ^b)'],
    ["x^2'", "(scripts (scripts x ^2)')"],
    ['{}_2F_1', '[(scripts _ _2) (scripts F _1)]'],
    ['^*', '(scripts _ ^*)'],
    ['(a+b)^2', '[( a + b (scripts ) ^2)]'],
    ['\\sum\\limits_{i=1}^n a_i', '[(scripts (big sum) _[i = 1] ^n) (scripts a _i)]'],
    ['e^-x', '[(scripts e ^-) x]'],
    ['x^\\frac12', '(scripts x ^(frac 1 2))'],
    ['x_\\text{max}', '(scripts x _(text "max"))'],
    ['x^\\rm T', '(scripts x ^(roman T))'],
  ],
  'fractions and roots': [
    ['\\frac{a}{b} \\dfrac{a}{b} \\tfrac{a}{b} \\cfrac{a}{b}', '[(frac a b) (frac a b) (frac a b) (frac a b)]'],
    ['\\frac12 \\frac1d \\frac 34', '[(frac 1 2) (frac 1 d) (frac 3 4)]'],
    ['\\frac\\pi2', '(frac pi 2)'],
    ['a + b \\over c', '(frac [a + b] c)'],
    ['{a \\over b} c', '[{(frac a b)} c]'],
    ['n \\choose k', '(stack2 ( ) n k)'],
    ['{a \\atop b}', '{(stack2 a b)}'],
    ['\\binom nk', '(stack2 ( ) n k)'],
    ['\\genfrac{[}{]}{0pt}{}{a}{b}', '(stack2 [ ] a b)'],
    ['\\genfrac{}{}{}{}{a}{b}', '(frac a b)'],
    ['\\sqrt x \\sqrt[3]{x}', '[(sqrt x) (root 3 x)]'],
  ],
  operators: [
    ['\\sin x', '[(op sin) x]'],
    ['\\max_x', '(scripts (op* max) _x)'],
    ['\\operatorname{soft-max}', '(op soft-max)'],
    ['\\operatorname*{arg\\,max}_x', '(scripts (op* argmax) _x)'],
    ['\\operatorname { a r g m i n }', '(op argmin)'],
    ['\\argmin', '(op* argmin)'],
    ['\\mathop{\\rm max}_x', '(scripts (op* max) _x)'],
    ['\\mathop{\\mathbb E}_x', '(scripts (style mathop (blackboard E)) _x)'],
    ['\\sin\\limits_x', '(scripts (op* sin) _x)'],
    ['\\int\\nolimits_a^b', '(scripts (big int) _a ^b)'],
    ['\\sideset{_1^2}{_3}\\prod', '[(style sideset [(scripts _ _1 ^2) (scripts _ _3)]) (big prod)]'],
    ['\\prescript{a}{b}{X}', '(style prescript [(scripts _ _b ^a) X])'],
  ],
  'fonts and text': [
    ['\\mathbf{x} \\mathbf x {\\bf x y}', '[(bold x) (bold x) {(bold [x y])}]'],
    ['{\\rm a \\bf b}', '{(roman a) (bold b)}'],
    ['{\\rm a \\over b}', '{(frac (roman a) b)}'],
    ['\\boldsymbol\\theta \\bm{w} \\pmb{z}', '[(bold theta) (bold w) (bold z)]'],
    ['\\mathcal L \\mathscr{L} \\mathfrak g', '[(calligraphic L) (script L) (fraktur g)]'],
    ['\\text{if $x > 0$ or so}', '(text "if or so" [x > 0])'],
    ['\\text{a \\(b\\) c}', '(text "a c" b)'],
    ['\\text{\\\'e \\"o 5\\% a_b~c}', '(text "é ö 5% a_b c")'],
    ['\\mbox{a} \\textbf{b} \\textsc{c} \\emph{d}', '[(text "a") (text-bold "b") (text "c") (text-italic "d")]'],
    ['\\verb|a_b%|', '(text-typewriter "a_b%")'],
    ['\\url{http://a.b/c%20d#e}', '(text-typewriter "http://a.b/c%20d#e")'],
  ],
  'delimiters, accents, stacks': [
    ['\\left( a \\right]', '(delimited ( ] a)'],
    ['\\left\\{ a \\middle| b \\right.', '(delimited { . middles=| [a | b])'],
    ['\\left< a \\right>', '(delimited langle rangle a)'],
    ['\\left\\lVert x \\right\\rVert', '(delimited Vert Vert x)'],
    ['\\bigl( x \\Bigr)', '[(sized () x (sized ))]'],
    ['\\big{|} \\bigg\\|', '[(sized |) (sized Vert)]'],
    ['\\hat x \\overline{ab} \\vec\\alpha', '[(hat x) (overline [a b]) (vec alpha)]'],
    ['\\overset{a}{=} \\underset{x}{y}', '[(set overset = over=a) (set underset y under=x)]'],
    ['\\stackrel{\\text{def}}{=}', '(set stackrel = over=(text "def"))'],
    ['\\underbrace{a+b}_{c}^2', '(scripts (brace underbrace [a + b] under=c) ^2)'],
    ['\\overbrace{a}^{n}', '(brace overbrace a over=n)'],
    ['\\xrightarrow[a]{b} \\xlongequal{x}', '[(arrow xrightarrow to over=b under=a) (line xlongequal = over=x)]'],
    ['\\bra{x} \\braket{a|b}', '[(delimited langle | x) (delimited langle rangle [a | b])]'],
  ],
  'tables and lines': [
    ['\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}', '(table pmatrix ( ) a & b // c & d)'],
    ['\\begin{array}\n{r|r} a & b \\\\[2pt] \\hline c & d \\\\ \\end{array}', '(table array a & b // c & d)'],
    ['\\begin{array}[t]{c} [a] \\\\ [b, c] \\end{array}', '(table array [[ a ]] // [[ b , c ]])'],
    ['\\begin{cases} x & y \\\\ z \\end{cases}', '(table cases { . x & y // z)'],
    ['\\begin{rcases} x \\end{rcases}', '(table rcases . } x)'],
    [
      '\\begin{align*} a &= b \\tag{1} \\\\ &\\le c \\nonumber \\end{align*}',
      '(table align* a & [= b] // [] & [le c] tag0="1")',
    ],
    ['\\begin{align} a \\\\ \\intertext{and so} b \\end{align}', '(table align a // (text "and so") // b)'],
    ['\\begin{alignedat}{2} a & b \\end{alignedat}', '(table alignedat a & b)'],
    ['\\begin{pmatrix*}[r] a \\end{pmatrix*}', '(table pmatrix* ( ) a)'],
    [
      '\\begin{equation}\\begin{split} a \\\\ b \\end{split}\\label{q}\\end{equation}',
      '(table equation (table split a // b))',
    ],
    ['a \\\\ b & c \\cr d', '(table lines a // b & c // d)'],
    ['a = b \\\\', '[a = b (quad)]'],
    ['\\sum_{\\substack{i<n \\\\ j}}', '(scripts (big sum) _(table substack [i < n] // j))'],
    ['\\left( a \\\\ b \\right)', '(delimited ( ) (table lines a // b))'],
  ],
  'looks and spaces': [
    ['a\\,b\\quad c~d', '[a (space) b (quad) c (space) d]'],
    ['\\hspace{2em}\\kern.5em x\\mkern18mu\\hskip1em', '[(quad) (space) x (quad) (quad)]'],
    ['\\phantom{x} \\hphantom{y}', '[(style phantom hidden x) (style hphantom hidden y)]'],
    ['\\color{red} x + y', '(style color [x + y])'],
    ['a {\\color{#f00} b} \\textcolor{red}{c}', '[a {(style color b)} (style textcolor c)]'],
    ['\\boxed{x} \\cancel{y} \\fbox{a $b$}', '[(style boxed x) (style cancel y) (style fbox (text "a" b))]'],
    ['\\displaystyle x \\Large y \\relax z \\label{q}', '[x y z]'],
    ['\\mathrel{+} \\mathbin{ab}', '[+ (style mathbin [a b])]'],
    ['\\mathchoice{a}{b}{c}{d} \\raisebox{1pt}{x}', '[(style mathchoice a) (style raisebox (text "x"))]'],
    ['\\href{http://a.b/#c%d}{x} \\includegraphics[height=1em]{a_b.png}', '(style href x)'],
    ['x % comment\n+ y', '[x + y]'],
  ],
  'dollars and brackets around the whole': [
    ['$x$', 'x'],
    [' $$ x $$ ', 'x'],
    ['\\[ x \\]', 'x'],
    ['\\( x \\)', 'x'],
  ],
};

for (const [title, cases] of Object.entries(CASES)) {
  describe(title, () => {
    it.each(cases)('%s', (latex, tree) => {
      const result = parse(latex);
      if (latex !== '') expect(result.problems).toEqual([]);
      expect(sexpr({ ...result.tree, items: result.tree.items.filter((item) => item.kind !== 'error') })).toBe(tree);
      expect(spanFaults(result.tree)).toEqual([]);
      expect(result.tree.span).toEqual([0, latex.length]);
    });
  });
}

describe('classes', () => {
  const classes = (latex: string) =>
    parse(latex).tree.items.map((item) => (item.kind === 'atom' ? item.cls : item.kind));

  it('follow TeX', () => {
    expect(classes('x + = ( ) , \\ldots \\alpha')).toEqual([
      'ord',
      'bin',
      'rel',
      'open',
      'close',
      'punct',
      'inner',
      'ord',
    ]);
  });
  it('tell the ways to write one sign apart', () => {
    expect(classes('| \\mid \\lvert \\rvert \\bigl| \\bigm|')).toEqual(['ord', 'rel', 'open', 'close', 'open', 'rel']);
    expect(classes(': \\colon \\mathbin{<} \\mathop{x}')).toEqual(['rel', 'punct', 'bin', 'op']);
  });
});

describe('parts', () => {
  it('are read for forms of the catalogue only', () => {
    expect(sexpr(parse('\\part{top}{e^x}', { parts: true }).tree)).toBe('(style part:top (scripts e ^x))');
    expect(parse('\\part{top}{e^x}').problems.map((problem) => problem.code)).toEqual(['latex/unknown-command']);
  });
});
