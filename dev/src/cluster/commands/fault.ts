/** `fault …`: what may go wrong in a cluster, one line each. */
import type { Command } from 'commander';
import { interruptible } from '../../interrupt.js';
import { giveOrder } from '../acts/order.js';
import {
  beginFault,
  diskFault,
  endFault,
  expireWatches,
  faultFor,
  mendFaults
} from '../host/faults.js';
import { supervisor } from '../host/builtin.js';
import {
  fillDisk,
  cutRegistries,
  divert,
  doubleOf,
  doublePort,
  DOUBLE_ADDRESS,
  refusePort
} from '../plan/faults.js';
import { PORTS } from '../plan/addresses.js';
import type { Served } from '../plan/component.js';
import type { State } from '../plan/state.js';
import { VERBS, type Verb } from '../plan/orders.js';
import { serveSlow } from '../node/slow.js';
import { number } from './numbers.js';
import { existing, say, subcommand, type ClusterOptions } from './options.js';

export function faultCommands(cluster: Command): void {
  const fault = cluster.command('fault').description('let something go wrong');
  for (const verb of VERBS) {
    subcommand(fault, `${verb} <component>`, ABOUT[verb]).action(
      async (component: string, options: ClusterOptions) => {
        const { instance } = await existing(options);
        await giveOrder(instance.paths.socket, { kind: 'act', component, verb });
      }
    );
  }
  networkFaults(fault);
  slowFault(fault);
  diskFaults(fault);
  subcommand(
    fault,
    'expire-watches',
    'forget history: old watches are told 410'
  ).action(async (options: ClusterOptions) => {
    await expireWatches((await existing(options)).instance);
  });
  subcommand(fault, 'mend', 'undo every fault, and start what has ended').action(mend);
}

async function mend(options: ClusterOptions): Promise<void> {
  const { instance, state } = await existing(options);
  const mended = await mendFaults(instance, state);
  say(mended.length > 0 ? `They go on: ${mended.join(', ')}.` : 'Nothing had ended.');
}

const ABOUT: Readonly<Record<Verb, string>> = {
  start: 'start a component that has ended',
  stop: 'end a component as a deployment would',
  restart: 'stop and start a component',
  kill: 'end a component with SIGKILL',
  pause: 'halt a component: it holds its connections and says nothing',
  resume: 'let a halted component go on'
};

function networkFaults(fault: Command): void {
  subcommand(
    fault,
    'cut-registry',
    'refuse and reset connections to the registries'
  ).action(async (options: ClusterOptions) => {
    await beginFault((await existing(options)).instance, cutRegistries());
  });
  subcommand(fault, 'mend-registry', 'undo cut-registry').action(
    async (options: ClusterOptions) => {
      await endFault((await existing(options)).instance, cutRegistries());
    }
  );
  subcommand(fault, 'drop-api', 'reset all connections to the API server for a while')
    .option('--for <seconds>', 'how long', number, 1)
    .action(async (options: ClusterOptions & { for: number }) => {
      const { instance } = await existing(options);
      const drop = refusePort(PORTS.api);
      await interruptible(signal =>
        faultFor(instance, drop, options.for * 1000, signal)
      );
    });
}

interface SlowOptions extends ClusterOptions {
  readonly delay: number;
}

function slowFault(fault: Command): void {
  subcommand(fault, 'slow <component>', 'delay all a component sends and receives')
    .option('--delay <milliseconds>', 'each way; 0 undoes it', number, 200)
    .action(slow);
  fault
    .command('serve-slow <listen> <address> <port> <delay>', { hidden: true })
    .action(async (listen: string, address: string, port: string, delay: string) => {
      const target = { address, port: Number(port) };
      const plan = { listen: Number(listen), delayMs: Number(delay) };
      await serveSlow({ ...plan, target, from: DOUBLE_ADDRESS });
    });
}

async function slow(
  component: string,
  { delay, ...options }: SlowOptions
): Promise<void> {
  const { instance, state } = await existing(options);
  const target = servedBy(state, component);
  const through = doublePort(target.port);
  const name = doubleOf(component);
  const diversion = divert(target, through);
  await endFault(instance, diversion);
  await giveOrder(instance.paths.socket, { kind: 'remove', component: name });
  if (delay === 0) return;
  const [command, ...main] = supervisor.command.slice(0, -1);
  const numbers = [through, target.address, target.port, delay].map(String);
  const args = [...main, 'fault', 'serve-slow', ...numbers];
  const probe = { kind: 'tcp', port: through } as const;
  const double = { name, version: '', command: command ?? '', args, after: [], probe };
  await giveOrder(instance.paths.socket, { kind: 'put', component: double });
  await beginFault(instance, diversion);
}

function servedBy({ components }: State, component: string): Served {
  const found = components.find(({ name }) => name === component)?.serves;
  if (found) return found;
  const able = components.filter(({ serves }) => serves).map(({ name }) => name);
  throw new Error(
    `${component} is no component that serves TCP. These do: ${able.join(', ')}.`
  );
}

function diskFaults(fault: Command): void {
  subcommand(fault, 'fill-disk', 'leave little room on the node’s disk')
    .option('--leave <MiB>', 'how much', number, 16)
    .action(async (options: ClusterOptions & { leave: number }) => {
      const { instance } = await existing(options);
      await beginFault(instance, await diskFault(instance, options.leave * 2 ** 20));
      say(`The node’s disk has ${String(options.leave)} MiB left.`);
    });
  subcommand(fault, 'free-disk', 'undo fill-disk').action(
    async (options: ClusterOptions) => {
      await endFault((await existing(options)).instance, fillDisk(0, 0));
    }
  );
}
