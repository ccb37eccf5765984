import { problem, ProblemError, type Problem } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import type { BuilderPlace } from '../../../core/builder/place.js';
import {
  metadataOf,
  type KubeObject,
  type Resource
} from '../../../core/cluster/object.js';
import { locate } from '../../../core/registry/repository.js';
import type { BuildWatch } from '../../../ports/builder.js';
import type { ClusterApi, WatchListener } from '../../../ports/cluster.js';
import type { Timing } from '../../../ports/timing.js';
import { ClusterBuilder } from './builder.js';
import { putContext } from './put.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const PLACE: BuilderPlace = {
  ...{ kind: 'buildkit', image: 'r/buildkit' },
  resources: { cpu: '1', memory: '2Gi', disk: '40Gi' }
};

/** A cluster as far as a build sees it, which a test plays. */
class Stage {
  /** Writes in order, e.g. `create Secret`. */
  readonly done: string[] = [];
  readonly owners: unknown[] = [];
  readonly listeners = new Map<string, WatchListener>();
  lines: string[] = [];
  jobs: KubeObject[] = [];
  refuses = '';
  #name = '';

  readonly api = {
    list: () => Promise.resolve(this.jobs),
    create: (_: Resource, object: KubeObject) => this.#create(object),
    patch: (_: Resource, { name }: { name: string }, change: KubeObject) => {
      this.done.push(
        `patch ${name === this.#name ? 'job' : name} ${JSON.stringify(change)}`
      );
      return Promise.resolve({});
    },
    delete: (_: Resource, { name }: { name: string }) => {
      this.done.push(`delete ${name === this.#name ? 'job' : name}`);
      return Promise.resolve();
    },
    watch: ({ kind }: Resource, _: unknown, listener: WatchListener) => {
      this.listeners.set(kind, listener);
    },
    logs: () => this.#logs()
  } as unknown as ClusterApi;

  #create(object: KubeObject): Promise<KubeObject> {
    const kind = String(object['kind']);
    if (kind === this.refuses) {
      const params = {
        context: 'c',
        namespace: 'a',
        verb: 'create',
        resource: 'secrets'
      };
      return Promise.reject(new ProblemError(problem('cluster-forbidden', params)));
    }
    this.done.push(`create ${kind}`);
    if (kind === 'Job') this.#name = metadataOf(object).name;
    else this.owners.push((object['metadata'] as KubeObject)['ownerReferences']);
    return Promise.resolve({ ...object, metadata: { name: this.#name, uid: 'u1' } });
  }

  async *#logs(): AsyncGenerator<{ kind: 'line'; text: string }> {
    for (const text of this.lines) yield await Promise.resolve({ kind: 'line', text });
  }

  /** Resolves when the build is watched. */
  async watched(): Promise<void> {
    while (this.listeners.size < 3) await new Promise(setImmediate);
  }

  show(kind: string, ...objects: KubeObject[]): void {
    this.listeners
      .get(kind)
      ?.changed(objects.map(object => ({ kind: 'added', object })));
  }

  /** The pod of the build, in that state. */
  pod(state: object): void {
    const status = { phase: 'Running', containerStatuses: [{ name: 'build', state }] };
    const spec = { nodeName: 'n', containers: [{ name: 'build', image: 'b' }] };
    this.show('Pod', { metadata: { name: 'p', namespace: 'a' }, spec, status });
  }

  job(): void {
    const metadata = { name: this.#name, namespace: 'a' };
    this.show('Job', { kind: 'Job', metadata, spec: {}, status: {} });
  }
}

/** Time that passes when somebody waits. */
const timing = (now = 0): Timing => ({
  now: () => now,
  random: () => 0.5,
  sleep: (ms, signal) =>
    ms > 60_000
      ? new Promise(resolve => setImmediate(resolve))
      : new Promise((_, reject) => {
          signal?.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        })
});

function building(
  stage: Stage,
  watch: BuildWatch = {},
  logins = new Map<string, never>()
) {
  const builder = new ClusterBuilder({
    ...{ api: stage.api, namespace: 'a', place: PLACE },
    ...{
      put: putContext(),
      timing: timing(),
      compress: bytes => Promise.resolve(bytes)
    }
  });
  const request = {
    ...{ dockerfile: 'FROM a\n', files: [], push: locate('r.example/x:1') },
    ...{ plainHttp: [], logins }
  };
  return builder.build(request, watch);
}

const login = (): Map<string, never> =>
  new Map([
    ['r.example', { kind: 'password', user: 'u', basic: 'x', token: '' } as never]
  ]);

describe('a build in the cluster', () => {
  it('begins when all that it mounts has it as its owner, and is gone at its end', async () => {
    const stage = new Stage();
    const lines: string[] = [];
    stage.lines = ['#5 [2/3] RUN make'];
    const said: string[] = [];
    const built = building(
      stage,
      { onLine: line => lines.push(line), onProgress: ({ text }) => said.push(text) },
      login()
    );
    await stage.watched();
    expect(stage.done).toEqual([
      ...['create Job', 'create ConfigMap', 'create Secret'],
      'patch job {"metadata":{"annotations":{"jupyterlab-kubeflow.io/held":null}},"spec":{"suspend":false}}'
    ]);
    expect(stage.owners).toHaveLength(2);
    expect(stage.owners[0]).toMatchObject([{ kind: 'Job', uid: 'u1' }]);
    for (const kind of ['Job', 'Pod', 'Event']) stage.show(kind);
    stage.job();
    stage.pod({ running: {} });
    stage.pod({ terminated: { exitCode: 0, message: DIGEST } });
    expect(await built).toBe(DIGEST);
    expect(lines).toEqual(['#5 [2/3] RUN make']);
    expect(said).toContain('building the image: RUN make');
    expect(stage.done.at(-1)).toBe('delete job');
  });

  it('that may have no Secret says whose login it is about, and leaves nothing', async () => {
    const stage = new Stage();
    stage.refuses = 'Secret';
    await expect(building(stage, {}, login())).rejects.toMatchObject({
      problem: { code: 'builder-login-forbidden', params: { host: 'r.example' } }
    });
    expect(stage.done).toEqual(['create Job', 'create ConfigMap', 'delete job']);
  });

  it('that is cancelled is deleted', async () => {
    const stage = new Stage();
    const abort = new AbortController();
    const built = building(stage, { signal: abort.signal });
    const ended = expect(built).rejects.toThrow('enough');
    await stage.watched();
    abort.abort(new Error('enough'));
    await ended;
    expect(stage.done.at(-1)).toBe('delete job');
  });

  it('that cannot be watched is told, and given up some time', async () => {
    const stage = new Stage();
    const seen: (Problem | undefined)[] = [];
    const built = building(stage, { onObstacle: why => void seen.push(why) });
    const ended = expect(built).rejects.toMatchObject({
      problem: { code: 'cluster-unreachable' }
    });
    await stage.watched();
    const params = { server: 's', context: 'c', detail: 'd' };
    stage.listeners.get('Pod')?.interrupted?.(problem('cluster-unreachable', params));
    await ended;
    expect(seen[0]?.code).toBe('cluster-unreachable');
    expect(stage.done.at(-1)).toBe('delete job');
  });

  it('whose events may not be read goes on all the same', async () => {
    const stage = new Stage();
    const built = building(stage);
    await stage.watched();
    const params = { context: 'c', namespace: 'a', verb: 'watch', resource: 'events' };
    stage.listeners.get('Event')?.interrupted?.(problem('cluster-forbidden', params));
    stage.show('Pod');
    stage.job();
    stage.pod({ terminated: { exitCode: 0, message: DIGEST } });
    expect(await built).toBe(DIGEST);
  });

  it('removes those that nobody has let go for long, and no others', async () => {
    const stage = new Stage();
    const job = (name: string, isHeld: boolean, at: string): KubeObject => {
      const held = isHeld ? { 'jupyterlab-kubeflow.io/held': 'true' } : {};
      const metadata = { name, namespace: 'a', uid: name, annotations: held };
      // One that waits in a queue is suspended, too.
      return {
        metadata: { ...metadata, creationTimestamp: at },
        spec: { suspend: true }
      };
    };
    stage.jobs = [
      job('forgotten', true, '1969-12-31T23:00:00Z'),
      job('young', true, '1970-01-01T00:00:00Z'),
      job('queued', false, '1969-12-31T23:00:00Z')
    ];
    const abort = new AbortController();
    const built = building(stage, { signal: abort.signal });
    await stage.watched();
    expect(stage.done[0]).toBe('delete forgotten');
    expect(stage.done.filter(each => each.startsWith('delete'))).toHaveLength(1);
    abort.abort();
    await built.catch(() => undefined);
  });
});
