/** Puts an image's layers into a folder, one over the other. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { blobFile, type StoredImage } from './layout-folder.js';
import { inRoom } from './room.js';

const WHITEOUT = '.wh.';

/** @param root - an empty folder */
export async function unpack(
  image: StoredImage,
  root: string,
  signal?: AbortSignal
): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const { digest } of image.manifest.layers) {
    const script =
      'exec tar --extract --gzip --file "$1" --directory "$2" ' +
      '--same-owner --preserve-permissions --numeric-owner --delay-directory-restore';
    await inRoom(script, [blobFile(image, digest), root], { signal });
    applyRemovals(root);
  }
}

/** Carries out what the layer just unpacked says is gone. */
function applyRemovals(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith(WHITEOUT)) {
      rmSync(path);
      rmSync(join(folder, name.slice(WHITEOUT.length)), {
        recursive: true,
        force: true
      });
    } else if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      applyRemovals(path);
    }
  }
}
