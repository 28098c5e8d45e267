import type { Engine } from '../../src/engine.js';
import type { Annotation, Chunk } from '../../src/explain/schema.js';

/** Hand-made answers for tests of what prints and sends them; tests of what they say use the real engine. */

export const versions = { engine: '0.0.0-sample', catalogue: 'sample' } as const;

export function emptyAnnotation(latex: string, more: Partial<Annotation> = {}): Annotation {
  return { latex, gist: '', chunks: [], symbols: [], warnings: [], assumptions: [], errors: [], versions, ...more };
}

export function sampleChunk(latex: string, piece: string, more: Partial<Chunk> = {}): Chunk {
  const start = latex.indexOf(piece);
  return {
    id: 'c1',
    parent: null,
    concept: 'softmax',
    name: 'softmax',
    is_a: ['normalised-weights'],
    spans: [[start, start + piece.length]],
    latex: piece,
    roles: {},
    explanation: {
      gist: 'positive shares of one whole, handed out by $z$: the largest takes most',
      abstraction: 'Turns any list of scores into shares that are positive and add up to 1.',
      chunking: 'Above the bar one score, put through exp; below it the same thing added up over all of them.',
      action: 'A score that is larger by 1 gets about 2.7 times the share.',
    },
    evidence: {
      status: 'verified',
      seed: 1,
      checks: [
        { kind: 'as-written', points: 12, maxRelativeDifference: 2.2e-16 },
        { kind: 'law', says: 'the shares sum to 1', points: 12, maxRelativeDifference: 1.1e-16 },
      ],
    },
    ...more,
  };
}

export const SOFTMAX = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';

export function softmaxAnnotation(): Annotation {
  const exponential = sampleChunk(SOFTMAX, 'e^{z_i}', {
    id: 'c2',
    parent: 'c1',
    concept: 'exponential',
    name: 'exponential',
    is_a: [],
    evidence: { status: 'structural', checks: [], seed: 1, because: 'it is the function itself' },
  });
  const softmax = sampleChunk(SOFTMAX, SOFTMAX, {
    roles: { z: { latex: 'z_i', spans: [[9, 12]], meaning: 'the scores' } },
    parts: [{ name: 'total', says: 'the total of all of them', spans: [[15, 30]], latex: '\\sum_j e^{z_j}' }],
  });
  return emptyAnnotation(SOFTMAX, {
    gist: softmax.explanation.gist,
    chunks: [softmax, exponential],
    symbols: [{ latex: 'z_i', kind: 'family', meaning: 'the scores', source: 'convention', spans: [[9, 12]] }],
  });
}

/** Knows one formula, and that a brace may be missing. */
export function sampleEngine(): Engine {
  return {
    versions,
    annotate(latex) {
      if (latex === SOFTMAX) return softmaxAnnotation();
      const open = latex.split('{').length - latex.split('}').length;
      if (open <= 0) return emptyAnnotation(latex);
      const at = latex.lastIndexOf('{');
      return emptyAnnotation(latex, {
        errors: [
          {
            code: 'latex/open-group',
            message: `missing } for the group opened at ${at}`,
            span: [at, latex.length],
            hint: 'close the group',
          },
        ],
      });
    },
    evaluate(latex) {
      return { latex, lines: [], chunks: [], inputs: [], assumptions: [], notes: [], errors: [], versions };
    },
    picture(latex) {
      return { latex, errors: [], versions };
    },
    simulate() {
      return { runs: [], assumptions: [], errors: [], versions };
    },
    describeMatrix() {
      return { says: [], decompositions: [], products: [], equations: [], assumptions: [], errors: [], versions };
    },
    parse(latex) {
      return {
        latex,
        ast: { kind: 'symbol', name: latex, span: [0, latex.length] },
        mathjson: latex,
        outline: `symbol ${latex}`,
        assumptions: [],
        errors: [],
        versions,
      };
    },
    concepts(query = '') {
      const all = [
        {
          id: 'softmax',
          name: 'softmax',
          family: 'activation',
          is_a: [],
          aliases: ['normalised exponential'],
          gist: 'positive shares of one whole, handed out by {z}',
        },
      ];
      return all.filter(({ name }) => name.includes(query));
    },
    reader() {
      return { open: () => (passage) => passage.formulas.map((latex) => this.annotate(latex)) };
    },
    concept(id) {
      const summary = this.concepts().find((concept) => concept.id === id);
      if (summary === undefined) return undefined;
      return {
        ...summary,
        related: { parents: ['sum-normalization'], children: [], siblings: [] },
        behaviour: [{ property: 'sums-to-1', of: [], holds: true, says: 'The values add up to 1.', samples: 36 }],
        roles: { z: { name: 'scores', kind: 'family' } },
        forms: ['\\frac{e^{z_i}}{\\sum_j e^{z_j}}'],
        definition: '\\frac{e^{z_i}}{\\sum_j e^{z_j}}',
        laws: [{ latex: '\\sum_i p_i = 1', says: 'the shares sum to 1', holds: 'yes', points: 12 }],
        explain: sampleChunk(SOFTMAX, SOFTMAX).explanation,
        matches: [SOFTMAX],
        near_misses: [{ latex: '\\frac{e^{z_i}}{\\sum_j z_j}', says: 'the exp is missing below the bar' }],
        references: ['Bridle 1990'],
      };
    },
  };
}
