/** `kubectl` of the cluster's own version. */
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, must, type Outcome } from '../acts/run.js';
import type { KubernetesObject } from '../../addons/addon.js';

/** Calls kubectl with one kubeconfig. */
export class Kubectl {
  constructor(
    readonly program: string,
    readonly kubeconfig: string,
    readonly signal?: AbortSignal
  ) {}

  /** What it prints; an Error with what it says when it fails. */
  run(args: readonly string[], input?: string): Promise<string> {
    return must(this.#line(args), { ...this.#options(), ...(input ? { input } : {}) });
  }

  attempt(args: readonly string[]): Promise<Outcome> {
    return attempt(this.#line(args), this.#options());
  }

  /** Makes objects what they should be. */
  async apply(objects: readonly KubernetesObject[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    const flags = ['--server-side', '--force-conflicts', '--field-manager=development'];
    await this.run(['apply', ...flags, '-f', '-'], JSON.stringify(list));
  }

  /** Kinds first, until the API server serves them, then objects of these kinds. */
  async applyInOrder(objects: readonly KubernetesObject[]): Promise<void> {
    const kinds = objects.filter(isKind);
    const rest = objects.filter(each => !isKind(each));
    if (kinds.length > 0) {
      await this.apply(kinds);
      const names = kinds.map(({ metadata }) => (metadata as { name: string }).name);
      const crds = names.map(name => `crd/${name}`);
      await this.run(['wait', '--for=condition=Established', '--timeout=60s', ...crds]);
    }
    // Namespaces come before what is in them: the order of the list is kept.
    if (rest.length > 0) await this.apply(rest);
  }

  /** Repeats until it succeeds: a cluster that starts refuses some things at first. */
  async until(args: readonly string[], patienceMs: number): Promise<string> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { code, stdout, stderr } = await this.attempt(args);
      if (code === 0) return stdout;
      this.signal?.throwIfAborted();
      if (Date.now() > deadline)
        throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
      await sleep(STEP_MS);
    }
  }

  #options(): { signal?: AbortSignal } {
    return this.signal ? { signal: this.signal } : {};
  }

  #line(args: readonly string[]): readonly [string, ...string[]] {
    const cache = `--cache-dir=${dirname(this.kubeconfig)}/tmp/kubectl`;
    return [this.program, '--kubeconfig', this.kubeconfig, cache, ...args];
  }
}

const STEP_MS = 200;

const isKind = ({ kind }: KubernetesObject): boolean =>
  kind === 'CustomResourceDefinition';
