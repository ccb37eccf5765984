/**
 * Compares objects with schemas of the Kubernetes API, as a strict API server does: fields
 * it does not know are violations, and so are other types, lacking fields, other values.
 * What the API says in CEL or in code is not looked at.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

export type Schema = Readonly<Record<string, unknown>>;

/** A schema and, for those with references, what they refer to. */
export interface Api {
  readonly schema: Schema;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Folder of a Go module's version in the module cache. */
export function goModule(module: string): string {
  const root =
    process.env['GOMODCACHE'] ??
    join(process.env['GOPATH'] ?? join(homedir(), 'go'), 'pkg', 'mod');
  return join(root, module);
}

/** For the title of a skipped test: empty when the file is there. */
export function whyNot(path: string): string {
  return existsSync(path) ? '' : ` (skipped: there is no ${path})`;
}

/** The schema of a resource definition's only or first version. */
export function definedBy(path: string): Api {
  const crd = parse(readFileSync(path, 'utf8')) as {
    spec: { versions: { schema: { openAPIV3Schema: Schema } }[] };
  };
  const schema = crd.spec.versions[0]?.schema.openAPIV3Schema;
  if (!schema) throw new Error(`${path} defines no version`);
  return { schema, definitions: {} };
}

/** The schema of a built-in type, e.g. `io.k8s.api.batch.v1.Job`. */
export function builtIn(path: string, type: string): Api {
  const document = JSON.parse(readFileSync(path, 'utf8')) as {
    components: { schemas: Record<string, Schema> };
  };
  const definitions = document.components.schemas;
  const schema = definitions[type];
  if (!schema) throw new Error(`${path} has no ${type}`);
  return { schema, definitions };
}

/** Everything in which the value is not as the schema says: `spec.replicas: not a …`. */
export function violations({ schema, definitions }: Api, value: unknown): string[] {
  return check(new Walker(definitions), schema, value, '');
}

class Walker {
  constructor(readonly definitions: Api['definitions']) {}

  /** Follows references; the API wraps them into `allOf` of one. */
  resolved(schema: Schema): Schema {
    const [only] = (schema['allOf'] as Schema[] | undefined) ?? [];
    const ref = (schema['$ref'] ?? only?.['$ref']) as string | undefined;
    const name = ref?.split('/').at(-1);
    return name === undefined ? schema : this.resolved(this.definitions[name] ?? {});
  }
}

function check(walker: Walker, raw: Schema, value: unknown, path: string): string[] {
  const schema = walker.resolved(raw);
  const options = schema['oneOf'] as Schema[] | undefined;
  if (options && !('properties' in schema))
    return options.some(one => check(walker, one, value, path).length === 0)
      ? []
      : [`${path}: none of the alternatives`];
  const wrong = typeProblem(schema, value) ?? boundsProblem(schema, value);
  if (wrong !== undefined) return [`${path}: ${wrong}`];
  if (Array.isArray(value))
    return value.flatMap((item, i) =>
      check(walker, (schema['items'] ?? {}) as Schema, item, `${path}[${String(i)}]`)
    );
  return isFields(value) ? checkFields(walker, schema, value, path) : [];
}

function checkFields(
  walker: Walker,
  schema: Schema,
  value: Schema,
  path: string
): string[] {
  const known = (schema['properties'] ?? {}) as Record<string, Schema>;
  const others = schema['additionalProperties'] as Schema | undefined;
  // Metadata of resource definitions is open: the server checks it by itself.
  const open =
    schema['x-kubernetes-preserve-unknown-fields'] === true || isBare(schema);
  const lacking = ((schema['required'] ?? []) as string[]).filter(
    name => !(name in value)
  );
  return [
    ...lacking.map(name => `${path}: lacks ${name}`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const below = known[name] ?? others;
      if (below) return check(walker, below, member, `${path}.${name}`);
      return open ? [] : [`${path}: unknown field ${name}`];
    })
  ];
}

const isBare = (schema: Schema): boolean =>
  schema['type'] === 'object' &&
  !('properties' in schema) &&
  !('additionalProperties' in schema);

const isFields = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isFields,
  array: Array.isArray,
  string: value => typeof value === 'string',
  boolean: value => typeof value === 'boolean',
  integer: Number.isInteger,
  number: value => typeof value === 'number'
};

function typeProblem(schema: Schema, value: unknown): string | undefined {
  if (schema['x-kubernetes-int-or-string'] === true)
    return typeof value === 'string' || Number.isInteger(value)
      ? undefined
      : 'neither integer nor text';
  const type = schema['type'] as string | undefined;
  if (type === undefined || TYPES[type]?.(value) === true) return undefined;
  return `not of type ${type}: ${JSON.stringify(value)}`;
}

function boundsProblem(schema: Schema, value: unknown): string | undefined {
  const allowed = schema['enum'] as unknown[] | undefined;
  if (allowed && !allowed.includes(value)) return `not one of ${allowed.join(', ')}`;
  const pattern = schema['pattern'] as string | undefined;
  if (pattern !== undefined && !new RegExp(pattern).test(String(value)))
    return `not like ${pattern}`;
  return sizeProblem(schema, value);
}

/** Of numbers the value, of texts and lists the length. */
function sizeProblem(schema: Schema, value: unknown): string | undefined {
  const size =
    typeof value === 'string' || Array.isArray(value) ? value.length : Number(value);
  const bound = (...names: string[]): number | undefined =>
    names
      .map(name => schema[name] as number | undefined)
      .find(one => one !== undefined);
  const least = bound('minimum', 'minLength', 'minItems');
  const most = bound('maximum', 'maxLength', 'maxItems');
  if (least !== undefined && size < least) return `less than ${String(least)}`;
  return most !== undefined && size > most ? `more than ${String(most)}` : undefined;
}
