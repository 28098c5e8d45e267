import { describe, expect, it } from 'vitest';
import { createEngine, type SimulateRequest } from '../../src/index.js';
import { elementsOf, parseXml, textOf, type XmlElement } from '../support/xml.js';

const engine = createEngine();
type Values = Readonly<Record<string, number | number[] | number[][]>>;

function pictureOf(latex: string, values: Values = {}): string | undefined {
  const { picture, errors } = engine.picture(latex, { values });
  expect(errors).toEqual([]);
  return picture;
}

function titleOf(picture: string | undefined): string {
  const root = parseXml(picture ?? '<none/>');
  return textOf(root.children[0] as XmlElement);
}

function descriptionOf(picture: string | undefined): string {
  return textOf(parseXml(picture ?? '<none/>').children[1] as XmlElement);
}

const DESCENT: SimulateRequest = {
  blocks: [
    { name: 'descent', latex: '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)' },
    { name: 'too fast', latex: '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)', values: { '\\eta': 0.2 } },
  ],
  loss: 'J(\\theta) = \\theta_1^2 + 8\\theta_2^2',
  values: { '\\theta': [-3, 2], '\\eta': 0.05 },
  steps: 30,
};

const drawn = (request: SimulateRequest): string => engine.simulate(request).picture as string;

const PICTURES: Readonly<Record<string, () => string>> = {
  graph: () => pictureOf('\\sigma(x) = \\frac{1}{1+e^{-x}}') as string,
  'graph with poles': () => pictureOf('\\tan x') as string,
  bars: () => pictureOf('\\frac{e^{z_i}}{\\sum_j e^{z_j}}', { z: [3, -1, 0.5] }) as string,
  contours: () => pictureOf('x^2 + 25 y^2') as string,
  action: () => pictureOf('\\begin{pmatrix} 1 & 2 \\\\ 0 & 1 \\end{pmatrix}') as string,
  'action on a line': () => pictureOf('\\begin{pmatrix} 1 & 2 \\\\ 2 & 4 \\end{pmatrix}') as string,
  'action on a point': () => pictureOf('\\begin{pmatrix} 0 & 0 \\\\ 0 & 0 \\end{pmatrix}') as string,
  table: () =>
    pictureOf('A', {
      A: [
        [1, -2, 0],
        [0.5, 3, -1],
        [0, 0, 2],
      ],
    }) as string,
  'large table': () =>
    pictureOf('A', { A: Array.from({ length: 30 }, (_, i) => Array.from({ length: 30 }, (_, j) => i - j)) }) as string,
  race: () => drawn(DESCENT),
  'race of eight': () =>
    drawn({
      ...DESCENT,
      blocks: Array.from({ length: 8 }, (_, k) => ({
        ...DESCENT.blocks[0],
        name: `rate ${k}`,
        values: { '\\eta': 0.01 * (k + 1) },
      })) as SimulateRequest['blocks'],
    }),
  'race that all leave': () =>
    drawn({ ...DESCENT, blocks: [DESCENT.blocks[1] as SimulateRequest['blocks'][0]], steps: 5000 }),
  loss: () =>
    drawn({ blocks: [{ latex: 'x = x - 0.1 \\nabla J(x)' }], loss: 'J(x) = x^2', values: { x: 1 }, steps: 20 }),
  'a long run': () =>
    drawn({
      blocks: Array.from({ length: 8 }, () => ({ latex: 'x = x + 1' })),
      values: { x: 0 },
      steps: 30_000,
      every: 1000,
    }),
  'very large numbers': () => pictureOf('10^{300} x') as string,
  recurrence: () => pictureOf('v_t = 0.9 v_{t-1} + 0.1 g_t') as string,
  values: () => drawn({ blocks: [{ latex: 'x_{n+1} = 3.9 x_n (1 - x_n)' }], values: { x_0: 0.3 }, steps: 50 }),
};

describe.each(Object.entries(PICTURES))('the picture %s', (_name, draw) => {
  const picture = draw();
  const root = parseXml(picture);
  const all = elementsOf(root);

  it('is one svg with a title and a description, which name it', () => {
    expect(root.name).toBe('svg');
    const [title, description] = root.children as XmlElement[];
    expect([title?.name, description?.name]).toEqual(['title', 'desc']);
    expect(root.attributes.role).toBe('img');
    expect(root.attributes['aria-labelledby']).toBe(`${title?.attributes.id} ${description?.attributes.id}`);
    expect(textOf(title as XmlElement).length).toBeGreaterThan(5);
    expect(textOf(description as XmlElement).length).toBeGreaterThan(20);
  });

  it('holds nothing that runs, loads or needs inline styles', () => {
    const attributes = all.flatMap((element) => Object.entries(element.attributes));
    expect(all.map((element) => element.name)).not.toContain('script');
    expect(attributes.filter(([key]) => key.startsWith('on') || key === 'style')).toEqual([]);
    expect(attributes.filter(([key, value]) => key.endsWith('href') && !value.startsWith('#'))).toEqual([]);
    expect(picture).not.toMatch(/url\(|@import/);
  });

  it('has only numbers where numbers belong, and every id once', () => {
    const places = all.flatMap(({ attributes }) =>
      ['d', 'x', 'y', 'cx', 'cy', 'width', 'height'].map((k) => attributes[k] ?? ''),
    );
    for (const place of places) expect(place).toMatch(/^[MLHVZhvlac\d\s.-]*$/);
    const ids = all.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('writes its words in one size, inside its frame', () => {
    expect(root.attributes['font-size']).toBe('12');
    const width = Number(root.attributes.width);
    const height = Number(root.attributes.height);
    for (const text of all.filter(({ name }) => name === 'text')) {
      expect(text.attributes['font-size']).toBe(undefined);
      const [x, y] = [Number(text.attributes.x), Number(text.attributes.y)];
      expect([x >= 0 && x <= width, y >= 8 && y <= height], textOf(text)).toEqual([true, true]);
    }
  });

  it('is the same every time', () => {
    expect(draw()).toBe(picture);
  });
});

describe('colours', () => {
  it('are there for light and dark, and every class has one', () => {
    const picture = PICTURES.race?.() as string;
    const style = textOf(elementsOf(parseXml(picture)).find(({ name }) => name === 'style') as XmlElement);
    expect(style).toContain('@media (prefers-color-scheme:dark)');
    const used = elementsOf(parseXml(picture)).flatMap(({ attributes, name }) =>
      name === 'svg' ? [] : (attributes.class?.split(' ') ?? []),
    );
    for (const name of new Set(used)) expect(style).toContain(`.${name}{`);
  });
});

describe('which picture suits', () => {
  it.each<[string, Values, RegExp]>([
    ['\\max(0, x)', {}, /^The graph of/],
    ['f(x) = a x^2', { a: 2 }, /^The graph of/],
    ['\\log x', {}, /^The graph of/],
    ['x^2 - y^2', {}, /^Lines of equal height/],
    ['\\frac{e^{z_i}}{\\sum_j e^{z_j}}', {}, /softmax.*before and after/],
    ['\\tanh(x)', { x: [1, -1, 2] }, /before and after/],
    [
      'W x + b',
      {
        W: [
          [1, 2],
          [3, 4],
        ],
        x: [1, 1],
        b: [0, 1],
      },
      /before and after/,
    ],
    ['\\|x\\|', { x: [3, 4] }, /before and after/],
    ['R = \\begin{pmatrix} \\cos t & -\\sin t \\\\ \\sin t & \\cos t \\end{pmatrix}', { t: 0.5 }, /unit square/],
    [
      'A B',
      {
        A: [
          [1, 0],
          [1, 1],
        ],
        B: [
          [2, 0],
          [0, 1],
        ],
      },
      /unit square/,
    ],
    ['v v^\\top', { v: [1, 2, 3] }, /entries/],
    ['v_t = \\beta v_{t-1} + (1-\\beta) g_t', { '\\beta': 0.9 }, /step by step/],
    ['x_{n+1} = r x_n (1 - x_n)', { r: 3.2, x: 0.2 }, /step by step/],
  ])('%s', (latex, values, title) => {
    expect(titleOf(pictureOf(latex, values))).toMatch(title);
  });

  it.each([
    'e^{i\\pi}',
    'f(x) + 1',
    'a \\le b',
    '3 + 4',
    'h_t = \\tanh(W h_{t-1} + U x_t)',
    'F = G \\frac{m_1 m_2}{r^2}',
    '\\sum_{i=1}^n i^2',
    '\\mathbb{E}[X] = \\mu',
    '\\frac{\\partial T}{\\partial t} = \\kappa \\nabla^2 T',
    '[\\mathbf{u}; \\mathbf{v}]',
    '\\frac{dz}{dx} = \\frac{dz}{dy}\\frac{dy}{dx}',
  ])('none for %s', (latex) => {
    expect(pictureOf(latex)).toBe(undefined);
  });

  it('comes with an annotation that asks for it, and only then', () => {
    const latex = '\\frac{1}{1+e^{-x}}';
    expect(engine.annotate(latex).picture).toBe(undefined);
    expect(titleOf(engine.annotate(latex, { include: ['picture'] }).picture)).toMatch(/^The graph of/);
    expect('picture' in engine.annotate('f(x)', { include: ['picture'] })).toBe(false);
    expect('picture' in engine.annotate('\\frac{', { include: ['picture'] })).toBe(false);
  });

  it('says what is wrong with values', () => {
    expect(engine.picture('x^2', { values: { '\\frac{': 1 } }).errors).not.toEqual([]);
    expect(engine.picture('\\frac{').errors).toMatchObject([{ code: 'latex/open-group' }, {}]);
  });
});

describe('what is to be seen, in words', () => {
  it('gives the numbers that go in and come out', () => {
    // e², e and 1 over their sum.
    const total = Math.E ** 2 + Math.E + 1;
    const expected = [Math.E ** 2, Math.E, 1].map((x) => String(Number((x / total).toPrecision(3))));
    expect(descriptionOf(pictureOf('\\frac{e^{z_i}}{\\sum_j e^{z_j}}', { z: [2, 1, 0] }))).toBe(
      `z = (2, 1, 0) becomes (${expected.join(', ')}).`,
    );
  });

  it('tells where a curve goes, and the value at the reader’s point', () => {
    const words = descriptionOf(pictureOf('\\frac{1}{1+e^{-x}}', { x: 2 }));
    expect(words).toContain('at x = 2 it is 0.881');
    expect(words).toContain('far to the left it comes near 0');
    expect(words).toContain('far to the right it comes near 1');
  });

  it('does not draw a line where a function jumps', () => {
    const paths = (latex: string): string =>
      elementsOf(parseXml(pictureOf(latex) as string))
        .filter(({ name, attributes }) => name === 'path' && attributes['stroke-width'] === '2')
        .map(({ attributes }) => attributes.d)
        .join('');
    expect(paths('\\lfloor x \\rfloor').split('M').length - 1).toBeGreaterThan(10);
    expect(paths('\\frac{1}{x}').split('M').length - 1).toBe(2);
    expect(paths('e^{3x}').split('M').length - 1).toBe(1);
    expect(paths('x^3').split('M').length - 1).toBe(1);
  });

  it('runs a recurrence from where it is said to start', () => {
    // Two values that take turns, (r + 1 ± √((r − 3)(r + 1))) / 2r; after 40 steps it is the larger.
    const larger = (4.2 + Math.sqrt(0.2 * 4.2)) / 6.4;
    const words = descriptionOf(pictureOf('x_{n+1} = r x_n (1 - x_n)', { r: 3.2, x: 0.2 }));
    expect(words).toBe(`x goes from 0.2 to ${larger.toPrecision(3)} in 40 steps, with r = 3.2.`);
  });

  it('tells how each program ended', () => {
    const words = descriptionOf(drawn(DESCENT));
    expect(words).toContain('descent: still changes after 30 steps; loss from 41 to');
    expect(words).toMatch(/too fast: diverges/);
  });
});

describe('text of others', () => {
  it('is text in a picture, never markup', () => {
    const hostile = '</title><script>alert(1)</script>"\'&amp; \u0007\ud800';
    const picture = drawn({
      blocks: [{ name: hostile.slice(0, 60), latex: 'x = 0.5 x' }, { latex: 'x = 0.4 x' }],
      values: { x: 1 },
      steps: 3,
    });
    expect(elementsOf(parseXml(picture)).map(({ name }) => name)).not.toContain('script');
    for (const gone of ['\u0007', '\ud800']) expect(picture).not.toContain(gone);
    const letters = pictureOf('\\text{<b>&} x^2') as string;
    expect(elementsOf(parseXml(letters)).map(({ name }) => name)).not.toContain('b');
  });
});
