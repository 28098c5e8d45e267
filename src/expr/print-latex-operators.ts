import { ungroup } from './build.js';
import {
  ATOM,
  argumentsLatex,
  form,
  headLatex,
  LIST,
  level,
  list,
  print,
  RELATION,
  SET,
  scriptBase,
  TERM,
} from './print-latex.js';
import type { BigExpr, DerivativeExpr, Domain, Expr } from './types.js';
import { unreachable } from './types.js';

const BIG_LATEX: Readonly<Record<string, string>> = { E: '\\mathbb{E}' };
const LIMIT_NAMES = /^(min|max|inf|sup|lim|limsup|liminf|det|gcd|argmin|argmax)$/;
const SIGN_NAMES = /^(sum|prod|coprod|big[a-z]+|i*int|idotsint|oi*nt)$/;

export function bigLatex(e: BigExpr): string {
  if (e.op === 'integral' || e.op === 'contour') return integralLatex(e);
  const head = BIG_LATEX[e.name] ?? (SIGN_NAMES.test(e.name) ? `\\${e.name}` : operatorWithLimits(e.name));
  const { sub, sup } = domainsLatex(e.domains, SIGN_NAMES.test(e.name));
  const scripts = `${sub === '' ? '' : `_{${sub}}`}${sup === '' ? '' : `^{${sup}}`}`;
  if (e.op === 'expectation' && e.body.kind === 'hole') return `${head}${scripts}`;
  if (e.op === 'expectation') return `${head}${scripts}\\left[${print(ungroup(e.body), LIST)}\\right]`;
  return `${head}${scripts} ${print(e.body, TERM)}`;
}

function operatorWithLimits(name: string): string {
  if (/^arg(min|max)$/.test(name)) return `\\operatorname*{${name}}`;
  return LIMIT_NAMES.test(name) ? `\\${name}` : `\\operatorname*{${name}}`;
}

/** Only signs such as `\sum` carry the end of a range above them; words say it as a chain below. */
function domainsLatex(domains: readonly Domain[], above: boolean): { sub: string; sup: string } {
  const parts: string[] = [];
  let sup = '';
  for (const { variables, range } of domains) {
    const names = variables.map((v) => print(v, RELATION)).join(',');
    switch (range.kind) {
      case 'all':
        if (names !== '') parts.push(names);
        break;
      case 'range':
        if (!above && range.to && range.from.kind !== 'hole') {
          parts.push(`${print(range.from, SET)} \\le ${names} \\le ${print(range.to, SET)}`);
          break;
        }
        parts.push(range.from.kind === 'hole' ? names : `${names}=${print(range.from, SET)}`);
        if (range.to) sup = print(range.to, LIST);
        break;
      case 'in':
        parts.push(names === '' ? print(range.set, SET) : `${names} \\in ${print(range.set, SET)}`);
        break;
      case 'distribution':
        parts.push(names === '' ? print(range.law, SET) : `${names} \\sim ${print(range.law, SET)}`);
        break;
      case 'limit':
        parts.push(`${names} \\to ${print(range.to, SET)}`);
        break;
      case 'condition':
        parts.push(print(range.condition, RELATION));
        break;
      default:
        unreachable(range);
    }
  }
  return { sub: parts.filter((part) => part !== '').join(', '), sup };
}

function integralLatex(e: BigExpr): string {
  let scripts = '';
  const variables: Expr[] = [];
  for (const { variables: names, range } of e.domains) {
    variables.push(...names);
    if (range.kind === 'range')
      scripts = `_{${print(range.from, LIST)}}${range.to ? `^{${print(range.to, LIST)}}` : ''}`;
    else if (range.kind === 'in') scripts = `_{${print(range.set, LIST)}}`;
    else if (range.kind === 'condition') scripts = `_{${print(range.condition, LIST)}}`;
  }
  const last = e.body.kind === 'multiply' ? e.body.factors[e.body.factors.length - 1] : undefined;
  const steps = last?.kind === 'differential' ? '' : variables.map((v) => `\\,\\mathrm{d}${print(v, ATOM)}`).join('');
  return `\\${e.name}${scripts} ${e.body.kind === 'big' ? print(e.body, ATOM) : print(e.body, TERM)}${steps}`;
}

/** The body stands in the numerator where it is one simple thing. */
export function inNumerator(e: DerivativeExpr): boolean {
  const body = e.body && ungroup(e.body);
  return body !== null && /^(symbol|indexed|apply)$/.test(body.kind) && body === e.body && level(body) >= ATOM;
}

export function derivativeLatex(e: DerivativeExpr): string {
  const text = derivativeBody(e);
  return e.at ? `\\left.${text}\\right|_{${print(e.at, LIST)}}` : text;
}

function derivativeBody(e: DerivativeExpr): string {
  const body = e.body;
  const tight = body ? ` ${print(body, ATOM)}` : '';
  const variables = e.variables.map((v) => print(v.variable, RELATION)).join(',');
  switch (e.op) {
    case 'gradient':
      return `\\nabla${variables === '' ? '' : `_{${variables}}`}${tight}`;
    case 'laplacian':
      return `\\nabla${variables === '' ? '' : `_{${variables}}`}^{2}${tight}`;
    case 'divergence':
      return `\\nabla \\cdot${tight}`;
    case 'curl':
      return `\\nabla \\times${tight}`;
    case 'prime':
      return primeLatex(e);
    default:
      return fractionLatex(e);
  }
}

function primeLatex(e: DerivativeExpr): string {
  const body = e.body;
  const mark =
    typeof e.order === 'number' && e.order < 4
      ? "'".repeat(e.order)
      : `^{(${typeof e.order === 'number' ? e.order : print(e.order, LIST)})}`;
  if (body?.kind === 'apply') return `${headLatex(body.head)}${mark}${argumentsLatex(list(body.args), body.brackets)}`;
  return `${body ? scriptBase(body) : ''}${mark}`;
}

function fractionLatex(e: DerivativeExpr): string {
  const sign = e.op === 'partial' ? '\\partial' : e.op === 'variation' ? '\\delta' : 'd';
  const order = typeof e.order === 'number' ? (e.order === 1 ? '' : `^{${e.order}}`) : `^{${print(e.order, LIST)}}`;
  if (e.variables.length === 0) return `${sign}${order}${e.body ? ` ${print(e.body, ATOM)}` : ''}`;
  const below = e.variables
    .map(({ variable, order: times }) => {
      const power = times === 1 ? '' : `^{${typeof times === 'number' ? times : print(times, LIST)}}`;
      return `${sign} ${power === '' ? print(variable, ATOM) : scriptBase(variable)}${power}`;
    })
    .join(' \\, ');
  if (e.body && inNumerator(e)) return `\\frac{${sign}${order} ${form(e.body)}}{${below}}`;
  return `\\frac{${sign}${order}}{${below}}${e.body ? `\\left(${print(ungroup(e.body), LIST)}\\right)` : ''}`;
}
