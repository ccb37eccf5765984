/**
 * What was found before: on this computer, or by others who push to the same repository.
 * What others say is believed as far as their layers are: it decides what is in an image
 * that is pushed there, and nothing else on this computer happens because of it.
 */
import { ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Hasher } from '../core/bundle/bundle.js';
import { digest } from '../core/image/digest.js';
import { layerImage, readLayerImage } from '../core/image/layer-image.js';
import { utf8 } from '../core/image/utf8.js';
import {
  findingKey,
  findingTag,
  findingText,
  isYoung,
  readFinding,
  type Finding,
  type Sought
} from '../core/packages/finding.js';
import type { Located } from '../core/registry/repository.js';
import type { TextStore } from '../ports/packages.js';
import type { Registries, RegistrySession } from '../ports/registry.js';
import { ImageStore } from './image-store.js';
import { located } from './located.js';
import type { PackagesRequest } from './packages-request.js';
import type { Reach } from './reaching.js';
import { orAbsent } from './wheel-layers.js';

/** A finding, and what was sought. */
export interface Before {
  readonly sought: Sought;
  readonly finding: Finding;
  /** Whether somebody else found it. */
  readonly isShared: boolean;
}

export interface FoundBeforeDeps {
  readonly reach: Reach;
  readonly findings: TextStore;
  readonly hash: Hasher;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class FoundBefore {
  readonly #deps: FoundBeforeDeps;

  constructor(deps: FoundBeforeDeps) {
    this.#deps = deps;
  }

  /** What counts still; of others only where something is to be added. */
  async known(
    sought: Sought,
    request: Pick<PackagesRequest, 'push' | 'access' | 'signal' | 'logins'>
  ): Promise<Before | undefined> {
    const { findings, hash, now, reach } = this.#deps;
    const text = await findings.read(findingKey(sought, hash));
    const finding = text === undefined ? undefined : readFinding(text, sought);
    if (finding && isYoung(finding, sought, now())) {
      return { sought, finding, isShared: false };
    }
    if (request.push === undefined) return undefined;
    const { access, signal, logins } = request;
    const push = located(request.push);
    const session = (await reach(access)).open({
      ...{ push, pull: [] },
      ...(signal ? { signal } : {}),
      ...(logins ? { logins } : {})
    });
    const theirs = await readShared({ session, at: push, ...this.#deps }, sought);
    return theirs && { sought, finding: theirs, isShared: true };
  }

  async keep(sought: Sought, finding: Finding): Promise<void> {
    const { findings, hash } = this.#deps;
    const text = findingText(finding, { isShared: false });
    await findings.write(findingKey(sought, hash), text);
  }
}

/** A repository whose findings are read and written. */
export interface SharedPlace {
  readonly session: RegistrySession;
  readonly at: Located;
  readonly hash: Hasher;
  readonly now: () => number;
}

/** `undefined` where there is none that counts still, or none that can be read. */
async function readShared(
  { session, at, hash, now }: SharedPlace,
  sought: Sought
): Promise<Finding | undefined> {
  const key = findingKey(sought, hash);
  try {
    const stored = await orAbsent(() => session.manifest(at, findingTag(key)));
    const note =
      stored && readLayerImage(stored.text, stored.descriptor.mediaType, key);
    if (!note) return undefined;
    const text = await session.text(at, note.descriptor);
    const finding = readFinding(text, sought);
    return finding && isYoung(finding, sought, now())
      ? { ...finding, chosen: finding.chosen.map(wheel => ({ ...wheel, url: '' })) }
      : undefined;
  } catch (error) {
    // A search goes on without it.
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

const NOTE = 'application/vnd.jupyterlab-kubeflow.finding.v1+json';

/** Leaves it for others, unless they have the same, or a newer one; best effort. */
export async function share(
  place: SharedPlace & { readonly registries: Registries },
  { sought, finding, isShared }: Before
): Promise<void> {
  const theirs = isShared ? finding : await readShared(place, sought);
  if (theirs && (theirs.at >= finding.at || isSame(theirs, finding))) return;
  const { session, at, hash } = place;
  const key = findingKey(sought, hash);
  const bytes = utf8(findingText(finding, { isShared: true }));
  const diffId = digest(bytes, hash);
  const descriptor = { mediaType: NOTE, digest: diffId, size: bytes.length };
  const layer = { descriptor, diffId, createdBy: 'jkf: what was found' };
  const platform = { os: 'linux', architecture: 'amd64' };
  const { configBlob, manifestBlob } = layerImage(layer, { key, platform, hash });
  const config = { descriptor: configBlob.descriptor, bytes: utf8(configBlob.text) };
  try {
    await new ImageStore(place).put({
      ...{ session, from: at, to: at, layers: [] },
      ...{ own: [{ descriptor, bytes }, config], manifest: manifestBlob },
      tag: findingTag(key)
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
}

function isSame(one: Finding, other: Finding): boolean {
  const digests = ({ chosen }: Finding): string =>
    chosen
      .map(({ sha256 }) => sha256)
      .sort()
      .join();
  return digests(one) === digests(other);
}
