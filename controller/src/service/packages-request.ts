/** What is to be found for an image: requirements, a base, and where to look. */
import type { Message, Requirement } from '@jupyterlab-kubeflow/protocol';
import type { Platform } from '../core/image/types.js';
import type { RegistryAccess } from '../core/registry/access.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import type { ResolverPlace, WheelSources } from '../ports/packages.js';

export interface PackagesRequest {
  readonly requirements: readonly Requirement[];
  /** Reference of the image to build on. */
  readonly base: string;
  /** Of the nodes. @default of an index linux/amd64, else what the base is for */
  readonly platform?: Platform;
  /** Logins to try before those of this computer. */
  readonly logins?: readonly SecretLogin[];
  readonly access: RegistryAccess;
  /** The interpreter whose pip is asked. */
  readonly resolver: ResolverPlace;
  /** Version of the notebook's own Python, e.g. `3.11.2`. */
  readonly kernelPython?: string;
  /** Names whose version in the base stays, whatever the notebook says. @default none */
  readonly pinned?: readonly string[];
  readonly sources: WheelSources;
  /** Repository that is pushed to, where others may have left what they found. */
  readonly push?: string;
  /** Whether what was found before does not count. @default false */
  readonly anew?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doing: Message) => void;
}
