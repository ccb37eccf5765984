/** Labels and annotations by which runs are known: what is edited keeps them as they are. */
import { LABELS, PREFIX } from '../labels.js';

/** Of the workload itself and of its pods, wherever its kind writes them. */
const MAPS: readonly string[] = ['labels', 'annotations'];

type Values = Record<string, unknown>;

/** `edited` with the labels and annotations of ours that `base` has, as far as it has their places. */
export function withOwnMarks(base: unknown, edited: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(edited)) {
    return edited.map((item, at) => withOwnMarks(base[at], item));
  }
  if (!isValues(base) || !isValues(edited)) return edited;
  const inner = Object.entries(edited).map(([key, value]) => [
    key,
    MAPS.includes(key) ? marked(base[key], value) : withOwnMarks(base[key], value)
  ]);
  const lost = MAPS.filter(key => !(key in edited) && hasOwn(base[key]));
  const restored = lost.map(key => [key, marked(base[key], {})]);
  return Object.fromEntries([...inner, ...restored]) as Values;
}

/** Those of ours win; others of ours that somebody added go. */
function marked(base: unknown, edited: unknown): unknown {
  if (!isValues(base) || !isValues(edited)) return edited;
  return { ...pick(edited, key => !isOwn(key)), ...pick(base, isOwn) };
}

function pick(values: Values, wanted: (key: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => wanted(key)));
}

function hasOwn(map: unknown): boolean {
  return isValues(map) && Object.keys(map).some(isOwn);
}

function isOwn(key: string): boolean {
  return key.startsWith(`${PREFIX}/`) || key === LABELS.managedBy;
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
