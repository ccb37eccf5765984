/** Brings the bundle of a run back from its ConfigMap. */
import { mkdir, writeFile, chmod } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fieldsOf, listOf, numberOf, textOf } from '../../core/cluster/fields.js';
import { RESOURCES } from '../../core/cluster/object.js';
import { INDEX_KEY } from '../../core/kubernetes/inline.js';
import { bundleName } from '../../core/kubernetes/names.js';
import type { ClusterApi } from '../../ports/cluster.js';

/** Writes its files below a folder; throws as `ClusterApi.get` does when it is gone. */
export async function fetchBundle(
  api: ClusterApi,
  namespace: string,
  id: string,
  folder: string
): Promise<void> {
  const map = await api.get(RESOURCES.configMap, { namespace, name: bundleName(id) });
  const data = fieldsOf(map['binaryData']);
  const bytes = (key: string): Buffer => Buffer.from(textOf(data[key]) ?? '', 'base64');
  const index: unknown = JSON.parse(bytes(INDEX_KEY).toString('utf8'));
  for (const file of listOf(fieldsOf(index)['files'])) {
    const [key, path] = [textOf(file['key']), textOf(file['path'])];
    if (key === undefined || path === undefined || leaves(path)) continue;
    const to = join(folder, path);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, bytes(key));
    await chmod(to, numberOf(file['mode']) ?? 0o644);
  }
}

/** The index is what somebody has stored there: it must not lead out of the folder. */
function leaves(path: string): boolean {
  const normal = posix.normalize(path);
  return normal.startsWith('..') || posix.isAbsolute(normal);
}
