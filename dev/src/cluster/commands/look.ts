/** `status`, `logs`, `env`, `kubectl`: what a cluster is and does. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import type { Command } from 'commander';
import { askStatus, runInside } from '../acts/order.js';
import { passwords, usage } from '../host/builtin-cluster.js';
import { choose, clusterOf } from '../host/clusters.js';
import { findInstance } from '../host/instance.js';
import { PORTS } from '../plan/addresses.js';
import { logOf, type InstancePaths } from '../plan/paths.js';
import type { State } from '../plan/state.js';
import { alignRows, statusRows, type NodeStatus } from '../plan/status.js';
import { existing, print, subcommand, type ClusterOptions } from './options.js';

interface OutputOptions extends ClusterOptions {
  readonly output: string;
}

export function lookCommands(cluster: Command): void {
  subcommand(
    cluster,
    'status',
    'health, version, memory and log file of each component'
  )
    .option('-o, --output <format>', 'table or json', 'table')
    .action(status);
  subcommand(cluster, 'inside <command...>', 'run a command in the node’s namespaces')
    .passThroughOptions()
    .action(inside);
  subcommand(cluster, 'logs <component>', 'log of a component, of `node`, or `audit`')
    .option('-f, --follow', 'go on as it grows')
    .action(logs);
  subcommand(
    cluster,
    'env',
    'lines for a shell: eval "$(npm run -s cluster -- env)"'
  ).action(env);
  subcommand(cluster, 'kubectl [args...]', 'kubectl of the cluster’s version')
    .passThroughOptions()
    .allowUnknownOption()
    .action(kubectl);
}

async function status(options: OutputOptions): Promise<void> {
  const { instance, state } = await existing(options);
  const node = await askStatus(instance.paths.socket);
  if (options.output === 'json') {
    print(JSON.stringify(asJson(state, instance.paths, node), null, 2));
  } else {
    describe(state, node).forEach(print);
  }
  const well = node?.components.every(each => each.state === 'ready') === true;
  process.exitCode = well ? 0 : 1;
}

function describe(state: State, node: NodeStatus | undefined): string[] {
  const head = `Cluster ${state.name}: ${node ? state.phase : 'not running'}, API server https://${state.addresses.node}:${String(PORTS.api)}`;
  if (!node) return [head, 'Bring it up: npm run cluster -- up'];
  const addons = `Add-ons: ${state.addons.join(', ') || 'none'}`;
  const problem = node.problem === undefined ? [] : [node.problem];
  return [head, addons, ...problem, '', ...alignRows(statusRows(node.components))];
}

/** For programs: everything a test needs to use the cluster. */
function asJson(
  state: State,
  { kubeconfig, audit, folder }: InstancePaths,
  node: NodeStatus | undefined
): object {
  const running = node !== undefined;
  return { ...state, running, folder, kubeconfig, audit, ...node };
}

async function logs(
  component: string,
  options: ClusterOptions & { follow?: boolean }
): Promise<void> {
  const { instance } = await existing(options);
  const { paths } = instance;
  const path = component === 'node' ? paths.nodeLog : logOf(paths, component);
  if (!existsSync(path)) {
    const names = readdirSync(paths.logs).map(file => file.replace(/\.log$/, ''));
    throw new Error(
      `There is no log ${component}. There are: ${['node', ...names].join(', ')}.`
    );
  }
  await handOver('tail', [
    '-n',
    '+1',
    ...(options.follow === true ? ['-F'] : []),
    path
  ]);
}

async function inside(
  [command = '', ...args]: readonly string[],
  options: ClusterOptions
): Promise<void> {
  const { instance } = await existing(options);
  process.stdout.write(await runInside(instance.paths.socket, [command, ...args]));
}

async function env(options: ClusterOptions): Promise<void> {
  const found = findInstance(options.name);
  const { kind } = await choose(found);
  if (kind === 'given' || kind === 'containers') {
    const cluster = await clusterOf(found, () => undefined);
    print(`export KUBECONFIG=${(await cluster.access()).kubeconfig}`);
    return;
  }
  const { instance, state } = await existing(options);
  [...usage(instance, state), ...passwords(state)].forEach(print);
}

async function kubectl(
  args: readonly string[],
  options: ClusterOptions
): Promise<void> {
  const cluster = await clusterOf(findInstance(options.name), () => undefined);
  const access = await cluster.access();
  await handOver(access.kubectl, ['--kubeconfig', access.kubeconfig, ...args]);
}

/** Gives the terminal to a program; its exit code becomes ours. */
function handOver(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // npm changes to the checkout; files that are named are where they were typed.
    const cwd = process.env['INIT_CWD'] ?? process.cwd();
    const child = spawn(command, args, { stdio: 'inherit', cwd });
    // The terminal sends Ctrl-C to both; we wait for the program to answer it.
    process.on('SIGINT', () => undefined);
    child.on('error', reject);
    child.on('close', code => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
