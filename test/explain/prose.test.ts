import { describe, expect, it } from 'vitest';
import { meaningsIn } from '../../src/explain/prose.js';
import { toProse } from '../../src/explain/prose-text.js';

const told = (text: string) => Object.fromEntries(meaningsIn(toProse(text)).map((m) => [m.latex, m.meaning]));

describe('what prose says of symbols', () => {
  it.each([
    ['where $\\alpha$ is the learning rate', { '\\alpha': 'the learning rate' }],
    ['$W$ denotes the weight matrix of the first layer.', { W: 'the weight matrix of the first layer' }],
    ['the attention weights $\\alpha_{ts}$', { '\\alpha_{ts}': 'the attention weights' }],
    ['Let $x \\in \\mathbb{R}^d$ be the input vector', { 'x \\in \\mathbb{R}^d': 'the input vector' }],
    [
      'where $\\eta$ is the step size and $\\theta$ the parameters',
      { '\\eta': 'the step size', '\\theta': 'the parameters' },
    ],
    ['$W$ and $b$ are the weights and the bias, respectively', { W: 'the weights', b: 'the bias' }],
    ['$h_s$ is the hidden state at step $s$, and more', { h_s: 'the hidden state at step $s$', s: 'step' }],
    ['with learning rate $\\eta$', { '\\eta': 'learning rate' }],
    ['The learning rate is $\\eta$.', { '\\eta': 'the learning rate' }],
    ['We denote the batch size by $B$.', { B: 'the batch size' }],
    [
      'the momentum ($\\mu$) and $\\lambda$ (the weight decay)',
      { '\\mu': 'the momentum', '\\lambda': 'the weight decay' },
    ],
    ['- $\\eta$: learning rate\n- $\\beta$ — the decay', { '\\eta': 'learning rate', '\\beta': 'the decay' }],
    ['| $\\eta$ | learning rate |', { '\\eta': 'learning rate' }],
    ['where $f(x)$ is the loss function that we minimise', { 'f(x)': 'the loss function' }],
    ['the key $k$ are independent random variables', { k: 'the key' }],
    ['the number of tokens $T$', { T: 'the number of tokens' }],
    ['Weights $w_i$ that sum to one', { w_i: 'weights' }],
    ['\\(x\\) is the input', { x: 'the input' }],
  ])('%s', (text, meanings) => {
    expect(told(text)).toEqual(meanings);
  });

  it.each([
    'the derivative of $f$ with respect to $x$ is zero',
    'If $y$ is positive then $z$ is not.',
    '$q$ is even and $f$ is convex',
    'for all $x$, for large $n$, for fixed $t$',
    'The value of $k$ is small. So $a$ is the same as $b$.',
    'Now consider $x$, the function is convex.',
    'multiply $a$ by $b$ and add $c$',
    'the formula $a + b$ is long',
    'each of them has its own $Q$',
  ])('nothing in: %s', (text) => {
    expect(told(text)).toEqual({});
  });
});
