/** The cluster of this part, with what tests do in it. */
import { inject } from 'vitest';
import { cluster, must, mustCluster, run, type Outcome } from './cli.js';
import type { Status } from './status.js';

/** For the title of a suite that cannot run. */
export const noCluster = inject('noCluster');

/** A namespace of a running cluster, and kubectl in it. */
export class Place {
  constructor(
    readonly namespace: string,
    readonly status = inject('cluster') as Status
  ) {}

  async make(): Promise<void> {
    await this.must('create', 'namespace', this.namespace);
    // Pods need the account, which its controller makes a moment later.
    await this.until(['get', 'serviceaccount', 'default']);
  }

  async remove(): Promise<void> {
    await this.must('delete', 'namespace', this.namespace, '--wait=false');
  }

  #line(args: readonly string[]): string[] {
    const { kubeconfig, folder } = this.status;
    return [
      `--kubeconfig=${kubeconfig}`,
      `--cache-dir=${folder}/tmp/kubectl`,
      `--namespace=${this.namespace}`,
      ...args
    ];
  }

  kubectl(...args: string[]): Promise<Outcome> {
    return run(this.status.kubectl, this.#line(args));
  }

  must(...args: string[]): Promise<string> {
    return must(this.status.kubectl, this.#line(args));
  }

  /** Applies objects; an Outcome, for what is refused is a result too. */
  apply(...objects: object[]): Promise<Outcome> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    return run(this.status.kubectl, this.#line(['apply', '-f', '-']), { input });
  }

  async mustApply(...objects: object[]): Promise<void> {
    const { code, stderr } = await this.apply(...objects);
    if (code !== 0) throw new Error(stderr);
  }

  /** Repeats a call of kubectl until it succeeds. */
  async until(args: readonly string[], seconds = 60): Promise<string> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const { code, stdout, stderr } = await this.kubectl(...args);
      if (code === 0) return stdout;
      if (Date.now() > deadline) throw new Error(stderr);
      await new Promise(done => setTimeout(done, 200));
    }
  }

  /** A value of an object, by a JSONPath. */
  get(resource: string, path: string): Promise<string> {
    return this.must('get', resource, '-o', `jsonpath={${path}}`);
  }

  /** Waits for what `--for` says; what was the matter when it does not come. */
  async wait(resource: string, condition: string, seconds = 60): Promise<void> {
    const timeout = `--timeout=${String(seconds)}s`;
    const waited = await this.kubectl('wait', resource, `--for=${condition}`, timeout);
    if (waited.code === 0) return;
    const events = await this.kubectl('get', 'events', '--sort-by=.lastTimestamp');
    const state = await this.kubectl('get', resource, '-o', 'jsonpath={.status}');
    // A long output is cut in its middle: what tells most comes last.
    const [said, now] = [`${state.stdout}${state.stderr}`, new Date().toISOString()];
    throw new Error(`${events.stdout}\n${waited.stderr}\n${now} ${said}`);
  }

  /** Waits until a pod has ended well, and gives what it printed. */
  async outputOf(pod: string, seconds = 60): Promise<string> {
    const path = '.status.phase';
    await this.wait(`pod/${pod}`, `jsonpath={${path}}=Succeeded`, seconds);
    return this.must('logs', pod);
  }

  fault(...args: string[]): Promise<string> {
    return mustCluster(this.status.name, 'fault', ...args);
  }

  /** Names of the node's own images, which no registry has. */
  async ownImages(...names: string[]): Promise<string[]> {
    const list = ['ctr', '--namespace', 'k8s.io', 'images', 'list', '--quiet'];
    const { stdout } = await this.inside(...list);
    return stdout.split('\n').filter(line => {
      const [, name = ''] = /^jupyterlab-kubeflow\.local\/([^:]+):/.exec(line) ?? [];
      return names.includes(name);
    });
  }

  /** Runs a command in the node's namespaces. */
  inside(...command: string[]): Promise<Outcome> {
    return cluster(this.status.name, 'inside', ...command);
  }
}

export interface PodOptions {
  readonly image: string;
  readonly command?: readonly string[];
  /** Added to the pod's specification. */
  readonly spec?: object;
  /** Added to its only container. */
  readonly container?: object;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A pod with one container that ends at once when asked. */
export function pod(name: string, options: PodOptions): object {
  const { image, command, spec, container, labels } = options;
  const main = { name: 'main', image, imagePullPolicy: 'IfNotPresent' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(labels ? { labels } : {}) },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      containers: [{ ...main, ...(command ? { command } : {}), ...container }],
      ...spec
    }
  };
}

/** A claim of a volume of the usual class. */
export const claim = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } }
  }
});

/** A shell's command line. */
export const sh = (script: string): string[] => ['sh', '-c', script];

/** Asks a server for its first page with what the tool image has. */
export const ask = (host: string, port: number): string =>
  `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 3 ${host} ${String(port)}`;
