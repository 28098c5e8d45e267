import type { Span } from './span.js';

/**
 * The expression: what a formula means, as read by `meaning/`. Every node has the exact span it was read from.
 * The union is closed: `switch (e.kind)` ends with `default: return unreachable(e)`.
 */
type Located = { readonly span: Span };

export type NumberExpr = Located & { readonly kind: 'number'; readonly value: number; readonly text: string };

/**
 * A name that stands for one thing: a letter with font, accents and primes, a word (`\text{softmax}`, `exp`), or a
 * constant sign (`\infty`, `\emptyset`). A subscript that is a label, not an index, is part of the name (`W_c`, `p_{\text{old}}`,
 * `x_{\max}`): it is in `label`, as normalised text.
 */
export type SymbolExpr = Located & {
  readonly kind: 'symbol';
  /** Normal name: `x`, `alpha`, `infty`, `softmax`. */
  readonly name: string;
  readonly font?: FontStyle;
  /** From inside out: `hat`, `bar`, `tilde`, `vec`, `dot`, `ddot`, `underline` … (`widehat` is `hat`, `overline` is `bar`). */
  readonly accents?: readonly string[];
  readonly primes?: number;
  /** `c` for `W_c`, `old` for `p_{\text{old}}`, `*` for `x^*` (optimum), `+` for a mark such as `r_+`. */
  readonly label?: string;
};
export type FontStyle = 'bold' | 'roman' | 'calligraphic' | 'script' | 'fraktur' | 'blackboard' | 'sans' | 'typewriter';

/** `v_{t-1}`, `h^{(l)}_i`, `x[n]`, `A_{ij}`: an element of a family. Indices in the order written; `place` for each. */
export type IndexedExpr = Located & {
  readonly kind: 'indexed';
  readonly base: Expr;
  readonly indices: readonly Expr[];
  /** `sub` for `x_i`, `sup` for `x^i` read as an index, `paren` for `x^{(i)}`, `bracket` for `x[i]`. Same length as `indices`. */
  readonly places: readonly ('sub' | 'sup' | 'paren' | 'bracket')[];
};

/**
 * A function applied to arguments: `f(x)`, `\exp o_j`, `\operatorname{softmax}(z)`, `f_\theta(x)` (head is indexed or a symbol with
 * label), `\log_2 x` (head symbol `log`, `base` set), `x!` (head `factorial`), `\binom nk` (head `binomial`),
 * `\lfloor x \rfloor` (head `floor`), `\det A`, `|A|` read as determinant (head `det`), `\Pr(A)`, `p(x|y)` (one `conditional`
 * argument), `\operatorname{Var}(X)`, `\mathbf 1\{…\}` and `[x > 0]` as Iverson brackets (head `indicator`), `[x]_+` (head `positivePart`),
 * `D_{KL}(p\|q)` (head as written, one `conditional` argument with `bar: 'double'`).
 * Powers on functions are powers of the application: `\sin^2 x` is power(apply(sin, x), 2); `\sin^{-1} x` is apply(arcsin, x).
 */
export type ApplyExpr = Located & {
  readonly kind: 'apply';
  readonly head: Expr;
  readonly args: readonly Expr[];
  /** Base of a logarithm. */
  readonly base?: Expr;
  /** Brackets around the arguments as written; '' where there were none (`\sin x`). */
  readonly brackets: '()' | '[]' | '{}' | '';
};

/** Terms of a sum; a subtracted term is a `negate` (or `plusminus`) whose span begins at its sign. */
export type AddExpr = Located & { readonly kind: 'add'; readonly terms: readonly Expr[] };

/** Factors of a product with the sign before each but the first: `''` is juxtaposition. Length of `ops` = factors − 1. */
export type MultiplyExpr = Located & {
  readonly kind: 'multiply';
  readonly factors: readonly Expr[];
  readonly ops: readonly ProductSign[];
};
export type ProductSign =
  | ''
  | '*'
  | 'cdot'
  | 'times'
  | 'odot'
  | 'otimes'
  | 'circ'
  | 'star'
  | '@'
  | 'wedge'
  | 'oplus'
  | 'other';

export type DivideExpr = Located & {
  readonly kind: 'divide';
  readonly numerator: Expr;
  readonly denominator: Expr;
  readonly style: 'bar' | 'slash';
};
export type PowerExpr = Located & { readonly kind: 'power'; readonly base: Expr; readonly exponent: Expr };
/** `degree` is null for a square root. */
export type RootExpr = Located & { readonly kind: 'root'; readonly radicand: Expr; readonly degree: Expr | null };
export type NegateExpr = Located & { readonly kind: 'negate'; readonly arg: Expr };
/** `\pm x`, `\mp x`. */
export type PlusMinusExpr = Located & { readonly kind: 'plusminus'; readonly sign: 'pm' | 'mp'; readonly arg: Expr };

/**
 * A chain of relations: sides.length = ops.length + 1. `op` is the normal name: `=`, `:=` (also `\triangleq`,
 * `\stackrel{\text{def}}{=}`, `\equiv` stays `equiv`), `gets` (`\leftarrow`), `to`, `sim`, `propto`, `approx`, `le`, `ge`, `<`, `>`, `ne`,
 * `in`, `subset`, `implies`, `iff`, `mapsto`, `:` (as in `f: A \to B`) …
 */
export type RelationExpr = Located & {
  readonly kind: 'relation';
  readonly ops: readonly string[];
  readonly sides: readonly Expr[];
  /** Set when the line began with the relation sign (`&= …`): sides[0] is then the left side of the line before. */
  readonly inheritsLeft?: boolean;
};

export type BigOp =
  | 'sum'
  | 'product'
  | 'integral'
  | 'contour'
  | 'min'
  | 'max'
  | 'argmin'
  | 'argmax'
  | 'inf'
  | 'sup'
  | 'lim'
  | 'expectation'
  | 'union'
  | 'intersection'
  | 'other';

/**
 * A big operator with its reach. `\sum_{i=1}^n`: one binder `i` and the domain range(1, n). `\sum_{(u,i)\in T}`: two variables, one
 * domain. `\mathbb E_{x\sim p}[f(x)]`: op `expectation`, domain `distribution`. `\max_x f`: domain `all`. `\max(a, b)` is an
 * apply (head `max`), not a big operator. `\lim_{x\to 0}`: domain `limit`. `\int_a^b f\,dx`: domain range(a, b), variable x.
 * `\int f\,dx` and `\sum_i` without bounds: domain `all`. `\sum x_i`: no variables, domain `all`.
 */
export type BigExpr = Located & {
  readonly kind: 'big';
  readonly op: BigOp;
  /** The operator as written (`sum`, `iint`, `bigotimes`, `operatorname*{median}` → `median`). */
  readonly name: string;
  readonly domains: readonly Domain[];
  readonly body: Expr;
};

/** What some bound variables range over. Variables are symbols (or indexed symbols) as written. */
export type Domain = Located & {
  readonly variables: readonly Expr[];
  readonly range:
    | { readonly kind: 'all' }
    | { readonly kind: 'range'; readonly from: Expr; readonly to: Expr | null }
    | { readonly kind: 'in'; readonly set: Expr }
    | { readonly kind: 'distribution'; readonly law: Expr }
    | { readonly kind: 'limit'; readonly to: Expr }
    /** Any other condition: `i<j`, `j \ne i`, `x: x>0`. */
    | { readonly kind: 'condition'; readonly condition: Expr };
};

/**
 * `derivative`: `\frac{d^n y}{dx^n}`, `\partial_t u`, `f'(x)` (order 1, no variable known: `variables: []`, `order` 1), `\dot q`.
 * `gradient`: `\nabla f`, `\nabla_\theta J(\theta)`. `body` is null for a bare operator (`\nabla`, `\frac{d}{dx}` with nothing to the right).
 */
export type DerivativeExpr = Located & {
  readonly kind: 'derivative';
  readonly op:
    | 'total'
    | 'partial'
    | 'gradient'
    | 'divergence'
    | 'curl'
    | 'laplacian'
    | 'hessian'
    | 'jacobian'
    | 'prime'
    | 'dot'
    | 'variation';
  readonly body: Expr | null;
  readonly variables: readonly { readonly variable: Expr; readonly order: Expr | number }[];
  /** Total order for `prime` and `dot`; otherwise the sum of the variables' orders where numeric. */
  readonly order: number | Expr;
  /** Where it is taken (`\big|_{x=0}`), if said. */
  readonly at?: Expr;
};

/** `dx`, `dW`, `\partial u`, `\delta Q`, `\Delta x` standing alone: one small change. `sign` as written (`d`, `partial`, `delta`). */
export type DifferentialExpr = Located & { readonly kind: 'differential'; readonly sign: string; readonly arg: Expr };

export type TransposeExpr = Located & {
  readonly kind: 'transpose';
  readonly arg: Expr;
  readonly mark: 'T' | 'prime' | 'dagger' | 'star';
};
export type InverseExpr = Located & { readonly kind: 'inverse'; readonly arg: Expr; readonly pseudo: boolean };

/** `\|x\|_p`: order is null when none is written; `F`, `*`, `\infty`, `2`, `p` are expressions. */
export type NormExpr = Located & { readonly kind: 'norm'; readonly arg: Expr; readonly order: Expr | null };
/** `|x|`: absolute value or cardinality, as `reading` says. (A determinant is an apply of `det`.) */
export type AbsExpr = Located & {
  readonly kind: 'abs';
  readonly arg: Expr;
  readonly reading: 'absolute' | 'cardinality';
};
/** `\langle x, y \rangle`; with one part it is a bracketed mean (`\langle x \rangle`); bra-kets have `bar: true`. */
export type InnerExpr = Located & { readonly kind: 'inner'; readonly parts: readonly Expr[]; readonly bar: boolean };

/** `x | y` inside an application or a set: what is before and after the bar. `p\|q` has bar `double`; `x; θ` has bar `semicolon`. */
export type ConditionalExpr = Located & {
  readonly kind: 'conditional';
  readonly left: readonly Expr[];
  readonly right: readonly Expr[];
  readonly bar: 'single' | 'double' | 'semicolon';
};

export type MatrixExpr = Located & {
  readonly kind: 'matrix';
  readonly rows: readonly (readonly Expr[])[];
  /** Brackets as drawn: '()', '[]', '||' (read as determinant: then wrapped in an apply of `det`), '' … */
  readonly brackets: string;
};
/** `(a, b)`. */
export type TupleExpr = Located & {
  readonly kind: 'tuple';
  readonly items: readonly Expr[];
  readonly brackets: '()' | '[]' | '<>';
};
/** Things separated by commas without brackets: `x, y \in [0,1]`, several indices that belong together, several statements. */
export type ListExpr = Located & { readonly kind: 'list'; readonly items: readonly Expr[] };
/** `[a; b]`, `[a \| b]`, `a \| b` between vectors, `a \oplus b` where it is said to concatenate. */
export type ConcatExpr = Located & { readonly kind: 'concat'; readonly items: readonly Expr[] };
/** `\{a, b\}` (items) or `\{x : x > 0\}` (items = [x], condition). */
export type SetExpr = Located & {
  readonly kind: 'set';
  readonly items: readonly Expr[];
  readonly condition: Expr | null;
};
export type IntervalExpr = Located & {
  readonly kind: 'interval';
  readonly from: Expr;
  readonly to: Expr;
  readonly openFrom: boolean;
  readonly openTo: boolean;
};
/** `condition` null is "otherwise". */
export type CasesExpr = Located & {
  readonly kind: 'cases';
  readonly branches: readonly { readonly value: Expr; readonly condition: Expr | null }[];
};
/** Several statements: lines of an `align`, bare `\\`, or statements separated by `\quad`, "and", "where", a comma. */
export type SystemExpr = Located & { readonly kind: 'system'; readonly lines: readonly Expr[] };
export type TextExpr = Located & { readonly kind: 'text'; readonly text: string };
/** `\dots` of every kind, `\cdot` as a placeholder (`\|\cdot\|`), an empty group. */
export type HoleExpr = Located & { readonly kind: 'hole'; readonly name: 'dots' | 'placeholder' | 'empty' };
/** Brackets that only group: `(a+b)`, `[a+b]`, `\{a+b\}`. Kept, since what was written matters to the words. */
export type GroupExpr = Located & {
  readonly kind: 'group';
  readonly brackets: '()' | '[]' | '{}' | '<>' | '';
  readonly body: Expr;
  /** Name of the part of a catalogue form that this group marks (from `\part{name}{…}`). */
  readonly part?: string;
};
/**
 * An operator sign between operands that has no arithmetic (`a \cup b`, `a \land b`, `a \mapsto`, `a \to b` in an index …).
 * Left to right, ops.length = operands.length − 1. A prefix such as `\lnot a`, `\forall x` is an apply.
 */
export type OperationExpr = Located & {
  readonly kind: 'operation';
  readonly ops: readonly string[];
  readonly operands: readonly Expr[];
};
export type ErrorExpr = Located & { readonly kind: 'error'; readonly code: string; readonly message: string };

export type Expr =
  | NumberExpr
  | SymbolExpr
  | IndexedExpr
  | ApplyExpr
  | AddExpr
  | MultiplyExpr
  | DivideExpr
  | PowerExpr
  | RootExpr
  | NegateExpr
  | PlusMinusExpr
  | RelationExpr
  | BigExpr
  | DerivativeExpr
  | DifferentialExpr
  | TransposeExpr
  | InverseExpr
  | NormExpr
  | AbsExpr
  | InnerExpr
  | ConditionalExpr
  | MatrixExpr
  | TupleExpr
  | ListExpr
  | ConcatExpr
  | SetExpr
  | IntervalExpr
  | CasesExpr
  | SystemExpr
  | TextExpr
  | HoleExpr
  | GroupExpr
  | OperationExpr
  | ErrorExpr;

export type ExprKind = Expr['kind'];
export type ExprOf<K extends ExprKind> = Extract<Expr, { kind: K }>;

/** What a symbol stands for, as far as it is known. `any` where nothing is. */
export type SymbolKind =
  | 'scalar'
  | 'vector'
  | 'matrix'
  | 'function'
  | 'family'
  | 'set'
  | 'index'
  | 'distribution'
  | 'any';

/** One reading that was taken where others were possible. */
export type Assumption = {
  readonly span: Span;
  /** The reading taken, in words: "f applied to x". */
  readonly reading: string;
  readonly because: string;
  readonly alternatives: readonly string[];
};

/** Where a symbol's kind came from; the first that speaks wins: request, prose, notation (bold, transposed …), convention. */
export type SymbolFact = {
  readonly key: string;
  readonly kind: SymbolKind;
  readonly source: 'request' | 'prose' | 'notation' | 'convention';
};

/** What `read` gives: the expression, the kinds of its symbols by key (see `symbolKey`), and the readings taken. */
export type Reading = {
  /** The text that was read; all spans are offsets into it. */
  readonly latex: string;
  readonly expr: Expr;
  readonly kinds: ReadonlyMap<string, SymbolFact>;
  readonly assumptions: readonly Assumption[];
};

export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
