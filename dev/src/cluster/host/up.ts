/** Brings a built-in cluster up, from whatever is there: nothing, half of one, or one. */
import { askStatus, giveOrder } from '../acts/order.js';
import { sweep } from '../acts/sweep.js';
import type { Component } from '../plan/component.js';
import { bootstrapObjects } from '../plan/objects.js';
import type { State } from '../plan/state.js';
import { NODE_NAME } from '../plan/pki.js';
import { mendFaults } from './faults.js';
import { readState, writeState, type Instance } from './instance.js';
import { awaitNode, ensureFolder, launchNode, type Supervisor } from './launch.js';
import { isCurrent, prepare, type Parts } from './prepare.js';
import type { Kubectl } from './kubectl.js';

/** What `up` works with. */
export interface UpTools {
  readonly parts: Parts;
  readonly supervisor: Supervisor;
  readonly kubectl: Kubectl;
  /** Add-ons, for whoever goes on if this is interrupted. */
  readonly wanted: readonly string[];
  /** Gives the node the images that every pod needs. */
  readonly importImages: () => Promise<void>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The running cluster's state, ready for its add-ons. */
export async function bringUp(instance: Instance, tools: UpTools): Promise<State> {
  return (await findRunning(instance, tools)) ?? (await startNode(instance, tools));
}

/** A cluster whose node lives and once was complete; mended where components ended. */
async function findRunning(
  instance: Instance,
  { say, parts, importImages, signal }: UpTools
): Promise<State | undefined> {
  const state = await readState(instance);
  if (!state || state.phase === 'planned' || state.phase === 'starting')
    return undefined;
  if (!(await askStatus(instance.paths.socket))) return undefined;
  const mended = await mendFaults(instance, state, signal);
  if (mended.length > 0) say(`They go on: ${mended.join(', ')}.`);
  await awaitNode(instance, { signal, progress: () => undefined });
  if (isCurrent(instance, state, parts)) {
    await importImages();
  } else {
    say(
      'It runs other programs than this checkout’s: `reset` takes those, and empties it.'
    );
  }
  return state;
}

async function startNode(instance: Instance, tools: UpTools): Promise<State> {
  await sweep(instance.names, instance.paths);
  await ensureFolder(instance);
  const planned = await prepare(instance, tools.parts, tools.wanted);
  const state: State = { ...planned, phase: 'starting' };
  await writeState(instance, state);
  tools.signal.throwIfAborted();
  await launchNode(instance, tools.supervisor, state);
  await furnish(instance, tools, state);
  const running: State = { ...state, phase: 'running' };
  await writeState(instance, running);
  return running;
}

const PATIENCE_MS = 60_000;

/** What a fresh cluster needs before pods can run: rights first, for some wait for theirs. */
async function furnish(
  instance: Instance,
  { kubectl, importImages, say, signal }: UpTools,
  { addresses, components }: State
): Promise<void> {
  const progress = (ready: number, all: number): void => {
    say(`Components: ${String(ready)} of ${String(all)} answer`);
  };
  await awaitNode(instance, { signal, progress });
  await kubectl.until(['get', 'namespace', 'kube-system'], PATIENCE_MS);
  await Promise.all([kubectl.apply(bootstrapObjects(addresses)), importImages()]);
  const late = components.filter(({ needsRights }) => needsRights);
  await Promise.all(late.map(component => put(instance, component, signal)));
  await awaitNode(instance, { signal, progress });
  await kubectl.until(['get', 'node', NODE_NAME], PATIENCE_MS);
  const ready = ['--for=condition=Ready', '--timeout=60s'];
  await kubectl.run(['wait', 'node', NODE_NAME, ...ready]);
  const account = ['get', 'serviceaccount', 'default', '--namespace', 'default'];
  await kubectl.until(account, PATIENCE_MS);
  say('The node is Ready.');
}

const put = (
  { paths }: Instance,
  component: Component,
  signal: AbortSignal
): Promise<unknown> => giveOrder(paths.socket, { kind: 'put', component }, { signal });
