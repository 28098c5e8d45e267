import { keyOfSymbolNode, type Node } from '../canon/index.js';
import type { FormReader } from './read-form.js';
import type { Role } from './schema.js';

/** A role's file, made quick to ask. */
export type RoleTests = {
  readonly role: Role;
  /** One of these must hold somewhere in what stands for the role. */
  readonly mentions: readonly ((n: Node) => boolean)[];
  /** The only letters or names allowed, as `headName` gives them. */
  readonly among: ReadonlySet<string> | undefined;
  /** Usual letters, to choose between equal bindings. */
  readonly preferred: ReadonlySet<string>;
};

/** The letter or name by which a thing is known: of `W_c` it is W with its label, of `f(x)` f. */
export function headName(node: Node): string {
  // Bold or upright, with indices or labels: a letter's name is the letter.
  if (node.op === 'sym')
    return keyOfSymbolNode(node)
      .replace(/\b(?:bold|roman|sans):/g, '')
      .replace(/\|.*$/, '');
  if (node.op === 'fn') return String(node.data);
  const [first] = node.kids;
  const named =
    node.op === 'idx' || node.op === 'call' || node.op === 'pow' || node.op === 'diff' || node.op === 'deriv';
  return named && first ? headName(first) : '';
}

/** `reader` knows no roles: a letter named here is that letter, even where a role has the same name. */
export function compileRoleTests(role: Role, reader: FormReader): RoleTests {
  const nameOf = (latex: string): string => headName(reader.canonical(reader.expr(latex)).node);
  const names = role.among.map(nameOf);
  return {
    role,
    mentions: role.mentions.map((latex) => mentionTest(reader.canonical(reader.expr(latex)).node)),
    preferred: new Set(role.prefer.map(nameOf)),
    among: names.length > 0 ? new Set(names) : undefined,
  };
}

/** `\nabla` asks for a gradient of anything, `\log` for a logarithm of anything, a letter for that letter. */
function mentionTest(wanted: Node): (n: Node) => boolean {
  if (wanted.op === 'deriv' || wanted.op === 'diff' || wanted.op === 'big') {
    const kind = String(wanted.data).split(':')[0];
    return (n) => n.op === wanted.op && String(n.data).split(':')[0] === kind;
  }
  const name = headName(wanted);
  return (n) =>
    (n.op === 'sym' && keyOfSymbolNode(n) === name) || (n.op === 'fn' && String(n.data).replace(/_b$/, '') === name);
}
