/** Stored settings read by their schema, part by part: apart, for a validator is large. */
import { DEFAULT_SETTINGS, Settings } from '@jupyterlab-kubeflow/protocol';

/** What was stored, as far as it is understood. */
export interface ReadSettings {
  readonly settings: Settings;
  /** Names of the parts that are not understood, e.g. `ranks`, `cluster.volumes[1]`. */
  readonly leftOut: readonly string[];
}

type Parts = Readonly<Record<string, unknown>>;

interface Schema {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

/** Settings from JSON of any shape. What cannot be understood is left out, and nothing else. */
export function settingsIn(stored: Parts): ReadSettings {
  const { cluster, ...others } = stored;
  const fields = readFields(others, FIELDS, '');
  const place = clusterIn(cluster);
  const chosen = Object.keys(place.read).length > 0 ? { cluster: place.read } : {};
  return {
    // Each part is what its schema has read.
    settings: { ...DEFAULT_SETTINGS, ...fields.read, ...chosen },
    leftOut: [...fields.leftOut, ...place.leftOut]
  };
}

/**
 * The fields of settings, but for the cluster's. A plan asks its interpreter before
 * anybody clicks: a notebook from elsewhere must not name a program for that.
 */
const FIELDS: Readonly<Record<string, Schema>> = {
  ...without(Settings.shape, 'cluster', 'python'),
  // Of a `.py` file; the page plans notebooks.
  mode: {
    safeParse: mode =>
      mode === 'file' ? { success: false } : Settings.shape.mode.safeParse(mode)
  }
};

const CLUSTER_FIELDS: Readonly<Record<string, Schema>> =
  Settings.shape.cluster.def.innerType.shape;

/** Half of these would mean something else. */
const WHOLE = new Set(['target', 'replicas', 'args', 'patch']);

interface Read {
  readonly read: Parts;
  /** Names, e.g. `cluster.volumes[1]`. */
  readonly leftOut: readonly string[];
}

function clusterIn(stored: unknown): Read {
  if (stored === undefined) return { read: {}, leftOut: [] };
  if (!isParts(stored)) return { read: {}, leftOut: ['cluster'] };
  return readFields(stored, CLUSTER_FIELDS, 'cluster.');
}

function readFields(
  stored: Parts,
  schemas: Readonly<Record<string, Schema>>,
  prefix: string
): Read {
  const read: [string, unknown][] = [];
  const leftOut: string[] = [];
  for (const [name, value] of Object.entries(stored)) {
    if (value === undefined) continue;
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const kept = schema && keptOf(schema, value, WHOLE.has(name));
    if (kept) read.push([name, kept.value]);
    leftOut.push(...(kept?.without ?? ['']).map(part => `${prefix}${name}${part}`));
  }
  return { read: Object.fromEntries(read), leftOut };
}

interface Kept {
  readonly value: unknown;
  /** The parts that were left out, as they follow the field's name. */
  readonly without: readonly string[];
}

/** A value, or what is right in it when it is a list or a table; `undefined`: nothing. */
function keptOf(schema: Schema, value: unknown, whole: boolean): Kept | undefined {
  const all = schema.safeParse(value);
  if (all.success) return { value: all.data, without: [] };
  if (whole) return undefined;
  const [right, wrong] = Array.isArray(value)
    ? itemsOf(schema, value)
    : entriesOf(schema, value);
  const rest = schema.safeParse(right);
  return rest.success ? { value: rest.data, without: wrong } : undefined;
}

type Sorted = readonly [right: unknown, wrong: readonly string[]];

/** An item is right when a list of it alone is. */
function itemsOf(schema: Schema, list: readonly unknown[]): Sorted {
  const fits = list.map(item => schema.safeParse([item]).success);
  return [
    list.filter((_, i) => fits[i]),
    list.flatMap((_, i) => (fits[i] ? [] : [`[${String(i)}]`]))
  ];
}

function entriesOf(schema: Schema, value: unknown): Sorted {
  if (!isParts(value)) return [value, []];
  const entries = Object.entries(value);
  const fits = ([name, one]: [string, unknown]): boolean =>
    schema.safeParse({ [name]: one }).success;
  return [
    Object.fromEntries(entries.filter(fits)),
    entries.filter(entry => !fits(entry)).map(([name]) => `.${name}`)
  ];
}

function without<T extends object>(
  values: T,
  ...names: (keyof T & string)[]
): Readonly<Record<string, Schema>> {
  const left = Object.entries(values).filter(
    ([name]) => !names.includes(name as never)
  );
  return Object.fromEntries(left);
}

function isParts(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
