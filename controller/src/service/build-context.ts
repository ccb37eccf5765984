/** What an image is built from by a Dockerfile of the user's: it, and what lies beside it. */
import {
  bytesText,
  problem,
  type Check,
  type Problem,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { BuildContext, BundleEntry } from '../core/bundle/bundle.js';
import { failed } from '../core/plan/checks.js';
import type { Place } from './findings.js';

/** Bytes: it is read into memory, and put into a store. */
const MOST = 512 * 1024 ** 2;

export interface FoundContext {
  readonly context?: BuildContext;
  readonly checks: readonly Check[];
}

/** Of a run on a cluster that is to be in the image of a Dockerfile. */
export async function contextFor(
  { target, build }: Settings,
  place: Pick<Place, 'workspace' | 'absolute'>
): Promise<FoundContext> {
  if (target?.kind !== 'cluster' || build?.dockerfile === undefined) {
    return { checks: [] };
  }
  const found = await buildContext(build.dockerfile, place);
  return 'sentence' in found
    ? { checks: [failed('build', found)] }
    : { context: found, checks: [] };
}

/** @param path - below the notebook's folder; `dockerfile-missing` for what is not there */
async function buildContext(
  path: string,
  { workspace, absolute }: Pick<Place, 'workspace' | 'absolute'>
): Promise<BuildContext | Problem> {
  const { files: all, truncated } = await workspace.list();
  const dockerfile = all.find(file => file.path === path);
  if (!dockerfile) return problem('dockerfile-missing', { path });
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const isLeft = await workspace.dockerignore(`${folder}.dockerignore`);
  const files = all.filter(
    file => file.path.startsWith(folder) && !isLeft(file.path.slice(folder.length))
  );
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (truncated || size > MOST) return tooMuch(path, truncated ? undefined : size);
  const entry = async (file: (typeof all)[number]): Promise<BundleEntry> => ({
    path: file.path.slice(folder.length),
    ...{ mode: file.executable ? 0o755 : 0o644, size: file.size },
    sha256: await workspace.digest(file.path),
    content: { kind: 'copy', from: absolute(file.path) }
  });
  return {
    dockerfile: await entry(dockerfile),
    files: await Promise.all(files.map(entry))
  };
}

/** @param size - in bytes; undefined: there are more files than anybody counts */
function tooMuch(path: string, size: number | undefined): Problem {
  const what = size === undefined ? 'too many files' : bytesText(size);
  return problem('dockerfile-context', { path, what, limit: bytesText(MOST) });
}
