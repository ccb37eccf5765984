/** The development cluster, with a namespace for what is measured. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT, node } from '../scripts/support/paths.mjs';

const NAME = 'bench';
export const NAMESPACE = 'bench';

const exec = promisify(execFile);

async function dev(...args) {
  const script = join(ROOT, 'scripts', 'dev.mjs');
  const { stdout } = await exec(node(), [script, ...args], { maxBuffer: 2 ** 26 });
  return stdout;
}

/** A program that is given something to read; what it prints. */
function fed(command, args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', data => (out += String(data)));
    child.stderr.on('data', data => (err += String(data)));
    child.on('error', reject);
    child.on('close', code => (code === 0 ? resolve(out) : reject(new Error(err))));
    child.stdin.end(input);
  });
}

export class Cluster {
  /** Starts one of its own, which goes again: no other work stands beside what is measured. */
  static async up(...addons) {
    const more = addons.flatMap(addon => ['--with', addon]);
    await dev('cluster', 'up', '--name', NAME, ...more);
    const status = JSON.parse(
      await dev('cluster', 'status', '--name', NAME, '-o', 'json')
    );
    const cluster = new Cluster(status);
    // Of a benchmark that was interrupted.
    await cluster.kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    await cluster.kubectl('create', 'namespace', NAMESPACE);
    await cluster.until('get', 'serviceaccount', 'default');
    return cluster;
  }

  constructor(status) {
    this.status = status;
  }

  down() {
    return dev('cluster', 'down', '--name', NAME);
  }

  get kubeconfig() {
    return this.status.kubeconfig;
  }

  /** Pushes an image of the development's; its name with the digest. */
  async image(name) {
    const push = ['--push', this.status.registries.open, '--plain-http'];
    return (await dev('images', ...push, '--only', name)).trim();
  }

  async kubectl(...args) {
    const { stdout } = await exec(this.status.kubectl, this.#line(args), {
      maxBuffer: 2 ** 28
    });
    return stdout;
  }

  apply(...objects) {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    return fed(
      this.status.kubectl,
      this.#line(['apply', '-f', '-']),
      JSON.stringify(list)
    );
  }

  async until(...args) {
    for (let tries = 0; tries < 150; tries++) {
      const answer = await this.kubectl(...args).catch(() => undefined);
      if (answer !== undefined) return answer;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    return this.kubectl(...args);
  }

  #line(args) {
    return ['--kubeconfig', this.kubeconfig, '--namespace', NAMESPACE, ...args];
  }
}
