/** Searches for packages with a resolver that a test plays. */
import { problem } from '@jupyterlab-kubeflow/protocol';
import { emptyImage } from '../../core/image/append.js';
import { inventory, requirement, wheel } from '../../core/packages/testing.js';
import type { Inventory } from '../../core/packages/inventory.js';
import type { Question, Resolver, ResolverAnswer } from '../../ports/packages.js';
import type { KnownBase } from '../inventories.js';
import { ImagePackages, type PackagesDeps, type Search } from '../packages.js';
import type { PackagesRequest } from '../packages-request.js';

const AMD64 = { os: 'linux', architecture: 'amd64' };
export const NOW = 1_800_000_000_000;

export const missing = problem('package-missing', { requirement: 'x' });
export const conflict = problem('packages-conflict', { detail: 'x' });

export const found = (...texts: string[]): ResolverAnswer => ({
  ok: true,
  chosen: texts.map(text => wheel(text))
});
export const lacking = (name: string): ResolverAnswer => ({
  ok: false,
  failure: { kind: 'package', name, problem: missing }
});
export const inTheWay = (...names: string[]): ResolverAnswer => ({
  ok: false,
  failure: { kind: 'constraint', names, problem: conflict }
});

export function never(): never {
  throw new Error('it was found');
}

/** A resolver, and what it was asked. */
export interface ScriptedResolver {
  readonly resolver: Resolver;
  readonly asked: Question[];
  readonly fetched: string[];
  readonly sizes: Record<string, { size: number }>;
  /** Folders with wheels of what is installed. */
  readonly here: Record<string, string>;
}

/** Gives these answers. */
export function scripted(...answers: ResolverAnswer[]): ScriptedResolver {
  const here: Record<string, string> = {};
  const sizes: Record<string, { size: number }> = {};
  const asked: Question[] = [];
  const fetched: string[] = [];
  const resolver: Resolver = {
    conditions: () => Promise.resolve({ text: 'index', ages: true }),
    resolve: (question, watch) => {
      asked.push(question);
      watch?.onName?.('app');
      const answer = answers[asked.length - 1];
      return answer ? Promise.resolve(answer) : Promise.reject(new Error('no answer'));
    },
    installed: ([name = '']) => Promise.resolve(here[name]),
    sized: wheels =>
      Promise.resolve(wheels.map(one => ({ ...one, ...(sizes[one.name] ?? {}) }))),
    fetch: wheels => {
      fetched.push(...wheels.map(({ name }) => name));
      return Promise.resolve([]);
    }
  };
  return { resolver, asked, fetched, sizes, here };
}

interface Around {
  readonly has?: Inventory;
  readonly before?: PackagesDeps['before'];
}

/** Nothing was found before. */
export const NEW: PackagesDeps['before'] = {
  known: () => Promise.resolve(undefined),
  keep: () => Promise.resolve()
};

export function find(
  resolver: Resolver,
  texts: readonly string[],
  more: Partial<PackagesRequest> & Around = {}
): Promise<Search> {
  const has = more.has ?? inventory({ dep: '1.0', torch: '2.1' });
  const { before = NEW, ...rest } = more;
  const base: KnownBase = {
    ...{ image: 'r/py@sha256:ab', platform: 'linux/amd64', machine: 'x86_64' },
    ...{ key: 'key', layers: [], config: emptyImage(AMD64).config }
  };
  const inventories = {
    base: () => Promise.resolve(base),
    in: () => Promise.resolve(has)
  };
  const now = (): number => NOW;
  return new ImagePackages({ inventories, resolver, before, now }).find({
    requirements: texts.map(text => requirement(text)),
    base: 'r.example/py',
    access: { plainHttp: [], trusted: [] },
    resolver: { python: '/usr/bin/python3', env: {} },
    sources: { moreIndexes: [], findLinks: [], noIndex: false },
    ...rest
  });
}
