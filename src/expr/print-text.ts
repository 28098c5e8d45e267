import { ungroup } from './build.js';
import type { Domain, Expr, SymbolExpr } from './types.js';
import { unreachable } from './types.js';
import { accentMark, bigSign, relationSign, subscript, superscript, unicodeName } from './unicode.js';

const LOOSE = 0;
const SUM = 1;
const PRODUCT = 2;
const TIGHT = 3;

/** An expression in plain Unicode, for terminals: `softmax(z)ᵢ = e^(zᵢ) / Σⱼ e^(zⱼ)`. */
export function toText(e: Expr): string {
  return text(e, LOOSE);
}

function levelOf(e: Expr): number {
  switch (e.kind) {
    case 'relation':
    case 'operation':
    case 'list':
    case 'system':
    case 'conditional':
      return LOOSE;
    case 'add':
    case 'negate':
    case 'plusminus':
      return SUM;
    case 'multiply':
    case 'divide':
    case 'big':
    case 'derivative':
    case 'differential':
      return PRODUCT;
    case 'group':
      return e.brackets === '' ? levelOf(e.body) : TIGHT;
    default:
      return TIGHT;
  }
}

function text(e: Expr, min: number): string {
  const out = plain(e);
  return levelOf(e) < min ? `(${out})` : out;
}

function joined(items: readonly Expr[], separator = ', '): string {
  return items.map((item) => text(item, LOOSE)).join(separator);
}

function plain(e: Expr): string {
  switch (e.kind) {
    case 'number':
      return e.text;
    case 'symbol':
      return symbolText(e);
    case 'indexed': {
      const subs = e.indices.filter((_, i) => e.places[i] === 'sub');
      const sups = e.indices.filter((_, i) => e.places[i] === 'sup' || e.places[i] === 'paren');
      const brackets = e.indices.filter((_, i) => e.places[i] === 'bracket');
      const sup =
        sups.length === 0
          ? ''
          : e.places.includes('paren')
            ? superscript(`(${joined(sups, ',')})`)
            : superscript(joined(sups, ','));
      return `${text(e.base, TIGHT)}${subs.length > 0 ? subscript(joined(subs, ',')) : ''}${sup}${brackets.length > 0 ? `[${joined(brackets)}]` : ''}`;
    }
    case 'apply':
      return applyText(e);
    case 'add':
      return e.terms
        .map((term, i) => {
          const inner = ungroupPlain(term);
          if (inner.kind === 'negate') return `${i === 0 ? '−' : ' − '}${text(inner.arg, PRODUCT)}`;
          return `${i === 0 ? '' : ' + '}${text(inner, inner.kind === 'plusminus' ? SUM : PRODUCT)}`;
        })
        .join('');
    case 'multiply':
      return e.factors
        .map((factor, i) => {
          const op = e.ops[i - 1] ?? '';
          const sign = i === 0 ? '' : op === '' ? ' ' : ` ${relationSign(op)} `;
          return `${sign}${text(factor, factor.kind === 'multiply' ? TIGHT : PRODUCT)}`;
        })
        .join('');
    case 'divide':
      return `${text(e.numerator, TIGHT)} / ${text(e.denominator, TIGHT)}`;
    case 'power':
      return `${text(e.base, TIGHT)}${superscript(text(e.exponent, LOOSE))}`;
    case 'root':
      return `${e.degree ? superscript(text(e.degree, LOOSE)) : ''}√${text(e.radicand, TIGHT)}`;
    case 'negate':
      return `−${text(e.arg, PRODUCT)}`;
    case 'plusminus':
      return `${e.sign === 'pm' ? '±' : '∓'}${text(e.arg, PRODUCT)}`;
    case 'relation':
      return e.sides
        .map(
          (side, i) =>
            `${i === 0 ? '' : ` ${relationSign(e.ops[i - 1] ?? '=')} `}${text(side, side.kind === 'relation' ? SUM : LOOSE)}`,
        )
        .join('');
    case 'big': {
      const domains = e.domains.map(domainText).filter((d) => d !== '');
      const where = domains.length > 0 ? subscript(domains.join(', ')) : '';
      if (e.op === 'expectation') return `E${where}[${text(ungroup(e.body), LOOSE)}]`;
      const steps =
        e.op === 'integral' || e.op === 'contour'
          ? e.domains.flatMap((d) => d.variables.map((v) => ` d${text(v, TIGHT)}`)).join('')
          : '';
      return `${bigSign(e.name)}${where} ${text(e.body, PRODUCT)}${steps}`;
    }
    case 'derivative':
      return derivativeText(e);
    case 'differential':
      return `${unicodeName(e.sign)}${text(e.arg, TIGHT)}`;
    case 'transpose':
      return `${text(e.arg, TIGHT)}${e.mark === 'prime' ? '′' : e.mark === 'dagger' ? '†' : e.mark === 'star' ? '*' : 'ᵀ'}`;
    case 'inverse':
      return `${text(e.arg, TIGHT)}${e.pseudo ? '⁺' : '⁻¹'}`;
    case 'norm':
      return `‖${text(e.arg, LOOSE)}‖${e.order ? subscript(text(e.order, LOOSE)) : ''}`;
    case 'abs':
      return `|${text(e.arg, LOOSE)}|`;
    case 'inner':
      return `⟨${joined(e.parts, e.bar ? ' | ' : ', ')}⟩`;
    case 'conditional':
      return `${joined(e.left)} ${e.bar === 'single' ? '|' : e.bar === 'double' ? '‖' : ';'} ${joined(e.right)}`;
    case 'matrix':
      return `[${e.rows.map((row) => joined(row)).join('; ')}]`;
    case 'tuple':
      return e.brackets === '[]' ? `[${joined(e.items)}]` : `(${joined(e.items)})`;
    case 'list':
      return joined(e.items);
    case 'concat':
      return `[${joined(e.items, '; ')}]`;
    case 'set':
      return `{${joined(e.items)}${e.condition ? ` | ${text(e.condition, LOOSE)}` : ''}}`;
    case 'interval':
      return `${e.openFrom ? '(' : '['}${text(e.from, LOOSE)}, ${text(e.to, LOOSE)}${e.openTo ? ')' : ']'}`;
    case 'cases':
      return `{ ${e.branches.map((b) => `${text(b.value, LOOSE)} ${b.condition ? `if ${text(b.condition, LOOSE)}` : 'otherwise'}`).join('; ')} }`;
    case 'system':
      return e.lines.map((line) => text(line, LOOSE)).join('\n');
    case 'text':
      return e.text;
    case 'hole':
      return e.name === 'dots' ? '…' : e.name === 'placeholder' ? '·' : '';
    case 'group':
      return groupText(e.brackets, text(e.body, LOOSE));
    case 'operation':
      return e.operands
        .map((x, i) => `${i === 0 ? '' : ` ${relationSign(e.ops[i - 1] ?? '')} `}${text(x, SUM)}`)
        .join('');
    case 'error':
      return '�';
    default:
      return unreachable(e);
  }
}

function ungroupPlain(e: Expr): Expr {
  return e.kind === 'group' && e.brackets === '' ? e.body : e;
}

function groupText(brackets: string, body: string): string {
  if (brackets === '') return body;
  if (brackets === '<>') return `⟨${body}⟩`;
  return `${brackets[0]}${body}${brackets[1]}`;
}

function symbolText(e: SymbolExpr): string {
  let out = unicodeName(e.name, e.font);
  for (const accent of e.accents ?? []) out += accentMark(accent);
  out += '′'.repeat(e.primes ?? 0);
  if (e.label === undefined) return out;
  return /^[*+\-†]$/.test(e.label) ? out + superscript(e.label) : `${out}_${e.label}`;
}

function applyText(e: Expr & { kind: 'apply' }): string {
  const args = joined(e.args);
  const [first] = e.args;
  if (e.head.kind === 'symbol' && first) {
    switch (e.head.name) {
      case 'factorial':
        return `${text(first, TIGHT)}!`;
      case 'floor':
        return `⌊${args}⌋`;
      case 'ceil':
        return `⌈${args}⌉`;
      case 'positivePart':
        return `[${args}]₊`;
      case 'indicator':
        return `𝟏{${args}}`;
      case 'forall':
      case 'exists':
      case 'nexists':
      case 'not':
        return `${relationSign(e.head.name)}${text(first, TIGHT)}`;
      default:
    }
  }
  const base = e.base ? subscript(text(e.base, LOOSE)) : '';
  const brackets = e.brackets === '[]' ? ['[', ']'] : ['(', ')'];
  return `${text(e.head, TIGHT)}${base}${brackets[0]}${args}${brackets[1]}`;
}

function derivativeText(e: Expr & { kind: 'derivative' }): string {
  const body = e.body ? text(e.body, TIGHT) : '';
  const variables = e.variables.map((v) => text(v.variable, TIGHT)).join(',');
  const order =
    typeof e.order === 'number'
      ? e.order === 1
        ? ''
        : superscript(String(e.order))
      : superscript(text(e.order, LOOSE));
  const at = e.at ? ` at ${text(e.at, LOOSE)}` : '';
  switch (e.op) {
    case 'gradient':
      return `∇${variables === '' ? '' : subscript(variables)}${body}${at}`;
    case 'divergence':
      return `∇·${body}${at}`;
    case 'curl':
      return `∇×${body}${at}`;
    case 'laplacian':
      return `∇²${body}${at}`;
    case 'prime':
      return typeof e.order === 'number' && e.order < 4 && e.body?.kind === 'apply'
        ? `${text(e.body.head, TIGHT)}${'′'.repeat(e.order)}(${joined(e.body.args)})${at}`
        : `${body}${superscript(`(${typeof e.order === 'number' ? e.order : text(e.order, LOOSE)})`)}${at}`;
    default: {
      const sign = e.op === 'partial' ? '∂' : e.op === 'variation' ? 'δ' : 'd';
      const below = e.variables
        .map(
          (v) =>
            `${sign}${text(v.variable, TIGHT)}${v.order === 1 ? '' : superscript(typeof v.order === 'number' ? String(v.order) : text(v.order, LOOSE))}`,
        )
        .join('');
      return below === '' ? `${sign}${order}${body}${at}` : `${sign}${order}${body}/${below}${at}`;
    }
  }
}

export function domainText({ variables, range }: Domain): string {
  const names = joined(variables, ',');
  switch (range.kind) {
    case 'all':
      return names;
    case 'range': {
      const from = range.from.kind === 'hole' ? '' : `=${text(range.from, LOOSE)}`;
      return `${names}${from}${range.to ? `..${text(range.to, LOOSE)}` : ''}`;
    }
    case 'in':
      return names === '' ? text(range.set, LOOSE) : `${names}∈${text(range.set, LOOSE)}`;
    case 'distribution':
      return names === '' ? text(range.law, LOOSE) : `${names}∼${text(range.law, LOOSE)}`;
    case 'limit':
      return `${names}→${text(range.to, LOOSE)}`;
    case 'condition':
      return text(range.condition, LOOSE);
    default:
      return unreachable(range);
  }
}
