/** What a builder builds from, as one archive, which is still to be compressed. */
import { tarFile, type TarEntry } from '../../../core/image/tar/entry.js';
import { tarBytes } from '../../../core/image/tar/write.js';
import { utf8 } from '../../../core/image/utf8.js';
import type { BuildRequest } from '../../../ports/builder.js';

/** The Dockerfile takes the place of one that is among the files. */
export function contextOf({ dockerfile, files }: BuildRequest): Promise<Uint8Array> {
  const others = files.filter(({ path }) => path !== 'Dockerfile');
  const entries: TarEntry[] = [
    tarFile('Dockerfile', utf8(dockerfile)),
    ...folders(others.map(({ path }) => path)),
    ...others.map(({ path, bytes, mode }) => tarFile(path, bytes, mode))
  ];
  return tarBytes(entries);
}

/** Also one without files, which a Dockerfile may copy. */
function folders(paths: readonly string[]): TarEntry[] {
  const found = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, at) => found.add(parts.slice(0, at + 1).join('/')));
  }
  return [...found].map(path => ({ kind: 'folder', path, mode: 0o755 }));
}
