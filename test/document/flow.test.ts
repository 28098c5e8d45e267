import { describe, expect, it } from 'vitest';
import { toTextSpan } from '../../src/document/index.js';
import type { DocumentAnswer, DocumentFormula } from '../../src/explain/document-schema.js';
import { DocumentAnswerSchema, MAX_DOCUMENT_FORMULAS } from '../../src/explain/document-schema.js';
import { createEngine } from '../../src/index.js';

const engine = createEngine();

function the(answer: DocumentAnswer, latex: string, nth = 0): DocumentFormula {
  const found = answer.formulas.filter((f) => f.latex.trim() === latex)[nth];
  if (found === undefined) throw new Error(`${latex} is not among ${answer.formulas.map((f) => f.latex).join(' | ')}`);
  return found;
}
const conceptsOf = (f: DocumentFormula) => f.annotation.chunks.map((c) => c.concept);
const meaningIn = (f: DocumentFormula, latex: string) => f.annotation.symbols.find((s) => s.latex === latex)?.meaning;

const ATTENTION = String.raw`# Attention

The weights

> $$
> \alpha_{ts} = \frac{e^{z_{ts}}}{\sum_{s'} e^{z_{ts'}}}
> $$

blend the encoder states $h_s$:

$$c_t = \sum_s \alpha_{ts} h_s$$

where $c_t$ is the context vector.
`;

describe('a document', () => {
  it('is answered in its schema, with places in the text', () => {
    const answer = engine.document(ATTENTION);
    expect(DocumentAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.formulas.map((f) => [f.line, f.column])).toEqual([
      [5, 3],
      [9, 26],
      [11, 1],
      [13, 7],
    ]);
    for (const { annotation, offsets, latex } of answer.formulas) {
      for (const chunk of annotation.chunks) {
        for (const [start, end] of chunk.spans) {
          const [from, to] = toTextSpan(offsets, [start, end]);
          expect(ATTENTION.slice(from, to)).toBe(latex.slice(start, end));
        }
      }
    }
  });

  it('lets what one formula defines speak in the next', () => {
    const line = String.raw`c_t = \sum_s \alpha_{ts} h_s`;
    expect(conceptsOf(the(engine.document(ATTENTION), line))).toEqual(['weighted-average']);
    expect(conceptsOf(the(engine.document(`$$${line}$$`), line))).not.toContain('weighted-average');
  });

  it('knows the prose before and after a formula', () => {
    const formula = the(engine.document(ATTENTION), String.raw`c_t = \sum_s \alpha_{ts} h_s`);
    expect(meaningIn(formula, 'h_s')).toBe('the encoder states');
    expect(meaningIn(formula, 'c_t')).toBe('the context vector');
  });

  it('takes a symbol in each section for what it is there', () => {
    const answer = engine.document(
      'The learning rate $\\alpha$ is small: $\\theta - \\alpha g$.\n\n# Weights\n\n' +
        'The attention weights $\\alpha_{ts}$ are positive: $\\alpha_{ts} + \\alpha_{tu}$.\n\nAgain $\\alpha + 1$.',
    );
    expect(meaningIn(the(answer, '\\theta - \\alpha g'), '\\alpha')).toBe('the learning rate');
    const weights = the(answer, '\\alpha_{ts} + \\alpha_{tu}');
    expect(meaningIn(weights, '\\alpha_{ts}')).toBe('the attention weights');
    expect(meaningIn(weights, '\\alpha_{tu}')).toBe('');
    expect(meaningIn(the(answer, '\\alpha + 1'), '\\alpha')).toBe('the learning rate');
  });

  it('forgets what was known of a symbol that is defined anew', () => {
    const softmax = String.raw`$$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$`;
    const sum = String.raw`m = \sum_i p_i x_i`;
    expect(conceptsOf(the(engine.document(`${softmax}\n\n$$${sum}$$`), sum))).toContain('weighted-average');
    const again = `${softmax}\n\n$$p_i = \\tanh(z_i)$$\n\n$$${sum}$$`;
    expect(conceptsOf(the(engine.document(again), sum))).not.toContain('weighted-average');
  });

  it('believes prose that says what weights add up to, and prose that gives a concept its name', () => {
    const told = engine.document('The weights $w_i$ sum to one: $$y = \\sum_i w_i x_i$$');
    expect(conceptsOf(the(told, 'y = \\sum_i w_i x_i'))).toContain('weighted-average');
    const corrected = String.raw`q_t = \frac{m_t}{1-\beta^t}`;
    const named = `Here $m_t$ is the exponential moving average of the gradients.\n\n$$${corrected}$$`;
    expect(conceptsOf(the(engine.document(named), corrected))).toContain('bias-correction');
    expect(conceptsOf(the(engine.document(`$$${corrected}$$`), corrected))).not.toContain('bias-correction');
  });

  it('finds Adam from its averages', () => {
    const answer = engine.document(String.raw`## Adam

$$m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t$$
$$v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2$$
$$\hat m_t = \frac{m_t}{1-\beta_1^t}, \quad \hat v_t = \frac{v_t}{1-\beta_2^t}$$
$$\theta_t = \theta_{t-1} - \eta \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}$$`);
    expect(conceptsOf(answer.formulas.at(-1) as DocumentFormula)).toContain('adam-update');
  });

  it('takes kinds from prose', () => {
    const kindIn = (text: string) =>
      the(engine.document(text), 'A x').annotation.symbols.find((s) => s.latex === 'A')?.kind;
    expect(kindIn('The weight matrix $A$ acts: $A x$')).toBe('matrix');
    expect(kindIn('Just $A x$')).not.toBe('matrix');
  });

  it('takes a field from the headings', () => {
    const formula = String.raw`\theta \cdot 2`;
    const meaning = (heading: string) =>
      meaningIn(the(engine.document(`# ${heading}\n\n$${formula}$`), formula), '\\theta');
    expect(meaning('Training a neural network')).toBe('the parameters');
    expect(meaning('A holiday in Norway')).toBe('');
  });

  it('is read with the macros of a LaTeX preamble', () => {
    const text = String.raw`\newcommand{\sm}[1]{\frac{e^{#1_i}}{\sum_j e^{#1_j}}} \begin{document} $p_i = \sm{z}$ \end{document}`;
    expect(conceptsOf(the(engine.document(text, { format: 'latex' }), 'p_i = \\sm{z}'))).toEqual(['softmax']);
  });

  it('is left alone where its head says so', () => {
    expect(engine.document('---\nformulens: false\n---\n$x$').formulas).toEqual([]);
    expect(engine.document('---\ntitle: $x$\n---\n$y$').formulas.map((f) => f.latex)).toEqual(['y']);
  });

  it('tells of formulas that are too long, not closed or too many', () => {
    const long = engine.document(`$${'x+'.repeat(6_000)}1$`);
    expect(long.formulas[0]?.annotation.errors).toMatchObject([{ code: 'latex/too-long' }]);
    const open = engine.document('\\begin{equation} x', { format: 'latex' });
    expect(open.formulas[0]?.annotation.errors).toMatchObject([{ code: 'document/unclosed' }]);
    const many = engine.document('$x$ '.repeat(MAX_DOCUMENT_FORMULAS + 3));
    expect([many.formulas.length, many.left_out]).toEqual([MAX_DOCUMENT_FORMULAS, 3]);
  });
});

describe('a reader', () => {
  it('gives the answers that formulas have when they are asked for one by one', () => {
    const latex = [String.raw`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`, String.raw`m = \sum_i p_i x_i`, 'm^2'];
    const read = engine.reader().open();
    const flowing = latex.map((formula) => read({ text: '\uFFFC', formulas: [formula] })[0]);
    const single = latex.map((formula, i) => engine.annotate(formula, { context: { preceding: latex.slice(0, i) } }));
    expect(flowing).toEqual(single);
  });

  it('remembers an answer only for the surroundings that it was made in', () => {
    const reader = engine.reader();
    const sum = String.raw`m = \sum_i p_i x_i`;
    const [plain] = reader.open()({ text: '\uFFFC', formulas: [sum] });
    const told = reader.open()({ text: 'the weights \uFFFC sum to one: \uFFFC', formulas: ['p_i', sum] })[1];
    const [again] = reader.open()({ text: 'just \uFFFC', formulas: [sum] });
    expect(told?.chunks.map((c) => c.concept)).toContain('weighted-average');
    expect(again).toBe(plain);
  });
});
