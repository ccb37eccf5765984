/** Settings of a notebook: read from what was stored, changed, compared. */
import { DEFAULT_SETTINGS, type Settings } from '@jupyterlab-kubeflow/protocol';
import type { SettingsChange } from '../tokens.js';

type Reader = (value: unknown) => boolean;

const isText: Reader = value => typeof value === 'string';
const isRecord: Reader = value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts: Reader = value => Array.isArray(value) && value.every(isText);

/** What a stored field must be; others are of another version and left alone. */
const FIELDS: Readonly<Partial<Record<keyof Settings, Reader>>> = {
  mode: value => ['script', 'notebook', 'function'].includes(value as string),
  function: isText,
  framework: value => ['none', 'torch', 'tensorflow'].includes(value as string),
  ranks: Number.isInteger,
  parameters: isRecord,
  include: isTexts,
  exclude: isTexts,
  args: isTexts,
  env: value =>
    isRecord(value) && Object.values(value as Record<string, unknown>).every(isText),
  image: isText,
  delivery: value => ['inline', 'append'].includes(value as string),
  kernel: isText,
  name: isText
};

/** Settings from stored JSON, whatever is there; `undefined` when it holds none. */
export async function readSettings(stored: unknown): Promise<Settings | undefined> {
  if (!isRecord(stored)) return undefined;
  const fields = stored as Readonly<Record<string, unknown>>;
  const known = Object.entries(fields).filter(([name, value]) =>
    FIELDS[name as keyof Settings]?.(value)
  );
  return {
    ...DEFAULT_SETTINGS,
    ...(Object.fromEntries(known) as Partial<Settings>),
    ...(await readPlace(fields))
  };
}

/** Who runs here loads no validator. */
async function readPlace({
  target,
  cluster
}: Readonly<Record<string, unknown>>): Promise<Pick<Settings, 'target' | 'cluster'>> {
  if (target === undefined && cluster === undefined) return {};
  const { placeSettings } = await import('./place-settings.js');
  return placeSettings(target, cluster);
}

/** What is worth storing: fields that differ from leaving it to the plan. */
export function storedSettings(settings: Settings): Partial<Settings> {
  const defaults: Partial<Settings> = DEFAULT_SETTINGS;
  const chosen = Object.entries(settings).filter(([name, value]) => {
    const usual = defaults[name as keyof Settings];
    return JSON.stringify(value) !== JSON.stringify(usual);
  });
  return Object.fromEntries(chosen);
}

export function changeSettings(settings: Settings, change: SettingsChange): Settings {
  const merged = Object.entries({ ...settings, ...change }).filter(
    ([, value]) => value !== undefined
  );
  return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(merged) as Partial<Settings>) };
}

export function sameSettings(one: Settings, other: Settings): boolean {
  return fingerprint(one) === fingerprint(other);
}

function fingerprint(settings: Settings): string {
  const chosen = Object.entries(storedSettings(settings));
  return JSON.stringify(chosen.sort(([a], [b]) => (a < b ? -1 : 1)));
}
