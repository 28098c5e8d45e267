import { containsNode, keyOfSymbolNode, type Node, type NodeOp } from '../canon/index.js';
import type { FormReader } from './read-form.js';
import type { Role } from './schema.js';

/** Something that a role asks for inside what stands for it: an operator of one kind, or a letter or function by name. */
export type Mention = { readonly op: NodeOp; readonly kind: string } | { readonly name: string };

/** A role's file, made quick to ask. */
export type RoleTests = {
  readonly role: Role;
  /** One of these must occur somewhere in what stands for the role. */
  readonly mentions: readonly Mention[];
  /** The only letters or names allowed, as `headName` gives them. */
  readonly among: ReadonlySet<string> | undefined;
  /** Letters that never stand there, marks and all: x^* is not x. */
  readonly never: ReadonlySet<string>;
  /** Usual letters, to choose between equal bindings. */
  readonly preferred: ReadonlySet<string>;
};

/** The name by which a thing is known: of `W_c` it is W with its label, of `f(x)` f, of an average in angle brackets `angle`. */
export function headName(node: Node): string {
  // Bold or upright, with indices or labels: a letter's name is the letter.
  if (node.op === 'sym') return plainName(keyOfSymbolNode(node));
  if (node.op === 'fn') return plainName(String(node.data));
  if (node.op === 'op') return String(node.data);
  if (node.op === 'big') return kindOf(node);
  if (node.op === 'num') return String(node.data);
  // `RC`, `TP`: letters side by side, in any order.
  if (node.op === 'mul' || node.op === 'seq')
    return node.kids.every(isLetter) ? node.kids.map(headName).sort().join(' ') : '';
  const [first] = node.kids;
  const named =
    node.op === 'idx' || node.op === 'call' || node.op === 'pow' || node.op === 'diff' || node.op === 'deriv';
  return named && first ? headName(first) : '';
}

/** The name with the marks that the letter carries (`x^*`, `r_+`), of one letter or element. */
export function markedName(node: Node): string {
  const letter = node.op === 'idx' || node.op === 'pow' ? node.kids[0] : node;
  const [, mark = ''] = letter?.op === 'sym' ? (/(\|[^#]*)/.exec(keyOfSymbolNode(letter)) ?? []) : [];
  return headName(node) + mark;
}

/** Bold, upright or under an arrow: the letter is the same. */
export function plainName(name: string): string {
  const letter = name.replace(/^vec\((.*)\)/, '$1');
  return letter.replace(/\b(?:bold|roman|sans):/g, '').replace(/\|.*$/, '');
}

/** `\hat\beta`, `\tilde L`: an estimate or a variant goes by the name of its letter too. */
export function undecorated(name: string): string {
  return name.replace(/^(?:hat|tilde)\((.*)\)$/, '$1');
}

function isLetter(node: Node): boolean {
  return node.op === 'sym' || node.op === 'idx';
}

/** `reader` knows no roles: a letter named here is that letter, even where a role has the same name. */
export function compileRoleTests(role: Role, reader: FormReader): RoleTests {
  const nameOf = (latex: string): string => headName(reader.canonical(reader.expr(latex)).node);
  const names = role.among.map(nameOf);
  return {
    role,
    mentions: role.mentions.map((latex) => toMention(reader.canonical(reader.expr(latex)).node)),
    preferred: new Set(role.prefer.map(nameOf)),
    among: names.length > 0 ? new Set(names) : undefined,
    never: new Set(role.never.map((latex) => markedName(reader.canonical(reader.expr(latex)).node))),
  };
}

/** `\nabla` asks for a gradient of anything, `\log` for a logarithm of anything, a letter for that letter. */
function toMention(wanted: Node): Mention {
  if (wanted.op === 'deriv' || wanted.op === 'diff' || wanted.op === 'big')
    return { op: wanted.op, kind: kindOf(wanted) };
  return { name: headName(wanted) };
}

/** Whether one of the mentions that a role asks for occurs in the node; a role that asks for none has all of them. */
export function hasMention({ mentions }: RoleTests, node: Node): boolean {
  return mentions.length === 0 || mentions.some((mention) => containsNode(node, (n) => isMention(mention, n)));
}

function isMention(mention: Mention, n: Node): boolean {
  if ('op' in mention) return n.op === mention.op && kindOf(n) === mention.kind;
  const { name } = mention;
  return (n.op === 'sym' && headName(n) === name) || (n.op === 'fn' && String(n.data).replace(/_b$/, '') === name);
}

/** `sum` of a sum over two indices, `partial` of a second derivative. */
function kindOf(node: Node): string {
  return String(node.data).split(':')[0] as string;
}
