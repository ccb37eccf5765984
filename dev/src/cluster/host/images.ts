/** Puts images straight into the node, for what must be there without a registry. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { MadeImage } from '../../images/ensure.js';
import { archiveOf } from '../../images/layout-folder.js';
import { runInside } from '../acts/order.js';
import type { Instance } from './instance.js';

/** The name of an image that no registry has: its tag never comes to mean another. */
export const nameInNode = ({ name, key }: Pick<MadeImage, 'name' | 'key'>): string =>
  `jupyterlab-kubeflow.local/${name}:${key}`;

/** Gives the node's containerd an image that it does not have. */
export async function importImage(
  instance: Instance,
  image: MadeImage,
  signal: AbortSignal
): Promise<void> {
  const name = nameInNode(image);
  const list = ['ctr', '--namespace', 'k8s.io', 'images', 'list', '--quiet'] as const;
  const there = await runInside(instance.paths.socket, list, { signal });
  if (!there.split('\n').includes(name)) await putIn(instance, image, signal);
}

async function putIn(
  { paths }: Instance,
  image: MadeImage,
  signal: AbortSignal
): Promise<void> {
  const archive = `${paths.tmp}/${image.name}.tar`;
  const file = createWriteStream(archive);
  await pipeline(await archiveOf(image, nameInNode(image)), file, { signal });
  const ctr = ['ctr', '--namespace', 'k8s.io', 'images', 'import', archive] as const;
  await runInside(paths.socket, ctr, { signal });
  await rm(archive);
}
