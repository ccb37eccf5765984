/** `proxy`: an API server that fails as often as one likes. */
import type { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeWhole } from '../acts/files.js';
import { startFaultProxy } from '../host/fault-proxy.js';
import { kubeconfig } from '../plan/kubeconfig.js';
import { chances, type ProxyPlan } from '../plan/proxy.js';
import { number, within } from './numbers.js';
import { existing, print, say, subcommand, type ClusterOptions } from './options.js';

interface ProxyOptions extends ClusterOptions {
  readonly status?: number;
  readonly rate: number;
  readonly match: string;
  readonly delay: number;
  readonly expireWatches?: boolean;
  readonly port: number;
  readonly seed: number;
}

export function proxyCommand(cluster: Command): void {
  subcommand(cluster, 'proxy', 'a proxy before the API server that lets requests fail')
    .option(
      '--status <code>',
      'answer with this status: 429, 500, 504 …',
      within(200, 599)
    )
    .option('--rate <share>', 'share of the requests, 0 to 1', within(0, 1), 1)
    .option('--match <regex>', 'only requests like this, as “GET /api/v1/pods”', '')
    .option('--delay <milliseconds>', 'how late every answer is', number, 0)
    .option('--expire-watches', 'tell watches that their history is gone (410)')
    .option('--port <port>', 'where to listen; 0: any', number, 0)
    .option('--seed <number>', 'the same seed, the same requests', number, 1)
    .action(proxy);
}

async function proxy(options: ProxyOptions): Promise<void> {
  const { instance, state } = await existing(options);
  const plan: ProxyPlan = {
    status: options.status,
    rate: options.rate,
    match: new RegExp(options.match),
    delayMs: options.delay,
    expireWatches: options.expireWatches === true
  };
  const chance = chances(options.seed);
  const token = randomBytes(24).toString('hex');
  const running = await startFaultProxy(instance, state, {
    plan,
    chance,
    port: options.port,
    token
  });
  const authority = await readFile(`${instance.paths.pki}/ca.crt`, 'utf8');
  const path = `${instance.paths.folder}/proxy.kubeconfig`;
  const facts = { name: `${state.name}-proxy`, server: running.url, authority };
  const identity = { token };
  await writeWhole(path, kubeconfig({ ...facts, identity }));
  print(`export KUBECONFIG=${path}`);
  say('Ctrl-C ends the proxy.');
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await running.close();
}
