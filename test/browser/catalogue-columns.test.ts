import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromColumns, toColumns } from '../../src/browser/catalogue/columns.js';
import { fromPostfix, toPostfix } from '../../src/browser/catalogue/postfix.js';
import { readShipped } from '../../src/browser/catalogue/shipped.js';
import { fromSlim, toSlim } from '../../src/browser/catalogue/slim.js';

const shipped = readShipped();

describe('data laid out by column', () => {
  it('comes back as it was, to the order of its keys', () => {
    const row = fc.record(
      { id: fc.string(), n: fc.integer(), flag: fc.boolean(), tags: fc.array(fc.string()), extra: fc.jsonValue() },
      { requiredKeys: ['id'] },
    );
    const data = fc.oneof(fc.jsonValue(), fc.array(row), fc.array(fc.tuple(fc.string(), fc.integer(), fc.array(row))));
    fc.assert(
      fc.property(data, (value) => {
        const plain = JSON.stringify(value);
        expect(JSON.stringify(fromColumns(toColumns(JSON.parse(plain))))).toBe(plain);
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it.each([
    ['lines and the sign between columns in a text', ['a\nb', 'c\u0001d', '']],
    ['keys that some rows do not have', [{ a: 1 }, { a: 2, b: 'x' }, { b: 'y', c: null }, {}]],
    [
      'keys in another order',
      [
        { a: 1, b: 2 },
        { b: 1, a: 2 },
      ],
    ],
    ['lists of mixed kinds and lengths', [['a', 1], ['b', 2, ['c']], ['d']]],
    ['a null among texts', ['a', null, 'b', 'c']],
    ['a text by itself with a stroke', ['\u0001']],
    ['fractions, large numbers and negative ones', [0.1, -3, 12345678901234, -7]],
  ])('keeps %s', (_, data) => {
    expect(fromColumns(toColumns(data))).toEqual(data);
  });

  it('gives the whole catalogue back', () => {
    expect(fromColumns(toColumns(shipped))).toEqual(shipped);
  });
});

describe('the slim catalogue', () => {
  const slim = fromSlim(toSlim(shipped));

  it('has all nodes and patterns, and the words of each concept', () => {
    expect(fromPostfix(toPostfix(shipped.nodes))).toEqual(shipped.nodes);
    expect([slim.nodes, slim.patterns]).toEqual([shipped.nodes, shipped.patterns]);
    expect(slim.concepts.map(({ file }) => file.explain)).toEqual(shipped.concepts.map(({ file }) => file.explain));
  });

  it('is less than half of the whole', () => {
    expect(toSlim(shipped).length).toBeLessThan(JSON.stringify(shipped).length / 2);
  });
});
