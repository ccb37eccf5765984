/** Inventories and chosen wheels as JSON: what is kept of them, and read again strictly. */
import { fieldsOf } from '../cluster/fields.js';
import { normalName } from '../notebook/discover/distributions.js';
import type { Inventory, Libc } from './inventory.js';
import type { ChosenWheel } from './report.js';

const LIBCS: readonly string[] = ['glibc', 'musl', 'unknown'] satisfies Libc[];

/** `undefined` for what is none: who wrote it may be an older program, or somebody else. */
export function inventoryFrom(value: unknown): Inventory | undefined {
  const { libc, sitePackages, distributions, requires, ...rest } = fieldsOf(value);
  const optional = Object.fromEntries(
    OPTIONAL.flatMap(name => (rest[name] === undefined ? [] : [[name, rest[name]]]))
  );
  const isWhole =
    LIBCS.includes(libc as string) &&
    Object.values(optional).every(isLine) &&
    isListOf(sitePackages, isPath) &&
    isRecordOf(distributions, isLine) &&
    isRecordOf(requires, texts => isListOf(texts, isLine)) &&
    PATHS.every(name => optional[name] === undefined || isPath(optional[name]));
  if (!isWhole) return undefined;
  const known = { libc, sitePackages, distributions, requires };
  return { ...optional, ...known } as unknown as Inventory;
}

const PATHS: readonly string[] = ['program', 'pathFolder', 'venv'];
const OPTIONAL: readonly string[] = ['python', 'glibc', ...PATHS];

/** Wheels with a digest each; their addresses are left out where they are not said. */
export function chosenFrom(value: unknown): readonly ChosenWheel[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const wheels = value.map(wheelFrom);
  return wheels.every(wheel => wheel !== undefined) ? wheels : undefined;
}

/** What every field of a wheel has to be. */
const WHEEL: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: isName,
  version: isLine,
  file: value => isLine(value) && /^[^/\\]+\.whl$/.test(value),
  sha256: value => isLine(value) && /^[0-9a-f]{64}$/.test(value),
  requires: value => isListOf(value, isName),
  size: value => value === undefined || (typeof value === 'number' && value > 0),
  url: value => value === undefined || isLine(value),
  isYanked: value => typeof value === 'boolean'
};

function wheelFrom(value: unknown): ChosenWheel | undefined {
  const fields = fieldsOf(value);
  if (!Object.entries(WHEEL).every(([key, isGood]) => isGood(fields[key]))) {
    return undefined;
  }
  const known = Object.keys(WHEEL).flatMap(key =>
    fields[key] === undefined ? [] : [[key, fields[key]] as const]
  );
  return { url: '', ...Object.fromEntries(known), isDirect: false } as ChosenWheel;
}

/** One line: names of files and lines of metadata are made of it. */
function isLine(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Cc}/u.test(value);
}

function isPath(value: unknown): value is string {
  return isLine(value) && value.startsWith('/') && !value.split('/').includes('..');
}

function isName(value: unknown): value is string {
  return isLine(value) && /^[a-z0-9-]+$/.test(value) && normalName(value) === value;
}

function isListOf(value: unknown, isOne: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isRecordOf(value: unknown, isOne: (item: unknown) => boolean): boolean {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return (
    isRecord && Object.entries(value).every(([name, one]) => isName(name) && isOne(one))
  );
}
