/** Kubeconfigs for tests, in folders of their own, and clusters that wait for nothing long. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubernetesClusters, type KubernetesOptions } from '../clusters.js';
import { realTiming } from '../timing.js';

/** Time runs, waits are a hundredth. */
export const FAST = {
  ...realTiming({ now: () => Date.now() }, () => 0.5),
  sleep: (ms: number, signal?: AbortSignal): Promise<void> =>
    realTiming({ now: () => 0 }, () => 0).sleep(ms / 100, signal)
};

export interface ConfigOptions {
  readonly server: string;
  readonly cluster?: object;
  readonly user?: object;
  readonly context?: object;
}

/** A folder with a kubeconfig of one context, `dev`. */
export class ConfigPlace {
  readonly #clusters: KubernetesClusters[] = [];

  private constructor(readonly folder: string) {}

  static async make(): Promise<ConfigPlace> {
    return new ConfigPlace(await mkdtemp(join(tmpdir(), 'jkf-kubeconfig-')));
  }

  async remove(): Promise<void> {
    for (const each of this.#clusters) each.close();
    await rm(this.folder, { recursive: true });
  }

  get path(): string {
    return join(this.folder, 'config');
  }

  file(name: string, text: string): Promise<void> {
    return writeFile(join(this.folder, name), text, { mode: 0o700 });
  }

  /** JSON is YAML too. */
  config(options: ConfigOptions): Promise<void> {
    const { server, cluster, user, context } = options;
    const text = JSON.stringify({
      'current-context': 'dev',
      contexts: [
        {
          name: 'dev',
          context: { cluster: 'dev', user: 'me', namespace: 'ada', ...context }
        }
      ],
      clusters: [{ name: 'dev', cluster: { server, ...cluster } }],
      users: [{ name: 'me', user: user ?? {} }]
    });
    return this.file('config', text);
  }

  clusters(options: Partial<KubernetesOptions> = {}): KubernetesClusters {
    const clusters = new KubernetesClusters({
      env: { KUBECONFIG: this.path, PATH: process.env['PATH'] },
      home: this.folder,
      timing: FAST,
      ...options
    });
    this.#clusters.push(clusters);
    return clusters;
  }
}
