/** As much of OpenAPI 3.1 as is written here. */

export type Schema = { readonly [keyword: string]: unknown };
export type Example = { readonly summary?: string; readonly value: unknown };
export type Media = { readonly schema?: Schema; readonly examples?: Readonly<Record<string, Example | Reference>> };
export type Reference = { readonly $ref: string };
export type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, Example>>;
};
export type Response = {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Media>>;
};
export type Operation = {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response | Reference>>;
};
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses?: Readonly<Record<string, Response>>;
    readonly examples?: Readonly<Record<string, Example>>;
  };
};

/** A request that shows what a route is for; its answer is asked of the service itself. */
export type RequestExample = {
  readonly name: string;
  readonly summary: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Content type of the body, JSON unless said. */
  readonly type?: string;
  readonly body?: unknown;
};
