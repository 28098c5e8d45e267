/** The valley, and the programs that run down it. Each is LaTeX: what is run is what is shown. */
export const LOSS = 'f(w) = 0.1\\,w_1^2 + 2\\,w_2^2';
/** The same in numbers, for the contour lines. */
export const CURVATURES = [0.1, 2] as const;
export const START = [-5, -2] as const;
export const STEPS = 40;

export type Program = {
  readonly name: string;
  readonly latex: string;
  readonly values: Readonly<Record<string, number>>;
  /** What tells it from the others at a glance, besides its name: see the series in tokens.css. */
  readonly series: 's1' | 's2' | 's3' | 's4';
  readonly css: string;
  readonly says: string;
};

export const PROGRAMS: readonly Program[] = [
  {
    name: 'gradient descent',
    latex: 'w = w - \\eta \\nabla_w f(w)',
    values: { '\\eta': 0.44 },
    series: 's4',
    css: 'gd',
    says: 'Goes straight down the slope, and zigzags where the valley is narrow.',
  },
  {
    name: 'momentum',
    latex: 'v = \\beta v + \\eta \\nabla_w f(w) \\\\ w = w - v',
    values: { '\\eta': 0.16, '\\beta': 0.8 },
    series: 's2',
    css: 'momentum',
    says: 'Keeps part of the last step, gathers speed, and swings past the bottom.',
  },
  {
    name: 'RMSprop',
    latex: 's = \\beta s + (1-\\beta) (\\nabla_w f(w))^2 \\\\ w = w - \\alpha \\frac{\\nabla_w f(w)}{\\sqrt{s}}',
    values: { '\\alpha': 0.18, '\\beta': 0.9 },
    series: 's3',
    css: 'rmsprop',
    says: 'Divides by how large the slope has lately been, and crosses the valley without zigzag.',
  },
  {
    name: 'Adam',
    latex:
      'g_t = \\nabla_w f(w) \\\\ m_t = \\beta_1 m_{t-1} + (1-\\beta_1) g_t \\\\ s_t = \\beta_2 s_{t-1} + (1-\\beta_2) g_t^2 \\\\ w = w - \\alpha \\frac{m_t / (1-\\beta_1^t)}{\\sqrt{s_t / (1-\\beta_2^t)} + \\epsilon}',
    values: { '\\alpha': 0.4, '\\beta_1': 0.9, '\\beta_2': 0.999, '\\epsilon': 1e-8 },
    series: 's1',
    css: 'adam',
    says: 'Does both: averages the slope and divides by its size. Overshoots once and turns in.',
  },
];

export type Point = readonly [number, number];
export type Run = { readonly program: Program; readonly points: readonly Point[]; readonly losses: readonly number[] };
