import type { SyntaxNode } from '../../src/syntax/index.js';

/**
 * A syntax tree as one line of text. A row of one node is written as that node, other rows in brackets; letters, signs and
 * numbers stand for themselves; everything else is `(kind …)`. `_` is something left out.
 */
export function sexpr(node: SyntaxNode | null): string {
  if (!node) return '_';
  switch (node.kind) {
    case 'row':
      return node.items.length === 1 ? sexpr(node.items[0] ?? null) : `[${node.items.map(sexpr).join(' ')}]`;
    case 'group':
      return `{${node.body.items.map(sexpr).join(' ')}}`;
    case 'atom':
      return node.sized ? `(sized ${node.name})` : node.name;
    case 'number':
      return node.text;
    case 'operator':
      return `(op${node.limits ? '*' : ''} ${node.name})`;
    case 'bigop':
      return `(big ${node.name})`;
    case 'scripts': {
      const sub = node.sub ? ` _${sexpr(node.sub)}` : '';
      const sup = node.sup ? ` ^${sexpr(node.sup)}` : '';
      return `(scripts ${sexpr(node.base)}${"'".repeat(node.primes)}${sub}${sup})`;
    }
    case 'fraction': {
      const head = node.bar ? 'frac' : 'stack2';
      const around = node.open || node.close ? ` ${node.open || '.'} ${node.close || '.'}` : '';
      return `(${head}${around} ${sexpr(node.numerator)} ${sexpr(node.denominator)})`;
    }
    case 'sqrt':
      return node.index ? `(root ${sexpr(node.index)} ${sexpr(node.body)})` : `(sqrt ${sexpr(node.body)})`;
    case 'accent':
      return `(${node.name} ${sexpr(node.body)})`;
    case 'font':
      return `(${node.font} ${sexpr(node.body)})`;
    case 'text': {
      const font = node.font === 'normal' ? '' : `-${node.font}`;
      return `(text${font} ${JSON.stringify(node.text)}${node.math.map((m) => ` ${sexpr(m)}`).join('')})`;
    }
    case 'delimited': {
      const middles = node.middles.length > 0 ? ` middles=${node.middles.join(',')}` : '';
      return `(delimited ${node.open || '.'} ${node.close || '.'}${middles} ${sexpr(node.body)})`;
    }
    case 'stack': {
      const over = node.over ? ` over=${sexpr(node.over)}` : '';
      const under = node.under ? ` under=${sexpr(node.under)}` : '';
      return `(${node.form} ${node.name} ${sexpr(node.base)}${over}${under})`;
    }
    case 'table': {
      const rows = node.rows.map((row) => row.map(sexpr).join(' & ')).join(' // ');
      const around = node.open || node.close ? ` ${node.open || '.'} ${node.close || '.'}` : '';
      const tags = Object.entries(node.tags).map(([row, tag]) => ` tag${row}=${JSON.stringify(tag)}`);
      return `(table ${node.env}${around} ${rows}${tags.join('')})`;
    }
    case 'style':
      return `(style ${node.name}${node.hidden ? ' hidden' : ''} ${sexpr(node.body)})`;
    case 'space':
      return node.wide ? '(quad)' : '(space)';
    case 'error':
      return `(error ${node.code})`;
  }
}
