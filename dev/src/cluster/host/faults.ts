/** Puts faults into a running cluster and takes them out. */
import { setTimeout as sleep } from 'node:timers/promises';
import { giveOrder, runInside } from '../acts/order.js';
import { ETCD } from '../plan/addresses.js';
import { doubleOf, everyFault, fillDisk, type Fault } from '../plan/faults.js';
import type { State } from '../plan/state.js';
import type { CommandLine } from '../plan/network.js';
import type { Instance } from './instance.js';

const inside = ({ paths }: Instance, line: CommandLine): Promise<string> =>
  runInside(paths.socket, line);

/** Puts a fault in; one that is in already is taken out first, so it is never in twice. */
export async function beginFault(instance: Instance, fault: Fault): Promise<void> {
  await endFault(instance, fault);
  for (const line of fault.begin) await inside(instance, line);
}

/** Takes it out; what is not in is left alone. */
export async function endFault(instance: Instance, fault: Fault): Promise<void> {
  for (const line of fault.end) {
    await inside(instance, line).catch(() => undefined);
  }
}

/** In for a while; out again even when the wait is cut short. */
export async function faultFor(
  instance: Instance,
  fault: Fault,
  milliseconds: number,
  signal?: AbortSignal
): Promise<void> {
  await beginFault(instance, fault);
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    await endFault(instance, fault);
  }
}

/** The fault that leaves so much of the node's disk as it is now. */
export async function diskFault(
  instance: Instance,
  leaveBytes: number
): Promise<Fault> {
  const text = await inside(instance, ['df', '--output=avail', '-B1', '/var/lib']);
  return fillDisk(Number(text.trim().split('\n').at(-1)), leaveBytes);
}

/**
 * Forgets the history of all objects: watches that resume from before are told 410. The
 * API server starts again, for it remembers changes by itself.
 */
export async function expireWatches({ paths: { socket } }: Instance): Promise<void> {
  const post = (path: string, body: object): Promise<unknown> =>
    giveOrder(socket, { kind: 'post', url: `${ETCD}/v3/${path}`, body });
  const { header } = (await post('kv/range', { key: 'AA==' })) as {
    header: { revision: string };
  };
  await post('kv/compaction', { revision: header.revision, physical: true });
  await giveOrder(socket, {
    kind: 'act',
    component: 'kube-apiserver',
    verb: 'restart'
  });
}

/**
 * Takes every fault out, and lets what is halted or has ended go on.
 * @returns the components that were
 */
export async function mendFaults(
  instance: Instance,
  { components }: State,
  signal?: AbortSignal
): Promise<readonly string[]> {
  const { socket } = instance.paths;
  for (const fault of everyFault(components)) await endFault(instance, fault);
  for (const { name } of components) {
    await giveOrder(socket, { kind: 'remove', component: doubleOf(name) });
  }
  return (await giveOrder(socket, { kind: 'heal' }, { signal })) as string[];
}
