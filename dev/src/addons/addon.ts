/** What an add-on is: values that say what to put into a cluster, and when it is ready. */
import type { BuiltEngine } from '../engines/ensure.js';
import type { EngineName } from '../engines/table.js';
import type { ImageName } from '../images/table.js';
import type { Kustomization } from './kustomization.js';

/** An object of Kubernetes as the API takes it. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** An image that holds one engine's program and nothing else. */
export interface ProgramImage {
  /** Name of its repository; the tag is the engine's version. */
  readonly name: string;
  readonly engine: EngineName;
  /** One of the engine's programs. */
  readonly binary: string;
  /** Where the program lies in the image: also the image's entrypoint. */
  readonly entrypoint: string;
  /** A number, so that `runAsNonRoot` can be checked. */
  readonly user: number;
}

/** An add-on: what it needs before it can say what it consists of. */
export interface Addon {
  /** One sentence for the help text. */
  readonly summary: string;
  /** Whether a cluster has it when nothing is said. */
  readonly byDefault: boolean;
  readonly engines: readonly EngineName[];
  /** Images made of the engines' programs. */
  readonly images: readonly ProgramImage[];
  /** Base images of the development images, by name. */
  readonly baseImages: readonly ImageName[];
  readonly content: (facts: AddonFacts) => AddonContent;
}

/** What an add-on's content depends on. */
export interface AddonFacts {
  /** Reference of an image it named. */
  readonly image: (name: string) => string;
  /** An engine it named. */
  readonly engine: (name: EngineName) => BuiltEngine;
}

/** All that makes an add-on; absent parts are empty. */
export interface AddonContent {
  /** Manifests of published modules, changed as said. */
  readonly kustomizations?: readonly Kustomization[];
  /** Objects of our own. See `objects.ts` for the order of all. */
  readonly objects?: readonly KubernetesObject[];
  /** Added to the node's capacity, for example `nvidia.com/gpu`. */
  readonly capacity?: Readonly<Record<string, string>>;
  /** A program that runs beside the control plane. */
  readonly program?: HostProgram;
  /** Ranges of addresses that exist in no network: the node gets a route to nowhere. */
  readonly unreachable?: readonly string[];
  /** It is ready when all of these hold. */
  readonly ready: readonly Condition[];
}

/** What `kubectl wait` waits for. */
export interface Condition {
  /** As kubectl names it, for example `deployment/training-operator`. */
  readonly resource: string;
  readonly namespace?: string;
  /** As in `--for`, for example `condition=Available`. */
  readonly holds: string;
}

/** A program of an engine on the node, with a kubeconfig of its own. */
export interface HostProgram {
  readonly name: string;
  /** As `v1.36.3`; undefined when the code is ours. */
  readonly version: string | undefined;
  readonly binary: string;
  /** The user that its kubeconfig says it is; its rights are among the objects. */
  readonly user: string;
  /** Files it reads: what a kustomization gives, by name. */
  readonly files: Readonly<Record<string, Kustomization>>;
  /** Answers 200 when it works. */
  readonly health: string;
  readonly args: (paths: HostPaths) => readonly string[];
}

/** Where a host program finds its things. */
export interface HostPaths {
  readonly kubeconfig: string;
  /** Path of one of its files. */
  readonly file: (name: string) => string;
}

/** Arguments of `kubectl` that wait until the condition holds. */
export function waitArguments(
  { resource, namespace, holds }: Condition,
  seconds: number
): string[] {
  const within = namespace === undefined ? [] : ['--namespace', namespace];
  return [
    'wait',
    resource,
    ...within,
    `--for=${holds}`,
    `--timeout=${String(seconds)}s`
  ];
}

/** The JSON patch of a node's status that adds to its capacity. */
export function capacityPatch(
  capacity: Readonly<Record<string, string>>
): readonly KubernetesObject[] {
  return Object.entries(capacity).map(([name, value]) => ({
    op: 'add',
    path: `/status/capacity/${escapePointer(name)}`,
    value
  }));
}

const escapePointer = (name: string): string =>
  name.replaceAll('~', '~0').replaceAll('/', '~1');
