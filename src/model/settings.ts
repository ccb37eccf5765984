/** Settings of a notebook: read from what was stored, changed, compared. */
import { DEFAULT_SETTINGS, type Settings } from '@jupyterlab-kubeflow/protocol';
import type { SettingsChange } from '../tokens.js';
import type { ReadSettings } from './stored-settings.js';

/**
 * Settings from stored JSON, whatever is there: of another version, or written by hand.
 * `undefined` when it holds none.
 */
export async function readSettings(stored: unknown): Promise<ReadSettings | undefined> {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
    return undefined;
  }
  // Who has chosen nothing loads no validator.
  if (Object.keys(stored).length === 0) {
    return { settings: DEFAULT_SETTINGS, leftOut: [] };
  }
  const { settingsIn } = await import('./stored-settings.js');
  return settingsIn({ ...stored });
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
