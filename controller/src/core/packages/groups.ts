/** The four groups that a plan shows: in base, added, version differs, impossible. */
import {
  reason,
  type AddedPackage,
  type DifferingPackage,
  type Message,
  type PackageCause as Cause,
  type PackageGroups
} from '@jupyterlab-kubeflow/protocol';
import { readRequirement } from '../notebook/discover/requirement-lines.js';
import type { Inventory } from './inventory.js';
import { markerEnvironment, markerHolds, type MarkerEnvironment } from './marker.js';
import { shownUrl, type Impossible, type Needed } from './needed.js';
import type { ChosenWheel } from './report.js';
import { tooLarge } from './too-large.js';
import { parseVersion, satisfiesAll } from './version.js';

export interface GroupsInput {
  readonly needed: Needed;
  /** What the resolver has chosen, packages of the base included. */
  readonly chosen: readonly ChosenWheel[];
  readonly inventory: Inventory;
  readonly machine: string;
  /** Version of the notebook's own Python, e.g. `3.11.2`. */
  readonly kernelPython?: string;
}

/** Each group sorted by name. */
export function groupsOf(input: GroupsInput): PackageGroups {
  const { needed, chosen, inventory } = input;
  const base = new Map(Object.entries(inventory.distributions));
  const causeOf = causes(needed, chosen);
  const withCause = <T extends Named>(one: T): T & Cause => ({
    ...one,
    ...causeOf(one.name)
  });
  const isOfBase = ({ name, version }: ChosenWheel): boolean =>
    base.get(name) === version;
  const others = chosen.filter(wheel => !isOfBase(wheel));
  const fresh = others.filter(wheel => !tooLarge(wheel));
  const replaced = fresh.filter(({ name }) => base.has(name));
  const added = fresh.filter(({ name }) => !base.has(name));
  const differs = [
    ...replaced.map(one => differing(one, base.get(one.name) ?? '', 'notebook')),
    ...needed.kept.map(one => differing(one, one.version, 'base'))
  ];
  const gone = new Set(replaced.map(({ name }) => name));
  const inBase = [...needed.inBase, ...chosen.filter(isOfBase)].map(nameOf);
  return {
    inBase: sorted(once(inBase, gone).map(withCause)),
    added: sorted(
      added.map(one => ({ ...nameOf(one), wheel: wheelOf(one) })).map(withCause)
    ),
    differs: sorted(differs.map(withCause)),
    impossible: sorted([...needed.impossible, ...largeOnes(others, causeOf)]).map(
      one => ({
        ...one,
        requirement: shownUrl(one.requirement)
      })
    ),
    notes: [
      ...pythonNote(input),
      ...brokenNotes(input, replaced),
      ...yankedNotes(fresh)
    ]
  };
}

/** The first of each name, without those that are another version now. */
function once(all: readonly Named[], gone: ReadonlySet<string>): readonly Named[] {
  const left = all.filter(({ name }) => !gone.has(name));
  return [...new Map(left.map(one => [one.name, one])).values()];
}

interface Named {
  readonly name: string;
  readonly version: string;
}

function differing(
  one: Named,
  base: string,
  wins: DifferingPackage['wins']
): Omit<DifferingPackage, keyof Cause> {
  return { ...nameOf(one), base, wins };
}

function causes(
  { inBase, wanted, kept }: Needed,
  chosen: readonly ChosenWheel[]
): (name: string) => Cause {
  const asked = new Map(
    [...inBase, ...wanted, ...kept].map(one => [one.name, one.requirement])
  );
  return name => {
    const requirement = asked.get(name);
    const by = chosen.filter(({ requires }) => requires.includes(name));
    return {
      ...(requirement === undefined ? {} : { requirement: shownUrl(requirement) }),
      neededBy: by.map(each => each.name).sort()
    };
  };
}

function nameOf({ name, version }: Named): Named {
  return { name, version };
}

function wheelOf(wheel: ChosenWheel): AddedPackage['wheel'] {
  const { name, version, file, sha256, size } = wheel;
  return {
    ...{ name, version, file },
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(size === undefined ? {} : { size })
  };
}

function largeOnes(
  wheels: readonly ChosenWheel[],
  causeOf: (name: string) => Cause
): Impossible[] {
  return wheels.flatMap(wheel => {
    const why = tooLarge(wheel);
    const { name } = wheel;
    return why
      ? [{ name, requirement: causeOf(name).requirement ?? name, problem: why }]
      : [];
  });
}

function sorted<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What ran under one Python may not run under another. */
function pythonNote({ inventory: { python }, kernelPython }: GroupsInput): Message[] {
  const own = /^\d+\.\d+/.exec(kernelPython ?? '')?.[0];
  if (own === undefined || python === undefined || own === python) return [];
  return [reason('packages-python-differs', { own, python })];
}

/** Packages of the base that want another version than they get. */
function brokenNotes(
  { inventory, machine }: GroupsInput,
  replaced: readonly Named[]
): Message[] {
  const markers = markerEnvironment(inventory.python ?? '', machine);
  const versions = new Map(replaced.map(one => [one.name, one.version]));
  const whole = Object.entries(inventory.requires).filter(([by]) => !versions.has(by));
  return whole.flatMap(([by, requirements]) =>
    requirements.flatMap(text => {
      const requirement = brokenBy(versions, text, markers);
      if (requirement === undefined) return [];
      const version = versions.get(requirement.name) ?? '';
      return reason('packages-base-broken', {
        by,
        requirement: requirement.text,
        version
      });
    })
  );
}

/** The requirement, when one of the versions does not do for it. */
function brokenBy(
  versions: ReadonlyMap<string, string>,
  text: string,
  markers: MarkerEnvironment
): { readonly name: string; readonly text: string } | undefined {
  const line = readRequirement(text);
  if (line?.kind !== 'package') return undefined;
  const [, marker] = /;(.*)$/.exec(text) ?? [];
  const counts = marker === undefined || markerHolds(marker, markers) === true;
  const found = parseVersion(versions.get(line.name) ?? '');
  const breaks = counts && found && satisfiesAll(found, line.specifier) === false;
  return breaks ? { name: line.name, text: line.name + line.specifier } : undefined;
}

function yankedNotes(fresh: readonly ChosenWheel[]): Message[] {
  return fresh
    .filter(({ isYanked }) => isYanked)
    .map(({ name, version }) => reason('packages-yanked', { package: name, version }));
}
