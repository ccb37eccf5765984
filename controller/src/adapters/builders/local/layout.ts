/** The folder of one build: context, logins, and what the program may write. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildRequest } from '../../../ports/builder.js';
import { loginFile } from '../login-file.js';

export interface BuildFolder {
  readonly context: string;
  readonly dockerfile: string;
  readonly logins: string;
  /** Absent where all registries are asked with TLS. */
  readonly registries?: string;
  readonly temporary: string;
  readonly imageId: string;
  readonly digest: string;
}

/** @param folder - one that nobody else can read */
export async function layOut(
  folder: string,
  { dockerfile, files, plainHttp, logins }: BuildRequest
): Promise<BuildFolder> {
  const context = join(folder, 'context');
  await mkdir(context);
  for (const { path, bytes, mode } of files) {
    const target = join(context, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    // Whatever the umask is.
    await chmod(target, mode);
  }
  const place: BuildFolder = {
    context,
    // Not in the context, which may have one of its own.
    dockerfile: join(folder, 'Dockerfile'),
    logins: join(folder, 'auth.json'),
    temporary: join(folder, 'tmp'),
    imageId: join(folder, 'image-id'),
    digest: join(folder, 'digest'),
    ...(plainHttp.length > 0 ? { registries: join(folder, 'registries.conf') } : {})
  };
  await mkdir(place.temporary);
  await writeFile(place.dockerfile, dockerfile);
  await writeFile(place.logins, loginFile(logins), { mode: 0o600 });
  if (place.registries) await writeFile(place.registries, plainText(plainHttp));
  return place;
}

/** Of containers-registries.conf, version 2; JSON's strings are also TOML's. */
function plainText(hosts: readonly string[]): string {
  return hosts
    .map(host => `[[registry]]\nlocation = ${JSON.stringify(host)}\ninsecure = true\n`)
    .join('\n');
}
