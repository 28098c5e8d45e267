import type { Node, Occurrence } from '../canon/index.js';
import type { Expr } from '../expr/types.js';
import type { Omissible } from './possible.js';
import type { RoleTests } from './role-tests.js';
import type { ConceptFile, Form } from './schema.js';

/** A relation that roles must satisfy for a form to hold. */
export type Guard = { readonly latex: string; readonly op: string; readonly left: Node; readonly right: Node };

/** What must be known of a role, as the form says it. */
export type Given = { readonly role: string; readonly fact: string };

/** A compiled form: canonical, with holes for roles. */
export type Pattern = {
  readonly concept: Concept;
  /** Place among the concept's forms, from 0; near misses count on from −1 downwards. */
  readonly index: number;
  readonly form: Form;
  /** One occurrence a line; forms of one formula have one. */
  readonly lines: readonly Occurrence[];
  readonly guards: readonly Guard[];
  readonly given: readonly Given[];
  /** Number of nodes that are not holes: more of them says more. */
  readonly rigid: number;
  /** Expression of the form as written (the first line's), for mending near misses. */
  readonly exprs: readonly Expr[];
  /** What the roles make it worth: by which a claim is proved. */
  readonly definition: Expr | undefined;
  /** Set for a pattern that stands for a mistake. */
  readonly nearMiss?: { readonly says: string; readonly mend: number };
};

/** A law that is checked on every chunk found. */
export type CompiledLaw = {
  readonly latex: string;
  readonly says: string;
  /** `\sum_i \self`: the index roles summed over on the left; empty for a plain law. */
  readonly sumOver: readonly string[];
  /** `\self[x := c]`: what each role is replaced by on the left. */
  readonly replace: readonly { readonly role: string; readonly previous: boolean; readonly by: Expr }[];
  readonly op: string;
  readonly right: Expr;
};

/** A concept, compiled: what recognition, evidence and explanation need of its file. */
export type Concept = {
  readonly id: string;
  /** Its file: `data/concepts/<family>/<id>.yaml`. */
  readonly path: string;
  readonly family: string;
  readonly file: ConceptFile;
  /** Reads LaTeX in which the concept's roles are known. */
  readonly read: (latex: string) => Expr;
  readonly roles: ReadonlyMap<string, RoleTests>;
  readonly omissible: Omissible;
  readonly definition: Expr | undefined;
  readonly runtimeLaws: readonly CompiledLaw[];
  /** All more general concepts, nearest first. */
  readonly ancestors: readonly string[];
};
