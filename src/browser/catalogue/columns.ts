/**
 * Plain data laid out by column: what has the same meaning stands together, without the names and the brackets around it, and
 * what nearly always is the same is said once. Packed, it weighs three quarters of the same data as JSON. The form is found
 * from the data, so a new field of the catalogue needs no line here.
 */

/** How the values of one column are written: as one text, or as columns of their own. */
type Form =
  | readonly ['same', value?: unknown]
  | readonly ['text' | 'count' | 'step' | 'json']
  | readonly ['but', places: Form, others: Form, usual?: unknown]
  | readonly ['list', lengths: Form, elements: Form]
  | readonly ['tuple', columns: readonly Form[]]
  | readonly ['record', keys: readonly string[], columns: readonly Form[]]
  | readonly ['map', lengths: Form, keys: Form, values: Form];

type Values = readonly unknown[];
type Dictionary = Readonly<Record<string, unknown>>;

/** Stands between the texts, the first of which is the form as JSON. */
const BETWEEN = '\u0001';
const LONGEST_TUPLE = 6;
const LARGEST_RECORD = 24;

/** For whatever JSON can say. */
export function toColumns(data: unknown): string {
  const texts: string[] = [];
  const form = write([data], texts);
  return [JSON.stringify(form), ...texts].join(BETWEEN);
}

export function fromColumns(text: string): unknown {
  const [form = '', ...texts] = text.split(BETWEEN);
  const left = texts.values();
  return read(JSON.parse(form) as Form, 1, () => left.next().value as string)[0];
}

// ---------------------------------------------------------------------------------------------------------- writing

/** Columns are read in the order in which they are written; a value may be undefined where a record does not have it. */
function write(values: Values, texts: string[]): Form {
  const [first] = values;
  if (values.length === 1 && isDictionary(first)) return writeDictionaries([first], texts);
  if (values.length === 1 && isList(first)) return writeLists([first], texts);
  const usual = mostFrequent(values);
  const isUsual = values.map((v) => keyOf(v) === usual.key);
  const count = isUsual.filter(Boolean).length;
  if (count === values.length) return usual.value === undefined ? ['same'] : ['same', usual.value];
  if (count * 2 > values.length) return writeExceptions(values, isUsual, usual.value, texts);
  if (values.includes(undefined)) return writeExceptions(values, values.map(isAbsent), undefined, texts);
  if (values.every(isPlainText)) return put(['text'], values.join('\n'), texts);
  if (values.every(isInteger)) return writeIntegers(values, texts);
  if (values.every(isList)) return writeLists(values, texts);
  if (values.every(isDictionary)) return writeDictionaries(values, texts);
  return put(['json'], values.map((v) => JSON.stringify(v)).join('\n'), texts);
}

function writeExceptions(values: Values, isUsual: readonly boolean[], usual: unknown, texts: string[]): Form {
  const places = isUsual.flatMap((is, at) => (is ? [] : [at]));
  const form = [
    writeIntegers([places.length, ...places], texts),
    write(
      places.map((at) => values[at]),
      texts,
    ),
  ] as const;
  return usual === undefined ? ['but', ...form] : ['but', ...form, usual];
}

/** As they are or as steps from one to the next, whichever is shorter. */
function writeIntegers(values: readonly number[], texts: string[]): Form {
  const [plain = '', steps = ''] = [values, values.map((v, i) => v - (values[i - 1] ?? 0))].map((list) =>
    list.map((v) => v.toString(36)).join(' '),
  );
  return steps.length < plain.length ? put(['step'], steps, texts) : put(['count'], plain, texts);
}

function writeLists(lists: readonly Values[], texts: string[]): Form {
  const elements = lists.flat();
  const lengths = lists.map((list) => list.length);
  const longest = Math.max(...lengths);
  const column = (i: number): Form => {
    const values = lists.map((list) => list[i]);
    return write(values, texts);
  };
  if (longest <= LONGEST_TUPLE && new Set(elements.map(kindOf)).size > 1)
    return ['tuple', Array.from({ length: longest }, (_, i) => column(i))];
  return ['list', writeIntegers(lengths, texts), write(elements, texts)];
}

/** A record has few keys, which always come in the same order; any other is a map. */
function writeDictionaries(all: readonly Dictionary[], texts: string[]): Form {
  const keys = keysOf(all);
  const inOrder = (one: Dictionary): string => keys.filter((key) => key in one).join('\n');
  const column = (key: string): Form => {
    const values = all.map((one) => one[key]);
    return write(values, texts);
  };
  const isRecord = keys.length <= LARGEST_RECORD && !keys.includes('__proto__');
  if (isRecord && all.every((one) => inOrder(one) === Object.keys(one).join('\n')))
    return ['record', keys, keys.map(column)];
  const lengths = all.map((one) => Object.keys(one).length);
  const form = writeIntegers(lengths, texts);
  return ['map', form, write(all.flatMap(Object.keys), texts), write(all.flatMap(Object.values), texts)];
}

/** All keys, in the order of those that have most of them; any other key stands behind its neighbour. */
function keysOf(all: readonly Dictionary[]): readonly string[] {
  const keys: string[] = [];
  for (const own of all.map(Object.keys).sort((a, b) => b.length - a.length)) {
    for (const [i, key] of own.entries())
      if (!keys.includes(key)) keys.splice(keys.indexOf(own[i - 1] ?? '') + 1, 0, key);
  }
  return keys;
}

function put(form: Form, text: string, texts: string[]): Form {
  texts.push(text);
  return form;
}

function mostFrequent(values: Values): { readonly key: string; readonly value: unknown } {
  const counts = new Map<string, { key: string; value: unknown; count: number }>();
  for (const value of values) {
    const key = keyOf(value);
    const known = counts.get(key) ?? { key, value, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  return [...counts.values()].reduce((most, one) => (one.count > most.count ? one : most), {
    key: '',
    value: undefined,
    count: 0,
  });
}

const keyOf = (value: unknown): string => JSON.stringify(value) ?? '';
const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);
const isAbsent = (value: unknown): boolean => value === undefined;
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isList = (value: unknown): value is Values => Array.isArray(value);
const isPlainText = (value: unknown): value is string =>
  typeof value === 'string' && !value.includes('\n') && !value.includes(BETWEEN);
const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// ---------------------------------------------------------------------------------------------------------- reading

function read(form: Form, count: number, next: () => string): Values {
  switch (form[0]) {
    case 'same':
      return Array.from({ length: count }, () => form[1]);
    case 'text':
      return next().split('\n');
    case 'json':
      return next()
        .split('\n')
        .map((text) => JSON.parse(text));
    case 'count':
    case 'step':
      return readIntegers(form, next);
    case 'but': {
      const [length = 0, ...places] = readIntegers(form[1], next);
      const others = read(form[2], length, next);
      const values = Array.from({ length: count }, () => form[3]);
      for (const [i, at] of places.entries()) values[at] = others[i];
      return values;
    }
    case 'list': {
      const take = taker(readIntegers(form[1], next), (sum) => read(form[2], sum, next));
      return Array.from({ length: count }, take);
    }
    case 'tuple': {
      const columns = form[1].map((column) => read(column, count, next));
      return Array.from({ length: count }, (_, i) => columns.map((column) => column[i]).filter((v) => v !== undefined));
    }
    case 'record': {
      const columns = form[2].map((column) => read(column, count, next));
      return Array.from({ length: count }, (_, i) => {
        const row: Record<string, unknown> = {};
        for (const [k, key] of form[1].entries()) {
          const value = columns[k]?.[i];
          if (value !== undefined) row[key] = value;
        }
        return row;
      });
    }
    case 'map': {
      const lengths = readIntegers(form[1], next);
      const keys = taker(lengths, (sum) => read(form[2], sum, next) as readonly string[]);
      const values = taker(lengths, (sum) => read(form[3], sum, next));
      return Array.from({ length: count }, () => {
        const own = values();
        return Object.fromEntries(keys().map((key, i) => [key, own[i]]));
      });
    }
  }
}

function readIntegers([form]: Form, next: () => string): readonly number[] {
  const text = next();
  const values = text === '' ? [] : text.split(' ').map((digits) => Number.parseInt(digits, 36));
  let sum = 0;
  return form === 'count' ? values : values.map((step) => (sum += step));
}

/** Cuts what stands one after the other into pieces again. */
function taker<T>(lengths: readonly number[], readAll: (sum: number) => readonly T[]): () => readonly T[] {
  const all = readAll(lengths.reduce((sum, length) => sum + length, 0));
  let [piece, at] = [0, 0];
  return () => {
    const from = at;
    at += lengths[piece++] ?? 0;
    return all.slice(from, at);
  };
}
