/**
 * Registries of images, by the OCI distribution protocol. Every method throws
 * `RegistryError` or `ProblemError` with a row of the error table, or the reason of its
 * session's signal when that is aborted. What comes back has been checked against its
 * digest.
 */
import type { TarMember } from '../core/image/tar/read.js';
import type { Blob, Descriptor } from '../core/image/types.js';
import type { Memory } from '../core/registry/capabilities.js';
import type { SecretLogin } from '../core/registry/pull-secret.js';
import type { Repository } from '../core/registry/repository.js';
import type { Work } from '../core/registry/scope.js';

export interface Registries {
  /** Access for one piece of work: one login, and one token, serve all of it. */
  open(work: RegistryWork): RegistrySession;
  /** What was learnt of repositories; shared by all sessions. */
  readonly memory: Memory;
  /** Ends all connections. */
  close(): void;
}

export interface RegistryWork extends Work {
  /** Logins to try before those of this computer, e.g. of imagePullSecrets. */
  readonly logins?: readonly SecretLogin[];
  readonly signal?: AbortSignal;
}

/** A manifest, or the index of several, as it is stored. */
export interface StoredManifest {
  readonly descriptor: Descriptor;
  readonly text: string;
}

/** What a session has cost. */
export interface Traffic {
  /** HTTP requests, those for tokens included. */
  readonly requests: number;
  /** Bytes of blobs and manifests that were sent. */
  readonly sentBytes: number;
}

/** Content to be stored that is at hand. */
export interface BytesContent {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

/** Content to be stored that may be too large for memory. */
export interface FileContent {
  readonly descriptor: Descriptor;
  /** Absolute path of a file that does not change. */
  readonly path: string;
}

/** Content to be stored. */
export type Content = BytesContent | FileContent;

/** An upload that was begun, and has nothing in it: for content that is not known yet. */
export interface OpenUpload {
  /** Where it goes on, as the registry said. */
  readonly place: string;
}

/** `requests` and `sentBytes` grow while it works. */
export interface RegistrySession extends Traffic {
  /**
   * `image-missing` when there is none. A tag is looked up anew after a minute.
   * @param name - a tag or a digest
   */
  manifest(at: Repository, name: string): Promise<StoredManifest>;
  /** A small blob as text, such as a config. */
  text(at: Repository, blob: Descriptor): Promise<string>;
  /**
   * What is in a layer, while it comes; nothing of it is kept. Goes on after cuts.
   * `layer-unreadable` for what is no archive.
   * @param onBytes - told how many bytes have come, as they are stored
   */
  members(
    at: Repository,
    layer: Descriptor,
    onBytes?: (bytes: number) => void
  ): AsyncIterable<TarMember>;
  /** Takes a blob over from another repository; false where the registry does not. */
  mount(to: Repository, from: Repository, blob: Descriptor): Promise<boolean>;
  /** Reads a blob and stores it, unless it is there. @returns whether it was sent */
  copy(to: Repository, from: Repository, blob: Descriptor): Promise<boolean>;
  /** Stores a blob; goes on after cuts. An opened upload that is lost is begun again. */
  upload(to: Repository, content: Content, opened?: OpenUpload): Promise<void>;
  /** Stores a blob that may be there already. @returns whether it was sent */
  store(to: Repository, content: Content): Promise<boolean>;
  /** Begins an upload; it is for one blob. */
  begin(to: Repository): Promise<OpenUpload>;
  /** Ends an upload that got nothing; a registry that does not know it has ended it. */
  abandon(to: Repository, opened: OpenUpload): Promise<void>;
  /** Stores a manifest under its digest, and under a tag. Everything it names is there. */
  publish(to: Repository, manifest: Blob, tag?: string): Promise<void>;
}
