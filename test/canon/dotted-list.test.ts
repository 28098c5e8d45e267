import { describe, expect, it } from 'vitest';
import { stepOf, structureOf } from './read.js';

const same = (a: string, b: string): void => expect(structureOf(a)).toBe(structureOf(b));
const differs = (a: string, b: string): void => expect(structureOf(a)).not.toBe(structureOf(b));

describe('a list with dots', () => {
  it('is its first and its last, however many are written before the dots', () => {
    same('p(u_1, u_2, u_3, \\ldots, u_m)', 'p(u_1, \\ldots, u_m)');
    same('p(u_m \\mid u_1, u_2, \\ldots, u_{m-1})', 'p(u_m \\mid u_1, \\ldots, u_{m-1})');
    same('p(u_k \\mid u_{k-1}, u_{k-2}, \\ldots, u_1)', 'p(u_k \\mid u_{k-1}, \\ldots, u_1)');
  });

  it('keeps what is no element of it', () => {
    differs('p(v \\mid c, u_1, \\ldots, u_m)', 'p(v \\mid c, \\ldots, u_m)');
    differs('p(u_1, u_3, \\ldots, u_m)', 'p(u_1, \\ldots, u_m)');
  });
});

describe('a state whose index is left off on the left', () => {
  it('is the state after the step', () => {
    expect(stepOf('w = w_{t-1} - a \\nabla f')).toBe(stepOf('w_t = w_{t-1} - a \\nabla f'));
    expect(stepOf('w = w_{t-2} - a \\nabla f')).not.toBe(stepOf('w_t = w_{t-1} - a \\nabla f'));
  });
});
