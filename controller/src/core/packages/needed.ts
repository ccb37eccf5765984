/**
 * What an image needs besides what its base has: what is there already, what a resolver
 * has to find, and what can be added by nobody. The resolver decides about versions.
 */
import { problem, type Problem, type Requirement } from '@jupyterlab-kubeflow/protocol';
import { readRequirement } from '../notebook/discover/requirement-lines.js';
import type { Inventory } from './inventory.js';
import { markerEnvironment, markerHolds, type MarkerEnvironment } from './marker.js';
import { parseVersion, satisfiesAll } from './version.js';

export interface NeededInput {
  readonly requirements: readonly Requirement[];
  readonly inventory: Inventory;
  /** Of the image, as Linux calls it, e.g. `x86_64`. */
  readonly machine: string;
  /** Names whose version in the base stays, whatever the notebook says. @default none */
  readonly pinned?: readonly string[];
}

/** What a requirement of the notebook says. */
export interface Named {
  /** Normalised. */
  readonly name: string;
  /** As the notebook says it, e.g. `numpy>=2`. */
  readonly requirement: string;
}

/** A requirement that the base meets. */
export interface InBase extends Named {
  /** That of the base. */
  readonly version: string;
}

/** A requirement to look for. */
export interface Wanted extends Named {
  /** Version of the base, where that does not do. */
  readonly base?: string;
}

/** A requirement that cannot be met, and why. */
export interface Impossible extends Named {
  readonly problem: Problem;
}

export interface Needed {
  readonly inBase: readonly InBase[];
  readonly wanted: readonly Wanted[];
  /** The base has another version, which stays. */
  readonly kept: readonly InBase[];
  readonly impossible: readonly Impossible[];
}

/** Each requirement is in one of the groups, or is not for this image at all. */
export function neededOf(input: NeededInput): Needed {
  const { python = '', distributions } = input.inventory;
  const place: Place = {
    markers: markerEnvironment(python, input.machine),
    versions: new Map(Object.entries(distributions)),
    pinned: new Set(input.pinned)
  };
  const all = input.requirements.flatMap(each => standing(each, place) ?? []);
  return {
    inBase: all.flatMap(each => (each.kind === 'in-base' ? [each.one] : [])),
    wanted: all.flatMap(each => (each.kind === 'wanted' ? [each.one] : [])),
    kept: all.flatMap(each => (each.kind === 'kept' ? [each.one] : [])),
    impossible: all.flatMap(each => (each.kind === 'impossible' ? [each.one] : []))
  };
}

interface Place {
  readonly markers: MarkerEnvironment;
  readonly versions: ReadonlyMap<string, string>;
  readonly pinned: ReadonlySet<string>;
}

type Standing =
  | { readonly kind: 'in-base'; readonly one: InBase }
  | { readonly kind: 'kept'; readonly one: InBase }
  | { readonly kind: 'wanted'; readonly one: Wanted }
  | { readonly kind: 'impossible'; readonly one: Impossible };

/** `undefined` for what this image does not need. */
function standing(requirement: Requirement, place: Place): Standing | undefined {
  const { name, text, included, reason } = requirement;
  const named = { name, requirement: text };
  if (reason.code === 'requirement-editable') {
    return impossible(named, problem('package-editable', { package: name }));
  }
  if (reason.code === 'requirement-guessed') {
    const version = place.versions.get(name);
    // Nobody adds what is only called like the module; what is there is no guess.
    if (version !== undefined) return { kind: 'in-base', one: { ...named, version } };
    const { module = name, where = '' } = reason.params;
    return impossible(named, problem('package-unknown', { module, where }));
  }
  if (!included) return undefined;
  const line = readRequirement(text);
  if (line?.kind === 'package') return ofPackage(named, line.specifier, place);
  return isWheelAddress(text)
    ? { kind: 'wanted', one: named }
    : impossible(
        named,
        problem('package-from-source', { requirement: shownUrl(text) })
      );
}

function ofPackage(
  named: Named,
  specifier: string,
  { markers, versions, pinned }: Place
): Standing | undefined {
  const [requirement = '', ...marker] = named.requirement.split(';');
  if (marker.length > 0 && markerHolds(marker.join(';'), markers) === false) {
    return undefined;
  }
  const version = versions.get(named.name);
  if (version === undefined) return { kind: 'wanted', one: named };
  const found = parseVersion(version);
  const isMet = found && satisfiesAll(found, specifier);
  // What an extra needs, only the resolver knows.
  if (requirement.includes('[') && isMet !== false)
    return { kind: 'wanted', one: named };
  const one = { ...named, version };
  if (isMet) return { kind: 'in-base', one };
  if (pinned.has(named.name)) return { kind: 'kept', one };
  return { kind: 'wanted', one: { ...named, base: version } };
}

function impossible(named: Named, why: Problem): Standing {
  return { kind: 'impossible', one: { ...named, problem: why } };
}

/** A wheel at an address: `name @ https://…/name-1-py3-none-any.whl`. */
function isWheelAddress(text: string): boolean {
  return /^(?:[\w.-]+(?:\[[^\]]*\])?\s*@\s*)?https?:\/\/\S+\.whl(?:#\S*)?$/.test(text);
}

/** Without what may be a password. */
export function shownUrl(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, '//…@');
}
