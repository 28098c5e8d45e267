import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { toLatex } from '../expr/print-latex.js';
import { walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { applyBuiltIn } from './compile-apply.js';
import { type Definition, elementKey, expandDefinitions, type Program } from './definitions.js';
import { MathError } from './errors.js';
import type { LineValue, NeededInput } from './evaluate.js';
import { compileFastMap, type FastMap } from './fast.js';
import { freeSymbols, type GivenValues, rangeFromFamilies } from './given.js';
import { type FreeIndex, indexRanges } from './index-ranges.js';
import { remember } from './memo.js';
import { bind, type Compiled, createScope, type Scope } from './scope.js';
import { sideBySide } from './tensor.js';
import { shapeOf, tensor, type Value } from './value.js';

export type Known = GivenValues;

/** What is known of a formula for all values of the same shapes. */
export type Analysis = {
  readonly program: Program;
  readonly inputs: readonly NeededInput[];
  /** What open indices run through, by the expression that they are open in; filled as they are asked for. */
  readonly ranges: Map<Expr, readonly FreeIndex[]>;
  /** Expressions with open indices as loops. */
  readonly loops: Map<Expr, FastMap>;
  /** Derivatives of defined letters, written out. */
  readonly expanded: Map<Expr, Expr>;
};

type ResolverInput = {
  readonly analysis: Analysis;
  readonly known: Known;
  readonly constants: ReadonlyMap<string, Value>;
  readonly compiled: (e: Expr) => Compiled;
  readonly budget: number;
};

type Resolver = {
  readonly scope: Scope;
  /** The value of every line that has one, in order. */
  readonly lines: () => readonly LineValue[];
};

/** Elements that a recurrence goes back through. */
const MAX_DEPTH = 400;
/** Values that open indices may run through together. */
const MAX_PLACES = 262_144;

/** Gives symbols, families, functions and lines their values: what is given, what the lines define, and what follows. */
export function createResolver({ analysis, known, constants, compiled, budget }: ResolverInput): Resolver {
  const { program, inputs, expanded } = analysis;
  const { symbols, terms } = known;
  const open = new Set(inputs.filter((input) => input.isIndex).map(({ key }) => key));
  const isTerm = (e: Expr): boolean => terms.has(exprKey(e));
  const computed = new Map<string, Value>();
  const pending = new Set<string>();
  const updated = new Map<string, Value>();
  // Lengths of what lines define are only known when it is computed.
  const isFixed = program.byKey.size === 0 && program.updates.size === 0;
  const ranges = isFixed ? analysis.ranges : new Map<Expr, readonly FreeIndex[]>();

  const withElements = new Set(
    [...known.elements.keys(), ...program.elements.keys()].map((place) => place.replace(/@.*/, '')),
  );
  const hasElements = withElements.size > 0 || program.byKey.size > 0;

  const scope = createScope({
    symbol: (key, at, inner) => lookUp(key, at, inner),
    indexed,
    call: (key, args, e, inner) => {
      const definition = program.byKey.get(key);
      const name = definition === undefined ? program.functions.get(key) : undefined;
      if (name !== undefined) return applyBuiltIn(name, args, e, inner);
      if (definition?.kind !== 'function' || definition.parameters.length !== args.length) return undefined;
      return definition.body(bindAll(inner, definition.parameters, args));
    },
    opaque: (e, inner) => {
      const definition = program.byKey.get(exprKey(e));
      if (definition?.kind === 'value') return once(definition.key, definition, e, inner);
      return e.kind === 'derivative' ? writtenOut(e, inner) : undefined;
    },
    domain: (domain, inner, body) => rangeFromFamilies(domain, body, (key) => lookUp(key, body, inner), axisOf),
    family: (key) => {
      if (program.families.has(key) || withElements.has(key)) return undefined;
      const value = updated.get(key) ?? symbols.get(key);
      return typeof value === 'object' && value.kind === 'tensor' ? value : undefined;
    },
    terms,
    budget,
  });
  return { scope, lines };

  function lookUp(key: string, at: Expr, inner: Scope): Value | undefined {
    const value = updated.get(key) ?? symbols.get(key);
    if (value !== undefined) return value;
    const definition = program.byKey.get(key);
    if (definition?.kind === 'value') return once(key, definition, at, inner);
    const family = program.families.get(key);
    if (family !== undefined) return once(key, family, at, inner);
    return constants.get(key);
  }

  /** The derivative of a letter that a line defines: that of what it stands for. */
  function writtenOut(e: ExprOf<'derivative'>, inner: Scope): Value | undefined {
    const name = e.body && ungroup(e.body);
    if (name?.kind !== 'symbol' || program.byKey.get(symbolKey(name))?.kind !== 'value') return undefined;
    const variables = new Set(e.variables.map(({ variable }) => symbolKey(variable)));
    const body = remember(expanded, e, (): Expr => ({ ...e, body: expandDefinitions(name, program, variables) }));
    return compiled(body)({ ...inner, env: null });
  }

  /** The value of a definition; of a family, of all of it. */
  function once(key: string, definition: Definition, at: Expr, inner: Scope): Value {
    return guarded(key, at, () =>
      overIndices(definition.body, rangesOf(definition.right), { ...inner, env: null }, definition.right),
    );
  }

  function guarded(key: string, at: Expr, compute: () => Value): Value {
    const value = computed.get(key);
    if (value !== undefined) return value;
    if (pending.has(key)) throw circular(at);
    if (pending.size > MAX_DEPTH) throw goesBack(at);
    pending.add(key);
    try {
      const made = compute();
      computed.set(key, made);
      return made;
    } finally {
      pending.delete(key);
    }
  }

  function indexed(key: string, indices: readonly number[], e: Expr, inner: Scope): Value | undefined {
    if (!hasElements) return undefined;
    const place = elementKey(key, indices);
    const given = known.elements.get(place);
    if (given !== undefined) return given;
    const element = program.elements.get(place);
    if (element) return guarded(place, e, () => element.body({ ...inner, env: null }));
    const written = program.byKey.get(exprKey(e));
    if (written?.kind === 'value') return once(written.key, written, e, inner);
    const family = program.families.get(key);
    if (family === undefined || family.parameters.length !== indices.length) return undefined;
    return guarded(place, e, () => family.body(bindAll(inner, family.parameters, indices)));
  }

  function bindAll(inner: Scope, keys: readonly string[], values: readonly Value[]): Scope {
    const base: Scope = { ...inner, env: null };
    return keys.reduce((next, key, k) => bind(next, key, values[k] as Value), base);
  }

  /** Length of an axis of a family that is given or defined. */
  function axisOf(key: string, place: number): number | undefined {
    const value = updated.get(key) ?? symbols.get(key);
    if (value !== undefined) {
      const shape = shapeOf(value);
      return shape.length === 2 && shape[0] === 1 && place === 0 ? shape[1] : shape[place];
    }
    const family = program.families.get(key);
    const parameter = family?.parameters[place];
    if (family) return rangesOf(family.right).find((index) => index.key === parameter)?.values.length;
    const definition = program.byKey.get(key);
    if (definition?.kind !== 'value' || pending.has(key)) return undefined;
    return shapeOf(once(key, definition, definition.right, scope))[place];
  }

  function rangesOf(e: Expr): readonly FreeIndex[] {
    const made = ranges.get(e);
    if (made !== undefined) return made;
    // A recurrence asks for its own length: that is for the others to say.
    ranges.set(e, []);
    const found = indexRanges(e, isTerm, (key) => open.has(key), axisOf);
    ranges.set(e, found);
    return found;
  }

  function overIndices(body: Compiled, over: readonly FreeIndex[], base: Scope, e: Expr): Value {
    const places = over.reduce((product, index) => product * index.values.length, 1);
    if (places > MAX_PLACES) {
      throw new MathError('math/limit', e.span, 'Its indices run through too many places.', 'Give an index a value.');
    }
    const packed = over.length > 0 && compiled(e) === body ? inLoops(e, over, base) : undefined;
    if (packed !== undefined) return packed;
    const at = (k: number, inner: Scope): Value => {
      const index = over[k];
      if (index === undefined) return body(inner);
      return sideBySide(index.values.map((value) => at(k + 1, bind(inner, index.key, value))));
    };
    return at(0, base);
  }

  /** What does not hang on the indices, such as the total of a softmax, is worked out once for all of them. */
  function inLoops(e: Expr, over: readonly FreeIndex[], base: Scope): Value | undefined {
    const keys = over.map(({ key }) => key);
    const map = remember(analysis.loops, e, () => compileFastMap(e, keys, compiled));
    const data = map(base, over);
    return (
      data &&
      tensor(
        over.map(({ values }) => values.length),
        data,
      )
    );
  }

  function lines(): readonly LineValue[] {
    return program.lines.flatMap((line): LineValue[] => {
      const definition = program.byLine.get(line);
      const update = program.updates.get(line);
      if (definition?.kind === 'function') {
        const { right, parameters } = definition;
        if (!parameters.every((key) => symbols.has(key) || constants.has(key) || !needs(right, key))) return [];
      }
      const told = definition ?? update;
      const e = told?.right ?? line;
      const over = rangesOf(e);
      // `F_n = F_{n-1} + F_{n-2}` without an n says how to go on, and has no value itself.
      const isRule =
        definition?.kind === 'family' &&
        program.lines.length > 1 &&
        definition.parameters.some((key) => open.has(key) && !over.some((index) => index.key === key) && needs(e, key));
      if (isRule) return [];
      const value = lineValue(e, over, definition);
      if (update) updated.set(symbolKey(update.left), value);
      const sides =
        told || line.kind !== 'relation' ? undefined : line.sides.map((side) => lineValue(side, over, undefined));
      return [{ line, value, assigns: told?.left, sides, over }];
    });
  }

  function needs(e: Expr, key: string): boolean {
    return freeSymbols(e, isTerm).some((free) => free.key === key);
  }

  function lineValue(e: Expr, over: readonly FreeIndex[], definition: Definition | undefined): Value {
    const body = compiled(e);
    if (hasBothSigns(e)) {
      const signs = ([1, -1] as const).map((sign) => overIndices(body, over, { ...scope, sign }, e));
      return { kind: 'list', items: signs };
    }
    // The other lines ask for the same value.
    if (definition?.kind === 'value' && definition.left.kind !== 'power')
      return once(definition.key, definition, e, scope);
    if (definition?.kind === 'family' && over.length === definition.parameters.length && over.length > 0)
      return once(definition.base, definition, e, scope);
    return overIndices(body, over, scope, e);
  }
}

function goesBack(at: Expr): MathError {
  return new MathError(
    'math/limit',
    at.span,
    `This goes back more than ${MAX_DEPTH} elements and finds no start.`,
    'Give the first element a value, as a line or under its name: "h_0".',
  );
}

function circular(at: Expr): MathError {
  return new MathError(
    'math/missing-value',
    at.span,
    `${toLatex(at).trim()} is defined by itself.`,
    'Give it a starting value.',
  );
}

/** Whether upper and lower signs differ. */
function hasBothSigns(e: Expr): boolean {
  let found = false;
  walk(ungroup(e), (node) => {
    if (node.kind === 'plusminus') found = true;
    return !found;
  });
  return found;
}
