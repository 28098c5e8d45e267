import { INLINE_MATH } from '../../render/inline-math.js';

const GREEK =
  'alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω nabla ∇ partial ∂ sum ∑ prod ∏ int ∫ infty ∞ cdot · times × le ≤ ge ≥ top ᵀ mid | in ∈ to →';
const words = GREEK.split(' ');
const SIGNS = new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] as string] as const] : [])));

/** Words for where no formula can be set, such as labels: LaTeX in them as plain as may be. */
export function plainWords(text: string): string {
  return text.replace(INLINE_MATH, (_, latex: string) => plainLatex(latex));
}

export function plainLatex(latex: string): string {
  return latex
    .replace(
      /\\(?:mathbf|mathrm|mathbb|mathcal|mathsf|boldsymbol|bm|operatorname|text|bar|hat|tilde|vec|left|right)\b/g,
      '',
    )
    .replace(/\\([A-Za-z]+)/g, (_, name: string) => SIGNS.get(name) ?? name)
    .replace(/\\[,;:! ]/g, ' ')
    .replace(/[{}]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
