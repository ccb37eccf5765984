/**
 * What a search for packages has found, kept for whoever looks for the same: on this
 * computer, and in a registry for other computers.
 */
import type { Requirement } from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../bundle/bundle.js';
import { fieldsOf } from '../cluster/fields.js';
import { tagOfContent } from '../image/digest.js';
import { readRequirement } from '../notebook/discover/requirement-lines.js';
import type { Inventory } from './inventory.js';
import { chosenFrom, inventoryFrom } from './kept-values.js';
import { neededOf, type Wanted } from './needed.js';
import type { ChosenWheel } from './report.js';
import { parseVersion, satisfiesAll } from './version.js';

export interface Finding {
  /** When it was found, in milliseconds since the epoch. */
  readonly at: number;
  readonly inventory: Inventory;
  /** All with a digest. */
  readonly chosen: readonly ChosenWheel[];
}

/** What a resolver's answers depend on besides the question; no password is in it. */
export interface Conditions {
  readonly text: string;
  /** Whether an index is asked, which may have something newer later. */
  readonly ages: boolean;
}

/** What was looked for. */
export interface Sought {
  readonly requirements: readonly Requirement[];
  /** Names whose version in the base stays. */
  readonly pinned: readonly string[];
  /** Of the image, as Linux calls it. */
  readonly machine: string;
  /** Of the base (`inventoryKey`). */
  readonly inventoryKey: string;
  readonly conditions: Conditions;
}

/** Higher when the same question may have another answer. */
const FORM = 1;

/** Equal where the same is looked for, on whatever computer. */
export function findingKey(
  { requirements, pinned, machine, inventoryKey, conditions }: Sought,
  hash: Hasher
): string {
  const asked = requirements.map(({ name, text, included, reason }) =>
    JSON.stringify([name, text, included, reason.code])
  );
  const all = [asked.sort(), [...pinned].sort(), machine, inventoryKey];
  return hash(JSON.stringify([FORM, ...all, conditions.text]));
}

/** Under which a registry has a finding. */
export function findingTag(key: string): string {
  return tagOfContent('jkf-found', key);
}

const HOUR_MS = 60 * 60_000;

/** Milliseconds that clocks of two computers may differ. */
const CLOCKS_MS = 5 * 60_000;

/**
 * Whether it counts still. Of an index it does for an hour, or for a day where each
 * version is said; what is looked for in folders alone is another question when they change.
 */
export function isYoung(
  { at }: Pick<Finding, 'at'>,
  { requirements, conditions }: Pick<Sought, 'requirements' | 'conditions'>,
  now: number
): boolean {
  if (at > now + CLOCKS_MS) return false;
  const isSaid = requirements.every(({ text, included }) => !included || isExact(text));
  return !conditions.ages || now - at < (isSaid ? 24 * HOUR_MS : HOUR_MS);
}

function isExact(text: string): boolean {
  const line = readRequirement(text);
  return line?.kind === 'package' && /^===?[^*,]+$/.test(line.specifier);
}

/** Whether it may be kept: what is given by its address is behind no index. */
export function isKept({ chosen }: Pick<Finding, 'chosen'>): boolean {
  return chosen.every(({ sha256, isDirect }) => sha256 !== undefined && !isDirect);
}

/** @param isShared - for others: addresses are nothing for them */
export function findingText(
  { at, inventory, chosen }: Finding,
  { isShared }: { readonly isShared: boolean }
): string {
  const wheels = chosen.map(({ url, ...wheel }) =>
    isShared ? wheel : { ...wheel, url }
  );
  return JSON.stringify({ form: FORM, at, inventory, chosen: wheels });
}

/** `undefined` for what is none, or is no answer to what is sought. */
export function readFinding(text: string, sought: Sought): Finding | undefined {
  const { form, at, inventory: has, chosen: wheels } = fieldsOf(parsed(text));
  const inventory = inventoryFrom(has);
  const chosen = chosenFrom(wheels);
  if (form !== FORM || typeof at !== 'number' || !inventory || !chosen) {
    return undefined;
  }
  const finding = { at, inventory, chosen };
  return answers(finding, sought) ? finding : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All that is wanted is there, in a version that does. */
function answers({ inventory, chosen }: Finding, sought: Sought): boolean {
  const { wanted } = neededOf({ ...sought, inventory });
  return wanted.every(one => chosen.some(wheel => meets(wheel, one)));
}

function meets(
  { name, version }: ChosenWheel,
  { name: asked, requirement }: Wanted
): boolean {
  const line = readRequirement(requirement);
  const found = parseVersion(version);
  if (name !== asked || line?.kind !== 'package') return false;
  return found !== undefined && satisfiesAll(found, line.specifier) !== false;
}
