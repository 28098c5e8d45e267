import { describe, expect, it } from 'vitest';
import { builtInData, type Chunk, createEngine, loadCatalogue } from '../../src/index.js';

const catalogue = loadCatalogue(builtInData());
const engine = createEngine(catalogue);

const isA = (c: Chunk, concept: string): boolean => c.concept === concept || c.is_a.includes(concept);
const claims = (latex: string, prose?: string): readonly Chunk[] =>
  engine.annotate(latex, prose ? { context: { prose } } : {}).chunks;
const find = (latex: string, concept: string, prose?: string): Chunk | undefined =>
  claims(latex, prose).find((c) => isA(c, concept));
const named = (latex: string, prose?: string): string[] => claims(latex, prose).map((c) => c.concept);

function expectClaim(latex: string, concept: string): Chunk {
  expect(named(latex), `${concept} in ${latex}`).not.toEqual([]);
  const chunk = find(latex, concept);
  expect(chunk, `${concept} in ${latex}; found: ${named(latex).join(', ')}`).toBeDefined();
  return chunk as Chunk;
}

function expectRefusal(latex: string, concept: string, prose?: string): void {
  const chunk = find(latex, concept, prose);
  expect(chunk && `${chunk.concept}: ${chunk.latex}`, `${concept} in ${latex}`).toBeUndefined();
}

describe('reading, as far as recognition depends on it', () => {
  it('an operator in braces still reaches over what follows', () => {
    expectClaim('-{\\sum_j} p_j \\log p_j', 'entropy');
    expectClaim('-\\sum_j P_j \\log P_j', 'entropy');
  });

  it('bars have many roles', () => {
    expectClaim('\\lambda(\\|P\\|^2+\\|Q\\|^2)', 'l2-regularization');
    expectClaim('\\frac{1}{|S|}\\sum_{s\\in S} f(s)', 'arithmetic-mean');
    expectClaim('P(A|B) = \\frac{P(B|A) P(A)}{P(B)}', 'bayes-theorem');
  });

  it('a mark is not a positive part', () => {
    expectRefusal('r_+ = 3', 'relu');
    expectClaim('[x]_+', 'relu');
  });

  it('the square of a small change is a square in an update', () => {
    const chunk = expectClaim('u = \\rho u + (1-\\rho) dB^2', 'exponential-moving-average');
    expect(chunk.roles.x?.latex).toBe('dB^2');
    expect(chunk.evidence.status).toBe('verified');
  });

  it('the base of a logarithm stays', () => {
    expectClaim('-\\sum_i p_i \\log_2 p_i', 'entropy');
    expectRefusal('-\\sum_i p_i \\log_{p_i} 2', 'entropy');
    expectRefusal('\\log_2 \\sum_i e^{x_i}', 'log-sum-exp');
  });

  it('row vectors beside column vectors make dot products', () => {
    expect(named('\\hat r_{ui} = p_u q_i^\\top').length).toBeGreaterThan(0);
    expectClaim('\\mathbf{x}^\\top \\mathbf{b}', 'dot-product');
  });

  it('what is known of a letter hangs on its indices', () => {
    const preceding = ['\\alpha_{ts} = \\frac{\\exp(e_{ts})}{\\sum_{r=1}^S \\exp(e_{tr})}'];
    const weights = engine.annotate('c_t = \\sum_{s=1}^S \\alpha_{ts} h_s', { context: { preceding } });
    expect(weights.chunks.some((c) => isA(c, 'weighted-average'))).toBe(true);
    const rate = engine.annotate('w_{t+1} = \\sum_{s=1}^S \\alpha_s h_s', { context: { preceding } });
    expect(rate.chunks.some((c) => isA(c, 'weighted-average'))).toBe(false);
    // Summed over the other index the weights do not sum to 1.
    const other = engine.annotate('c_s = \\sum_{t=1}^T \\alpha_{ts} h_t', { context: { preceding } });
    expect(other.chunks.some((c) => isA(c, 'weighted-average'))).toBe(false);
  });
});

describe('brackets and letters', () => {
  it('mean the same with and without \\left and \\right', () => {
    expectClaim('\\frac12 h (1 + \\tanh(\\sqrt{2/\\pi} (h + 0.044715 h^3)))', 'gelu-tanh-approximation');
    expectClaim(
      '\\frac12 h \\left(1 + \\tanh\\left(\\sqrt{2/\\pi} \\left(h + 0.044715 h^3\\right)\\right)\\right)',
      'gelu-tanh-approximation',
    );
  });

  it('an inverse before a bracket is a factor, whatever the letter', () => {
    for (const letter of ['S', 'G', 'H', '\\Sigma']) {
      expectClaim(
        `(\\mathbf{x} - \\mathbf{m})^\\top \\mathbf{${letter}}^{-1} (\\mathbf{x} - \\mathbf{m})`,
        'mahalanobis-distance',
      );
    }
  });
});

describe('canonical form', () => {
  it('kinds do not leak from formula to formula', () => {
    const latex = 'y = w^\\top x + b';
    const fresh = JSON.stringify(createEngine(catalogue).annotate(latex));
    engine.annotate('w = 3', { context: { symbols: { w: { kind: 'matrix' }, x: { kind: 'scalar' } } } });
    expect(JSON.stringify(engine.annotate(latex))).toBe(fresh);
  });

  it('a normaliser stays with its numerator under an outer sum', () => {
    expectClaim('\\sum_j \\frac{e^{e_{ij}}}{\\sum_k e^{e_{ik}}} b_j', 'softmax');
    expectClaim('\\sum_j \\frac{e^{e_{ij}}}{\\sum_k e^{e_{ik}}} b_j', 'weighted-average');
  });

  it('a fraction that cancels still shows its parts', () => {
    expect(named('\\frac{1/(1+e^{-h})}{e^{-h}/(1+e^{-h})}')).toContain('sigmoid');
  });

  it('1 − 0.9 is 0.1', () => {
    expectClaim('s = 0.9 s + 0.1 g', 'exponential-moving-average');
    expectClaim('s = (1 - 0.9) g + 0.9 s', 'exponential-moving-average');
    expectRefusal('s = 0.9 s + 0.11 g', 'exponential-moving-average');
  });

  it('the order of factors and terms means nothing where they commute', () => {
    expectClaim('\\sum_k e^{b_k + a_k} \\, y_k \\cdot \\frac{1}{\\sum_m e^{a_m + b_m}}', 'weighted-average');
    expectClaim('\\frac{e^{b c_i + a}}{\\sum_j e^{a + c_j b}}', 'softmax');
  });
});

describe('families and numbers', () => {
  it('a binder may be a group', () => {
    expectClaim('\\frac1{|T|}\\sum_{(u,i)\\in T} (r_{ui} - s_{ui})^2', 'mean-squared-error');
  });

  it('nested sums need the product of their counts', () => {
    expectClaim('\\frac{1}{nT}\\sum_{i=1}^n\\sum_{t=1}^T y_{it}', 'arithmetic-mean');
    expectClaim('\\frac1{nT}\\sum_i\\sum_t y_{it}', 'arithmetic-mean');
    expectRefusal('\\frac{1}{n}\\sum_{i=1}^n\\sum_{t=1}^T y_{it}', 'arithmetic-mean');
  });

  it('a family at a shifted index matches a literal application', () => {
    expectClaim('\\sum_a f_a g_{i-a}', 'convolution');
    expectClaim('\\sum_m f[m] g[n-m]', 'convolution');
    expectRefusal('\\sum_a f_a g_{i+a}', 'convolution');
  });

  it('bare and indexed, a letter is one vector and its elements', () => {
    const chunk = expectClaim('\\frac{\\exp(z)}{\\sum_j \\exp(z_j)}', 'softmax');
    expect(chunk.evidence.status).toBe('verified');
  });

  it('a sign is not lost in samples that happen to be positive', () => {
    expectRefusal('\\sqrt{y^2} + 1 - y', 'absolute-error');
    expectRefusal('\\frac{1}{1+e^{x}} - 1', 'sigmoid');
    expectRefusal('\\sum_i p_i \\log p_i', 'entropy');
  });

  it('an imaginary exponent makes no hyperbolic cosine', () => {
    expectRefusal('\\cos x=\\frac12(e^{ix}+e^{-ix})', 'cosh');
    expectClaim('\\frac12(e^{u}+e^{-u})', 'cosh');
  });
});

describe('claims that must be refused', () => {
  it('shares whose sum leaves the index out', () => {
    expectRefusal('\\frac{e^{z_i}}{\\sum_{j\\ne i}e^{z_j}}', 'softmax');
    expectRefusal('\\frac{\\exp(a_{uv})}{\\sum_{w \\neq v} \\exp(a_{uw})}', 'softmax');
  });

  it('a numerator outside the range of the sum', () => {
    expectRefusal('\\frac{e^{z_0}}{\\sum_{j=1}^n e^{z_j}}', 'softmax');
    expectClaim('\\frac{e^{z_1}}{\\sum_{j=1}^n e^{z_j}}', 'softmax');
  });

  it('a moving average whose newest is its own past', () => {
    expectRefusal('v_t=\\beta v_{t-1}+(1-\\beta)v_{t-2}', 'exponential-moving-average');
  });

  it('a mean over a group with one count', () => {
    expectRefusal('\\frac1N\\sum_{R,S} y_{RS}', 'arithmetic-mean');
    expectRefusal('\\frac1N\\sum_{R,S} y', 'arithmetic-mean');
  });

  it('a mean divided by another number than the bounds say', () => {
    expectRefusal('\\frac{1}{m} \\sum_{i=1}^{n} y_i', 'arithmetic-mean');
    expectRefusal('\\frac{1}{n} \\sum_{i=0}^{n} y_i', 'arithmetic-mean');
    expectRefusal('\\frac{1}{n-1} \\sum_{i=1}^{n} y_i', 'arithmetic-mean');
    expectRefusal('\\frac{1}{n-1} \\sum_{i=1}^{n} (u_i - v_i)^2', 'mean-squared-error');
    expectClaim('\\frac{1}{n+1} \\sum_{i=0}^{n} y_i', 'arithmetic-mean');
  });

  it('a dense layer of plain letters without a word about what was assumed', () => {
    for (const concept of ['fully-connected-layer', 'affine-transformation', 'linear-transformation']) {
      const answer = engine.annotate('y=wx+b');
      const claimed = answer.chunks.find((c) => isA(c, concept));
      if (claimed) expect(answer.assumptions.length, `${concept} assumes nothing`).toBeGreaterThan(0);
    }
  });

  it('an affine map without a vector', () => {
    for (const concept of ['affine-transformation', 'fully-connected-layer', 'linear-transformation']) {
      expectRefusal('A-\\lambda I', concept);
      expectRefusal('BA^\\top-A^\\top B', concept);
    }
  });

  it('a convex combination with a minus between', () => {
    expectRefusal('(1-\\alpha)Q-\\alpha(R+S)', 'convex-combination');
    expectRefusal('(1-\\alpha)Q-\\alpha(\\max_a f(a))', 'convex-combination');
    expectRefusal('v_t = -\\beta v_{t-1} + (1-\\beta) x', 'exponential-moving-average');
  });

  it('gradient descent where the prose says physics', () => {
    const latex = 'p_{t+1/2} = p_t - \\frac{\\epsilon}{2}\\nabla U(q_t)';
    expectRefusal(latex, 'gradient-descent-update');
    expectRefusal(
      'p \\leftarrow p - \\frac{\\epsilon}{2}\\nabla U(q)',
      'gradient-descent-update',
      'a leapfrog half-step of the momentum p in the Hamiltonian',
    );
  });

  it('descent that goes up', () => {
    expectRefusal('\\theta \\leftarrow \\theta + \\eta \\nabla J(\\theta)', 'gradient-descent-update');
    expectRefusal('w_{t+1} = w_t + \\eta \\nabla_w L(w_t)', 'gradient-descent-update');
  });

  it('letters with a hidden meaning', () => {
    // The index i is not the imaginary unit, e_{ij} is not Euler's number, x^{(i)} is not a power.
    expectRefusal('\\sum_i e_i', 'complex-exponential');
    expectRefusal('\\frac{e_{i}}{\\sum_j e_{j}}', 'softmax');
    expectRefusal('\\frac{1}{n}\\sum_{i=1}^n x^{(i)}', 'geometric-series');
  });

  it('a sum without weights and an update without an average', () => {
    expectRefusal('\\sum_i x_i', 'weighted-sum');
    expectRefusal('\\theta = \\theta - v', 'cumulative-sum');
    expectRefusal('W = W - \\alpha \\frac{v}{\\sqrt s + \\epsilon}', 'cumulative-sum');
    expectRefusal('s = \\beta s + (1-\\beta) dW^2', 'momentum-update');
  });

  it('scalars as matrices', () => {
    expectRefusal('\\frac{4\\pi}{3} N \\alpha', 'matrix-vector-product');
    expectRefusal('E = m c^2', 'matrix-product');
    expectRefusal('P V = n R T', 'matrix-product');
    expectRefusal('A^\\top A', 'matrix-vector-product');
  });
});

describe('numbers and ranges that a form asks for', () => {
  it('are written, not made up', () => {
    expectRefusal('I = \\frac{P}{\\pi r^2}', 'inverse-square-law');
    expectRefusal('\\frac{-b \\pm \\sqrt{b^2 - 4 a c}}{a}', 'quadratic-formula');
    expectRefusal('x (1 + \\operatorname{erf}(x / \\sqrt 2))', 'gelu');
    expectRefusal('\\int_a^b f(x)\\,dx \\approx (b - a)(f(a) + f(b))', 'trapezoid-rule');
    expectRefusal('1 + \\tanh(x/2)', 'sigmoid');
    expectRefusal('3 (1 + \\tanh(x/2))', 'sigmoid');
    expectRefusal('m v^2', 'kinetic-energy');
  });

  it('are one range where sums belong together', () => {
    expectRefusal('\\frac{\\sum_{i=1}^n w_i x_i}{\\sum_{i=1}^m w_i}', 'weighted-average');
    expectRefusal('\\frac{\\sum_{i=1}^n w_i x_i}{\\sum_{i=0}^n w_i}', 'weighted-average');
    expectRefusal('\\frac{\\sum_{n=0}^{N+1} f(n) x(n)}{\\sum_{n=0}^{N-1} x(n)}', 'spectral-centroid');
    expectRefusal('X_k = \\sum_{n=0}^{N+1} x_n e^{-i 2 \\pi k n / N}', 'discrete-fourier-transform');
  });

  it('are the same whatever the bound letters are called', () => {
    for (const [once, twice, concept] of [
      ['\\frac{\\sum_i w_i}{\\sum_i w_i / y_i}', '\\frac{\\sum_i w_i}{\\sum_k w_k / y_k}', 'weighted-harmonic-mean'],
      [
        '1 - \\frac{2\\sum_i s_i y_i}{\\sum_i (s_i + y_i)}',
        '1 - \\frac{2\\sum_i s_i y_i}{\\sum_j (s_j + y_j)}',
        'dice-loss',
      ],
    ] as const) {
      expectClaim(once, concept);
      expectClaim(twice, concept);
    }
  });
});

describe('matching', () => {
  it('functions with other names are other functions', () => {
    expectRefusal('\\log \\sum_k \\sin u_k', 'log-sum-exp');
    expectRefusal('\\frac{\\cos(z_i)}{\\sum_j \\cos(z_j)}', 'softmax');
  });

  it('a weighted sum is bound once, not in every permutation', () => {
    const chunks = claims('\\sum_{k=1}^K a_k b_k c_k d_k').filter((c) => isA(c, 'weighted-sum'));
    expect(chunks.length).toBe(1);
  });

  it('the weights of a combination are its scalars', () => {
    const latex = '\\sum_k \\alpha_k \\mathbf{v}_k';
    expect(find(latex, 'weighted-sum')?.roles.w?.latex).toBe('\\alpha_k');
    const written = 'x_1 \\mathbf{a}_1 + x_2 \\mathbf{a}_2 + \\dots + x_n \\mathbf{a}_n';
    expect(find(written, 'weighted-sum')?.roles.w?.latex ?? 'x_1').toBe('x_1');
  });

  it('no concept says the same of the same piece twice', () => {
    for (const latex of ['\\sum_k a_k b_k', 'x_1 a_1 + x_2 a_2 + \\dots + x_n a_n']) {
      const seen = claims(latex).map((c) => JSON.stringify([c.spans]));
      expect(new Set(seen).size, latex).toBe(seen.length);
    }
  });

  it('an answer takes bounded work on hostile formulas', () => {
    const wide = Array.from({ length: 40 }, (_, k) => `a_{${k}} b_{${40 - k}}`).join(' + ');
    expect(engine.annotate(wide).errors).toEqual([]);
    const deep = `${'\\frac{e^{x}}{1+'.repeat(15)}x${'}'.repeat(15)}`;
    expect(engine.annotate(deep).errors).toEqual([]);
  });
});
