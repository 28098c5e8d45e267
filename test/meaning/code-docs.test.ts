import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

describe('words in italics', () => {
  it('five letters that read as a word are one name, wherever they stand', () => {
    expect(tree('depths \\cdot width + offset')).toBe('(add (multiply[cdot] depths width) offset)');
    expect(tree('\\log u[class]')).toBe('(apply log (indexed u bracket:class))');
    expect(tree('(u + v)^{degree}')).toBe('(power (add u v) degree)');
  });

  it('letters that do not read as a word are factors', () => {
    expect(tree('abcxyz + 1')).toBe('(add (multiply a b c x y z) #1)');
    expect(tree('pqrst')).toBe('(multiply p q r s t)');
  });

  it('capitals before brackets are a name; two of them before a list only', () => {
    expect(tree('RMSE(u)')).toBe('(apply RMSE u)');
    expect(tree('MI(U, V)')).toBe('(apply MI U V)');
    expect(tree('AB(c + d)')).toBe('(multiply A B (add c d))');
    expect(tree('K P(u, v)')).toBe('(multiply K (apply P u v))');
  });
});

describe('single bars with an order', () => {
  it('are a norm', () => {
    expect(tree('|{\\bf u} - {\\bf v}|_p')).toBe('(norm (add bold:u (negate bold:v)) p)');
    expect(tree('|u|_1')).toBe('(norm u #1)');
  });

  it('any other subscript is an index', () => {
    expect(tree('|u|_k')).toBe('(indexed (absolute u) sub:k)');
  });
});

describe('rows of a value and words that say when', () => {
  it('are cases without a brace', () => {
    const rows = (env: string): string =>
      `\\begin{${env}} u, & \\text{if } u > c \\\\ c, & \\text{otherwise} \\end{${env}}`;
    expect(tree(rows('array').replace('{array}', '{array}{ll}'))).toBe('(cases [u if (relation[>] u c)] [c if _])');
    expect(tree(rows('aligned'))).toBe('(cases [u if (relation[>] u c)] [c if _])');
  });

  it('a condition that is all text is read where it compares two names', () => {
    expect(tree('\\begin{cases} 0 & \\text{if size < 0} \\\\ size & \\text{if it is large} \\end{cases}')).toBe(
      '(cases [#0 if (relation[<] size #0)] [size if "if it is large"])',
    );
  });

  it('statements with a remark stay statements', () => {
    const latex = '\\begin{aligned} u &= 1 & \\text{if } v > 0 \\\\ u &= 2 & \\text{otherwise} \\end{aligned}';
    expect(tree(latex)).toContain('(relation[=] u #1)');
  });
});

describe('other signs of library documentation', () => {
  it('signs of order are brackets where no left side can stand', () => {
    expect(tree('d(u, v) = <u, v>')).toBe('(relation[=] (apply d u v) (inner u v))');
    expect(tree('u_{<t}')).toBe('(indexed u sub:(apply < t))');
    expect(tree('0 < u, v > 0')).toBe('(system (relation[<] #0 u) (relation[>] v #0))');
  });

  it('an H transposes a matrix, or what stands beside itself', () => {
    expect(tree('A = L L^H')).toBe('(relation[=] A (multiply L (transpose:dagger L)))');
    expect(tree('I - c u u^{H}')).toBe('(add I (negate (multiply c u (transpose:dagger u))))');
    expect(tree('n^H')).toBe('(power n H)');
  });

  it('a column by a row has an inverse', () => {
    expect(tree('(u u^T)^{{-1}}')).toBe('(inverse (multiply u (transpose:T u)))');
    expect(tree('(u v)^{-1}')).toBe('(power (multiply u v) (negate #1))');
  });

  it('a one with a question below it counts', () => {
    expect(tree('\\mathbb{1}_{f(u) = k}')).toBe('(apply indicator (relation[=] (apply f u) k))');
    expect(tree('\\mathbf 1_A(u)')).toBe('(apply (indexed indicator sub:A) u)');
  });

  it('bold letters are multiplied entry by entry by a circle and joined by a double bar', () => {
    expect(tree('\\mathbf a_k \\circ \\mathbf b_k')).toBe(
      '(multiply[odot] (indexed bold:a sub:k) (indexed bold:b sub:k))',
    );
    expect(tree('f \\circ g')).toBe('(multiply[circ] f g)');
    expect(tree('h(\\mathbf a \\Vert \\mathbf b - \\mathbf a)')).toBe(
      '(apply h (concat bold:a (add bold:b (negate bold:a))))',
    );
    expect(tree('D(\\mathbf p \\Vert \\mathbf q)')).toBe('(apply D (given:double [bold:p] [bold:q]))');
  });

  it('a line that ends in a maximum goes on', () => {
    expect(tree('\\begin{aligned} u = & \\max_{k} \\\\ & f(k) \\end{aligned}')).toBe(
      '(relation[=] u (big max:max [k] (apply f k)))',
    );
  });
});
