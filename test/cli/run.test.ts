import { describe, expect, it } from 'vitest';
import { SOFTMAX, sampleEngine, softmaxAnnotation } from '../support/samples.js';
import { runWith } from './world.js';

const ESCAPE = '\u001b';

describe('formulens <latex>', () => {
  it('prints the formula with its chunks named', async () => {
    const { code, stdout, stderr } = await runWith([SOFTMAX]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`  ${SOFTMAX}\n`);
    expect(stdout).toContain('└──────── 1 softmax ─────────┘');
    expect(stdout).not.toContain(ESCAPE);
  });

  it('gives the annotation as JSON, as HTTP does', async () => {
    const { stdout } = await runWith(['annotate', '--json', SOFTMAX]);
    expect(stdout).toBe(`${JSON.stringify(softmaxAnnotation())}\n`);
  });

  it('reads standard input, without its last line end', async () => {
    const { stdout } = await runWith(['annotate', '--json', '-'], {
      stdin: [SOFTMAX.slice(0, 9), `${SOFTMAX.slice(9)}\n`],
    });
    expect(JSON.parse(stdout).latex).toBe(SOFTMAX);
  });

  it('takes a formula that begins with a minus sign', async () => {
    const { code, stdout } = await runWith(['--json', '-\\log p']);
    expect([code, JSON.parse(stdout).latex]).toEqual([0, '-\\log p']);
    expect(JSON.parse((await runWith(['--json', '--', '-x'])).stdout).latex).toBe('-x');
  });

  it('hands the context on', async () => {
    const seen: unknown[] = [];
    const inner = sampleEngine();
    const engine = {
      ...inner,
      annotate: (latex: string, options?: object) => {
        seen.push(options);
        return inner.annotate(latex);
      },
    };
    await runWith(['x', '--prose', 'where x', '--domain', 'physics', '--preceding', 'a', '--preceding', 'b'], {
      engine,
    });
    expect(seen).toEqual([{ context: { prose: 'where x', domain: 'physics', preceding: ['a', 'b'] } }]);
  });

  it('colours in terminals only, and not against NO_COLOR, --no-color or a dumb terminal', async () => {
    const coloured = async (args: string[], environment = {}, terminal = true) =>
      (await runWith([SOFTMAX, ...args], { environment, terminal })).stdout.includes(ESCAPE);
    expect(await coloured([])).toBe(true);
    expect(await coloured([], {}, false)).toBe(false);
    expect(await coloured([], { NO_COLOR: '1' })).toBe(false);
    expect(await coloured([], { NO_COLOR: '' })).toBe(true);
    expect(await coloured([], { TERM: 'dumb' })).toBe(false);
    expect(await coloured(['--no-color'])).toBe(false);
    expect(await coloured(['--color'], {}, false)).toBe(true);
  });
});

describe('other commands', () => {
  it('parse shows the outline', async () => {
    expect((await runWith(['parse', 'x'])).stdout).toBe('symbol x\n');
    expect(JSON.parse((await runWith(['parse', '--json', 'x'])).stdout).mathjson).toBe('x');
  });

  it('concepts lists, and shows one', async () => {
    expect((await runWith(['concepts'])).stdout).toContain('  softmax  positive shares');
    expect((await runWith(['concepts', 'softmax'])).stdout).toContain('the shares sum to 1');
    expect((await runWith(['concepts', 'no', 'such', 'words'])).code).toBe(1);
    expect((await runWith(['concepts', 'softm'])).stdout).toContain('  softmax  positive shares');
    expect(JSON.parse((await runWith(['concepts', '--json'])).stdout).concepts).toHaveLength(1);
    const unknown = await runWith(['concepts', 'nothing']);
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toBe('formulens: no concept has the id nothing; formulens concepts lists all of them\n');
  });

  it('help and version do not load the engine', async () => {
    for (const args of [[], ['--help'], ['-h'], ['annotate', '--help'], ['--version'], ['-v']]) {
      const { code, stdout, engineLoaded } = await runWith(args);
      expect([code, engineLoaded], args.join(' ')).toEqual([0, false]);
      expect(stdout).toMatch(args.join().includes('v') ? /^1\.2\.3\n$/ : /^formulens reads/);
    }
    const widest = (await runWith([])).stdout.split('\n').map((line) => line.length);
    expect(Math.max(...widest)).toBeLessThanOrEqual(80);
  });

  it('serve --print-config shows the settings and refuses wrong ones all at once', async () => {
    const { stdout } = await runWith(['serve', '--print-config', '--port', '8080'], { environment: { HOST: '::1' } });
    expect(JSON.parse(stdout)).toMatchObject({ PORT: 8080, HOST: '::1' });
    const wrong = await runWith(['serve', '--port', 'x'], { environment: { LOG_LEVEL: 'loud' } });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/^formulens: settings: PORT: .*LOG_LEVEL: .*\n$/);
  });
});

describe('bad input', () => {
  const cases: readonly (readonly [name: string, args: string[], code: number, line: string])[] = [
    ['an empty formula', [''], 2, 'the formula is empty'],
    ['10,001 characters', ['x'.repeat(10_001)], 2, '10001 characters, 10000 are allowed'],
    ['a lone surrogate', ['a\ud800'], 2, 'lone surrogate'],
    ['an open group', ['\\frac{a'], 1, 'missing } for the group opened at 5 (at 5); close the group'],
    ['an unknown option', ['--bogus', 'x'], 2, "unknown option '--bogus'"],
    ['an option without value', ['x', '--prose'], 2, '--prose'],
    ['words that were not quoted', ['x', '+', 'y'], 2, 'in quotes'],
    ['a command without formula', ['annotate'], 2, 'no formula'],
  ];
  it.each(cases)('%s', async (_name, args, code, line) => {
    const result = await runWith(args);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(/^formulens: [^\n]+\n$/);
    expect(result.stderr).toContain(line);
  });

  it('shows what could be read all the same', async () => {
    const { stdout } = await runWith(['\\frac{a']);
    expect(stdout).toContain('  \\frac{a\n       ^^\n');
  });

  it('never lets a control character through', async () => {
    const { stdout, stderr } = await runWith([`x${ESCAPE}[31m`, `--bogus${ESCAPE}[31m`]);
    expect(stdout + stderr).not.toContain(ESCAPE);
  });

  it('standard input that is not UTF-8', async () => {
    const { code, stderr } = await runWith(['-'], { stdin: [new Uint8Array([0xff])] });
    expect([code, stderr]).toEqual([2, 'formulens: standard input is not UTF-8, or longer than any formula may be\n']);
  });
});

describe('annotate --ndjson', () => {
  it('answers line by line in order, in whatever pieces the lines arrive', async () => {
    const input = [
      JSON.stringify({ id: 1, latex: SOFTMAX }),
      '{"id":2,"latex":',
      '{"id":"ü","latex":"é"}',
      '{"id":4,"latex":"x","nonsense":1}',
      '5',
    ].join('\n');
    const bytes = new TextEncoder().encode(input);
    for (const size of [1, 7, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.slice(index * size, (index + 1) * size),
      );
      const { code, stdout } = await runWith(['annotate', '--ndjson'], { stdin: pieces });
      const answers = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(code).toBe(0);
      expect(answers.map((answer) => [answer.id, answer.latex ?? answer.error.code])).toEqual([
        [1, SOFTMAX],
        [null, 'request/invalid-json'],
        ['ü', 'é'],
        [4, 'request/unknown-field'],
        [null, 'request/invalid'],
      ]);
    }
  });

  it('goes on after a line that is too long or not UTF-8', async () => {
    const long = 'x'.repeat(700_000);
    const stdin = [long, `${long}\n`, new Uint8Array([0xc3, 0x28, 10]), '{"id":1,"latex":"x"}\n'];
    const { stdout } = await runWith(['annotate', '--ndjson'], { stdin });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map((answer) => answer.error?.code ?? answer.id)).toEqual([
      'request/too-large',
      'request/not-utf8',
      1,
    ]);
  });
});
