/** `npm run images -- --push REGISTRY`: makes images, pushes them, and names the result. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatReference,
  parseReference,
  pinned,
  type Reference
} from '@jupyterlab-kubeflow/controller/core/image/reference';
import { ensureImage } from './ensure.js';
import { setImages, type KustomizeImage } from './kustomize.js';
import { pushImage, type PushTarget } from './push.js';
import { registryAt } from './registry.js';
import type { Credentials } from './token.js';
import { imageName, INSTALLED, type ImageName } from './table.js';

export interface PushOptions {
  /** `HOST[:PORT][/PREFIX]`. */
  readonly push: string;
  /** Names; those of an installation unless said. */
  readonly only?: readonly string[];
  readonly plainHttp?: boolean;
  readonly username?: string;
  /** Folder of a kustomization that is to name the images. */
  readonly setImages?: string;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Lines for people. */
  readonly note: (line: string) => void;
  /** Results. */
  readonly say: (text: string) => void;
}

/** Manifests name images so, whatever registry they come from. */
const PROJECT = 'jupyterlab-kubeflow';

/** @throws Error before anything is made when an option cannot be followed */
export async function push(options: PushOptions, around: Surroundings): Promise<void> {
  const place = placeOf(options.push);
  const names = options.only?.map(imageName) ?? INSTALLED;
  const file = options.setImages && join(options.setImages, 'kustomization.yaml');
  const text = file === undefined ? undefined : await kustomization(file);
  const pushed = await pushAll(names, place, options, around);
  if (file !== undefined && text !== undefined) {
    await writeFile(file, setImages(text, pushed));
    around.note(`${file} names them now.`);
  }
}

async function pushAll(
  names: readonly ImageName[],
  { host, prefix }: Place,
  options: PushOptions,
  { env, signal, note, say }: Surroundings
): Promise<KustomizeImage[]> {
  const credentials = credentialsOf(options, env);
  const { plainHttp } = options;
  const { ask, close } = registryAt({ host, plainHttp, credentials, signal });
  const known: PushTarget['known'] = new Map();
  const pushed: KustomizeImage[] = [];
  try {
    for (const name of names) {
      const image = await ensureImage(name, { signal, onProgress: note });
      const path = `${prefix}${name}`;
      const target = { ask, host, path, tag: image.key, known, onProgress: note };
      const digest = await pushImage(image, target);
      const reference: Reference = { host, path };
      say(`${formatReference(pinned(reference, digest))}\n`);
      const newName = formatReference(reference);
      pushed.push({ name: `${PROJECT}/${name}`, newName, digest });
    }
  } finally {
    close();
  }
  return pushed;
}

interface Place {
  readonly host: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

function placeOf(text: string): Place {
  const trimmed = text.replace(/\/+$/, '');
  const { host, path } = parseReference(`${trimmed}/image`);
  if (host === undefined) {
    throw new RangeError(
      `"${text}" names no registry: write its host, with a port or a dot in it.`
    );
  }
  return { host, prefix: path.slice(0, -'image'.length) };
}

function credentialsOf(
  { username }: PushOptions,
  env: Surroundings['env']
): Credentials | undefined {
  const user = username ?? env.JKF_REGISTRY_USER;
  if (user === undefined) return undefined;
  const password = env.JKF_REGISTRY_PASSWORD;
  if (password === undefined) {
    throw new Error(`The password of ${user} is not in JKF_REGISTRY_PASSWORD.`);
  }
  return { user, password };
}

async function kustomization(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new Error(`There is no ${file} to name the images in.`);
  });
}
