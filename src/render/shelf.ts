/** The formulas on the shelf of the playground, in groups that tell a story from left to right. */
export type ShelfItem = {
  readonly id: string;
  readonly name: string;
  readonly latex: string;
  /** Formulas that stand before it in its story, by id. */
  readonly after?: readonly string[];
};
export type ShelfGroup = { readonly name: string; readonly items: readonly ShelfItem[] };

const matrix = (rows: string) => `\\begin{bmatrix} ${rows} \\end{bmatrix}`;

export const SHELF: readonly ShelfGroup[] = [
  {
    name: 'Attention',
    items: [
      { id: 'softmax', name: 'Softmax', latex: '\\frac{e^{z_i}}{\\sum_j e^{z_j}}' },
      {
        id: 'score',
        name: 'How well two states match',
        latex:
          '\\operatorname{score}(\\mathbf{h}_t, \\bar{\\mathbf{h}}_s) = \\mathbf{h}_t^\\top \\mathbf{W} \\bar{\\mathbf{h}}_s',
      },
      {
        id: 'attention-weights',
        name: 'Attention weights',
        latex:
          "\\alpha_{ts} = \\frac{\\exp(\\operatorname{score}(\\mathbf{h}_t, \\bar{\\mathbf{h}}_s))}{\\sum_{s'=1}^{S} \\exp(\\operatorname{score}(\\mathbf{h}_t, \\bar{\\mathbf{h}}_{s'}))}",
        after: ['score'],
      },
      {
        id: 'context-vector',
        name: 'Context vector',
        latex: '\\mathbf{c}_t = \\sum_s \\alpha_{ts} \\bar{\\mathbf{h}}_s',
        after: ['score', 'attention-weights'],
      },
      {
        id: 'attention-vector',
        name: 'Attention vector',
        latex: '\\mathbf{a}_t = \\tanh(\\mathbf{W}_c [\\mathbf{c}_t ; \\mathbf{h}_t])',
        after: ['score', 'attention-weights', 'context-vector'],
      },
      {
        id: 'scaled-dot-product',
        name: 'Scaled dot-product attention',
        latex: '\\operatorname{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right) V',
      },
    ],
  },
  {
    name: 'Optimizers',
    items: [
      {
        id: 'momentum',
        name: 'Momentum',
        latex: 'v_t = \\gamma v_{t-1} + \\eta \\nabla_\\theta J(\\theta) \\\\ \\theta = \\theta - v_t',
      },
      {
        id: 'moving-average',
        name: 'A moving average of gradients',
        latex: 'v = \\beta v + (1-\\beta)\\, dW \\\\ W = W - \\alpha v',
      },
      {
        id: 'rmsprop',
        name: 'RMSprop',
        latex: 's = \\beta s + (1-\\beta)\\, dW^2 \\\\ W = W - \\alpha \\frac{dW}{\\sqrt{s}}',
      },
      {
        id: 'adam',
        name: 'Adam',
        latex:
          'v = \\beta_1 v + (1-\\beta_1)\\, dW \\\\ s = \\beta_2 s + (1-\\beta_2)\\, dW^2 \\\\ W = W - \\alpha \\frac{v}{\\sqrt{s} + \\epsilon}',
      },
      { id: 'chain-rule', name: 'Chain rule', latex: '\\frac{dz}{dx} = \\frac{dz}{dy} \\frac{dy}{dx}' },
    ],
  },
  {
    name: 'Probability',
    items: [
      { id: 'bayes', name: 'Bayes’ rule', latex: 'P(A \\mid B) = \\frac{P(B \\mid A)\\, P(A)}{P(B)}' },
      {
        id: 'gaussian',
        name: 'Gaussian',
        latex: 'f(x) = \\frac{1}{\\sigma\\sqrt{2\\pi}} e^{-\\frac{(x-\\mu)^2}{2\\sigma^2}}',
      },
      { id: 'sigmoid', name: 'Sigmoid', latex: '\\sigma(x) = \\frac{1}{1 + e^{-x}}' },
      { id: 'cross-entropy', name: 'Cross-entropy', latex: 'H(p, q) = -\\sum_x p(x) \\log q(x)' },
      {
        id: 'mean-squared-error',
        name: 'Mean squared error',
        latex: '\\frac{1}{n}\\sum_{i=1}^{n} (y_i - \\hat{y}_i)^2',
      },
    ],
  },
  {
    name: 'Matrices',
    items: [
      { id: 'svd', name: 'Singular values', latex: 'A = U \\Sigma V^\\top' },
      { id: 'permutation', name: 'Permutation', latex: `P = ${matrix('0 & 0 & 1 \\\\ 1 & 0 & 0 \\\\ 0 & 1 & 0')}` },
      {
        id: 'rotation',
        name: 'Rotation',
        latex: `R = ${matrix('\\cos\\theta & -\\sin\\theta \\\\ \\sin\\theta & \\cos\\theta')}`,
      },
      { id: 'reflection', name: 'Mirror', latex: 'H = I - 2 \\frac{v v^\\top}{v^\\top v}' },
      { id: 'projection', name: 'Projection', latex: 'P = A (A^\\top A)^{-1} A^\\top' },
    ],
  },
  {
    name: 'Almost',
    items: [
      {
        id: 'almost-softmax',
        name: 'A softmax without exp',
        latex:
          "\\alpha_{ts} = \\frac{\\exp(\\operatorname{score}(\\mathbf{h}_t, \\bar{\\mathbf{h}}_s))}{\\sum_{s'=1}^{S} \\operatorname{score}(\\mathbf{h}_t, \\bar{\\mathbf{h}}_{s'})}",
      },
      {
        id: 'almost-average',
        name: 'Weights that do not add up',
        latex: 'v_t = \\beta v_{t-1} + (1-\\alpha) x_t',
      },
    ],
  },
];

const ITEMS = new Map(SHELF.flatMap((group) => group.items.map((item) => [item.id, item])));

/** What stands before an item of the shelf: its story so far. */
export function precedingOf(item: ShelfItem): readonly string[] {
  return (item.after ?? []).flatMap((id) => ITEMS.get(id)?.latex ?? []);
}

export function shelfItemById(id: string): ShelfItem | undefined {
  return ITEMS.get(id);
}

/** The item with this LaTeX, so that a formula from the shelf keeps its story when it is shared. */
export function shelfItem(latex: string): ShelfItem | undefined {
  return [...ITEMS.values()].find((item) => item.latex === latex);
}
