import { describe, expect, it } from 'vitest';
import { structureOf } from './read.js';

describe('events that must all happen', () => {
  it.each([
    ['P(S \\cap T)', 'P(S, T)'],
    ['\\Pr(S \\wedge T \\wedge R)', '\\Pr(S, T, R)'],
    ['P(S T)', 'P(S, T)'],
    ['P(S \\mid T \\cap R)', 'P(S \\mid T, R)'],
    ['P(S_1 S_2 \\mid R)', 'P(S_1, S_2 \\mid R)'],
    ['P(X = x \\text{ and } Y = y)', 'P(X = x, Y = y)'],
    ['P(X > s \\cap Y \\le t \\cap Z = 1)', 'P(X > s, Y \\le t, Z = 1)'],
  ])('%s is %s', (written, apart) => {
    expect(structureOf(written)).toBe(structureOf(apart));
  });

  it.each([
    ['f(S T)', 'f(S, T)'],
    ['P(2 T)', 'P(2, T)'],
    ['P(S \\cup T)', 'P(S, T)'],
    ['\\dim(S \\cap T)', '\\dim(S, T)'],
  ])('%s is not %s', (written, apart) => {
    expect(structureOf(written)).not.toBe(structureOf(apart));
  });
});
