import type { Net } from '../catalogue/net.js';
import type { Pattern } from '../catalogue/pattern.js';
import { shapeOfClaim } from './claim-shape.js';
import { type Evidence, type EvidenceInput, gatherEvidence } from './evidence.js';

/** Verdicts that are kept; the oldest go first. */
const MOST_VERDICTS = 8_192;

/** Proves claims, and remembers what was proved by the shape of the claim. */
export type Verdicts = { readonly of: (input: Omit<EvidenceInput, 'drawnAs'>) => Evidence };

export function createVerdicts({ most = MOST_VERDICTS, prove = gatherEvidence } = {}): Verdicts {
  const known = new Map<string, Evidence>();
  const numbers = new Map<Pattern, number>();
  const numberOf = (pattern: Pattern): number => {
    const number = numbers.get(pattern) ?? numbers.size;
    numbers.set(pattern, number);
    return number;
  };
  const keep = (key: string, verdict: Evidence): Evidence => {
    if (known.size >= most) known.delete(known.keys().next().value as string);
    known.set(key, verdict);
    return verdict;
  };
  return {
    of: (input) => {
      const { key, drawnAs } = shapeOfClaim(input);
      const shape = `${numberOf(input.pattern)} ${key}`;
      // What stays unproved says why in the words of this formula, so it is remembered with its letters.
      const inWords = `${shape} ; ${[...drawnAs.keys()].join(' ')}`;
      const verdict = known.get(shape) ?? known.get(inWords);
      if (verdict) return verdict;
      const made = prove({ ...input, drawnAs });
      return keep(made.status === 'structural' ? inWords : shape, made);
    },
  };
}

const ofNets = new WeakMap<Net, Verdicts>();

/** The verdicts on the forms of one catalogue. A verdict is a function of its claim, so what is remembered changes no answer. */
export function verdictsOf(net: Net): Verdicts {
  const known = ofNets.get(net) ?? createVerdicts();
  ofNets.set(net, known);
  return known;
}
