/**
 * The folder of a run on a cluster: a local run's, filled from afar.
 *
 *     clusters/CONTEXT/NAMESPACE/place.json   which place it is
 *     clusters/CONTEXT/NAMESPACE/ID/          a mirror
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import {
  BUILDER,
  ClusterRef,
  isRunId,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import { isForCluster } from '../../core/kubernetes/from-plan.js';
import { isBuilt } from '../../core/plan/build.js';
import { FILES, RANK_FILES, rankFolder } from '../run-folder/layout.js';
import {
  errorCode,
  isAbsent,
  makeFolder,
  readIfThere,
  writeWhole
} from '../run-folder/storage.js';

const PLACE = 'place.json';

/** Folder of a place below the folder of all of them. */
export function placeFolder(root: string, { context, namespace }: ClusterRef): string {
  return join(root, slug(context), namespace);
}

/** Contexts are called as people like: what no file can be called is told by a digest. */
function slug(context: string): string {
  const plain = context
    .replace(/[^\w.@-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 80);
  if (plain === context) return plain;
  const digest = createHash('sha256').update(context).digest('hex').slice(0, 8);
  return `${plain}-${digest}`;
}

/** Makes a place known. */
export function rememberPlace(root: string, ref: ClusterRef): void {
  const folder = placeFolder(root, ref);
  const file = join(folder, PLACE);
  if (existsSync(file)) return;
  makeFolder(folder);
  writeWhole(file, JSON.stringify(ref));
}

/** All places that are known. */
export function knownPlaces(root: string): ClusterRef[] {
  return namesIn(root).flatMap(context =>
    namesIn(join(root, context)).flatMap(namespace => {
      const text = readIfThere(join(root, context, namespace, PLACE));
      if (text === undefined) return [];
      const parsed = ClusterRef.safeParse(JSON.parse(text));
      return parsed.success ? [parsed.data] : [];
    })
  );
}

/** Ids of the runs that have a mirror in a place. */
export function mirrorsIn(folder: string): string[] {
  return namesIn(folder).filter(name => isRunId(name));
}

/** Makes the mirror of a run, if there is none; it appears as a whole. */
export function makeMirror(folder: string, run: Run, plan?: Plan): void {
  if (existsSync(folder)) return;
  const draft = `${folder}.new-${randomBytes(6).toString('hex')}`;
  makeFolder(draft);
  if (plan) writeWhole(join(draft, FILES.plan), JSON.stringify(plan));
  writeWhole(join(draft, FILES.state), JSON.stringify(run));
  run.ranks.forEach(({ rank }) => {
    makeRank(draft, rank);
  });
  if (plan && isForCluster(plan) && isBuilt(plan)) makeRank(draft, BUILDER);
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  }
}

/** Puts another plan in the place of that which the mirror was made with. */
export function rewritePlan(folder: string, plan: Plan): void {
  writeWhole(join(folder, FILES.plan), JSON.stringify(plan));
}

/** Files of a rank: followers want them to be there. */
export function makeRank(folder: string, rank: number): string {
  const path = rankFolder(folder, rank);
  mkdirSync(join(path, RANK_FILES.work), { recursive: true });
  for (const name of [RANK_FILES.log, RANK_FILES.events]) {
    writeFileSync(join(path, name), '', { flag: 'a' });
  }
  return path;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
