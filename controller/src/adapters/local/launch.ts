/**
 * Starts a run exactly once or not at all. Everything is put together in a folder
 * whose name tells its launcher; the supervisor makes it a run by renaming it. Whoever
 * dies before the rename leaves a folder that the next look sweeps; whoever dies after
 * it leaves a run that goes on.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  fail,
  isRunId,
  ProblemError,
  type Plan,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../../core/bundle/bundle.js';
import { firstState } from '../../core/run/launched.js';
import { rankPlan } from '../../core/workload/environment.js';
import { parametersProblem } from '../../core/workload/parameters.js';
import { bundleBytes, deliver } from '../run-folder/bundle-files.js';
import type { Host } from './host.js';
import { formatIdentity, identify } from '../run-folder/identity.js';
import { FILES, newName, RANK_FILES, rankFolder } from '../run-folder/layout.js';
import { startSupervisor } from './start.js';
import { makeFolder, writeProblem, writeWhole } from '../run-folder/storage.js';

/** A run to be. */
export interface Order {
  readonly id: string;
  readonly plan: Plan;
  readonly bundle: Bundle;
  /** The run that is repeated. */
  readonly parent?: string;
}

/** Bytes kept free for the last state: far more than it takes. */
const RESERVE = 128 * 1024;

/** Resolves when the run exists and is on its own. */
export async function launchRun(host: Host, order: Order): Promise<Run> {
  checkOrder(host, order);
  const draft = join(host.root, draftName(order.id));
  const ranks = rankPlan(order.plan.workload).length;
  const needed = bundleBytes(order.bundle) * (1 + ranks) + RESERVE;
  try {
    const run = firstState(order.plan, { ...order, createdAt: host.clock.now() });
    makeFolder(host.root);
    mkdirSync(draft);
    await prepare(draft, order, run);
    const folder = await startSupervisor(host, draft, { id: order.id, needed });
    return { ...run, folder };
  } catch (error) {
    if (existsSync(draft)) await rm(draft, { recursive: true });
    throw writeProblem(error, host.root, needed);
  }
}

function checkOrder(host: Host, order: Order): void {
  if (!isRunId(order.id)) fail('run-id-invalid', { id: order.id });
  if (existsSync(join(host.root, order.id))) fail('run-exists', { id: order.id });
  const { python } = order.plan.environment;
  if (!isExecutable(python)) fail('kernel-gone', { python });
  const large = parametersProblem(order.plan);
  if (large) throw new ProblemError(large);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function draftName(id: string): string {
  const launcher = identify(process.pid);
  const name = launcher ? formatIdentity(launcher) : 'unknown';
  return newName(id, name, randomBytes(6).toString('hex'));
}

/** Everything the supervisor needs, and all the room the start takes. */
async function prepare(draft: string, order: Order, run: Run): Promise<void> {
  const bundle = join(draft, FILES.bundle);
  await deliver(order.bundle, bundle);
  for (const { rank } of run.ranks) await prepareRank(draft, rank);
  // Random bytes: a file system that compresses would keep no room for zeros.
  writeFileSync(join(draft, FILES.reserve), randomBytes(RESERVE));
  writeWhole(join(draft, FILES.plan), JSON.stringify(order.plan));
  writeWhole(join(draft, FILES.state), JSON.stringify(run));
}

async function prepareRank(draft: string, rank: number): Promise<void> {
  const folder = rankFolder(draft, rank);
  const work = join(folder, RANK_FILES.work);
  await mkdir(work, { recursive: true });
  // A clone shares its blocks with the original where the file system can do it.
  const mode = constants.COPYFILE_FICLONE;
  // Equal times tell the outputs' reader that a file was not touched.
  const options = { recursive: true, preserveTimestamps: true, mode };
  await cp(join(draft, FILES.bundle), work, options);
  await Promise.all(
    [RANK_FILES.log, RANK_FILES.events].map(name => writeFile(join(folder, name), ''))
  );
}
