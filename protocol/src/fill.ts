/** Templates with named holes. Apart from the schemas: filling loads no validator. */

/** The names between braces in a template. */
export type Holes<Template extends string> =
  Template extends `${string}{${infer Hole}}${infer Rest}` ? Hole | Holes<Rest> : never;

/** The values a template needs. */
export type Fillings<Template extends string> = Readonly<
  Record<Holes<Template>, string | number>
>;

/** `Cell {cell}` and `{cell: 3}` give `Cell 3`; a hole without a value stays as it is. */
export function fill(
  template: string,
  params: Readonly<Record<string, string | number>>
): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) =>
    String(params[name] ?? hole)
  );
}
