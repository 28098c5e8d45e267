import { parseArgs } from 'node:util';

export const HELP = `formulens reads LaTeX formulas: it names the concepts in them, says what they
do, and shows with numbers that it is true.

  formulens '<latex>'              read a formula; "-" takes standard input
  formulens annotate [options] '<latex>'
  formulens annotate --ndjson      many: {"id", "latex", "context"?} a line in,
                                   {"id", …answer} a line out, in order
  formulens evaluate '<latex>'     the formula in numbers, chunk by chunk;
                                   --values gives them; --ndjson takes many:
                                   {"id", "latex", "values"} a line in
  formulens parse '<latex>'        how it is read, without its concepts
  formulens picture '<latex>'      a picture of it, as SVG; --values
  formulens simulate <file>        run formulas as programs; "-" takes standard
                                   input; --svg gives the picture
  formulens matrix '<latex>'       what a matrix does, and its factors; --values
  formulens check <paths>          Markdown and LaTeX files: what cannot be
                                   read, near misses; --strict, --all,
                                   --macros <file>
  formulens concepts [words]       what is known, or one concept by its id
  formulens serve                  HTTP; --host, --port, --print-config

  --json                the answer as JSON
  --prose <text>        text around the formula: 'where $x$ is the input'
  --preceding <latex>   a formula that stands before this one; may be repeated
  --domain <name>       field whose conventions hold: machine-learning, …
  --values <json>       values of the symbols: '{"A": [[2, 1], [1, 3]]}'; for
                        evaluate also: example
  --behaviour           what each piece does, found by trying it
  --width <columns>     width of the text, 80 unless the terminal says otherwise
  --color, --no-color   colour is on in terminals; NO_COLOR is respected
  --help, --version

Quote formulas with '…', or the shell eats their backslashes.
Exit: 0 read; 1 could not be read as a whole; 2 asked in the wrong way.
`;

const OPTIONS = {
  json: { type: 'boolean' },
  svg: { type: 'boolean' },
  strict: { type: 'boolean' },
  all: { type: 'boolean' },
  macros: { type: 'string' },
  ndjson: { type: 'boolean' },
  prose: { type: 'string' },
  preceding: { type: 'string', multiple: true },
  domain: { type: 'string' },
  behaviour: { type: 'boolean' },
  values: { type: 'string' },
  width: { type: 'string' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  host: { type: 'string' },
  port: { type: 'string' },
  'print-config': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  // Carries formulas that begin with a minus sign past the parser of options.
  'negative-formula': { type: 'string', multiple: true },
} as const;

export const COMMANDS = [
  'annotate',
  'evaluate',
  'parse',
  'picture',
  'simulate',
  'matrix',
  'check',
  'concepts',
  'serve',
] as const;
export type Command = (typeof COMMANDS)[number];

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

export type ParsedArguments =
  | {
      readonly ok: true;
      readonly command: Command | undefined;
      readonly rest: readonly string[];
      readonly values: Values;
    }
  | { readonly ok: false; readonly message: string };

/** Arguments that could be read. */
export type Arguments = Extract<ParsedArguments, { ok: true }>;

export function readArguments(args: readonly string[]): ParsedArguments {
  try {
    const { values, positionals } = parseArgs({
      args: protectFormulas(args),
      options: OPTIONS,
      allowPositionals: true,
    });
    const [first = ''] = positionals;
    const command = COMMANDS.find((name) => name === first);
    const words = command === undefined ? positionals : positionals.slice(1);
    return { ok: true, command, rest: [...words, ...(values['negative-formula'] ?? [])], values };
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    return { ok: false, message: sentence.replace(/^Unknown/, 'unknown') };
  }
}

/** `-\log p` is a formula, `-h` is an option. */
function protectFormulas(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((argument, index) => {
    const isFormula = /^-[^-]/.test(argument) && argument !== '-h' && argument !== '-v' && (end < 0 || index < end);
    return isFormula ? `--negative-formula=${argument}` : argument;
  });
}
