import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import { RESOURCES, metadataOf, type KubeObject } from '../../core/cluster/object.js';
import type { Change } from '../../core/cluster/store.js';
import type { ClusterApi, WatchListener } from '../../ports/cluster.js';
import { ConfigPlace } from './testing/place.js';
import { FakeApi } from './testing/fake-api.js';

let place: ConfigPlace;
let api: FakeApi;
let cluster: ClusterApi;
let stop: AbortController;

beforeEach(async () => {
  place = await ConfigPlace.make();
  api = await new FakeApi().start();
  await place.config({ server: `http://127.0.0.1:${String(api.port)}` });
  const clusters = place.clusters({ reflector: { idleMs: 400 } });
  cluster = await clusters.open('dev');
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await place.remove();
  await api.stop();
});

const ada = { namespace: 'ada' };

/** Knows what a listener was told. */
class Listener implements WatchListener {
  readonly known = new Map<string, KubeObject>();
  readonly told: string[] = [];
  readonly interruptions: (string | undefined)[] = [];
  calls = 0;

  changed(changes: readonly Change[]): void {
    this.calls += 1;
    for (const { kind, object } of changes) {
      const { name } = metadataOf(object);
      this.told.push(`${kind} ${name}`);
      if (kind === 'removed') this.known.delete(name);
      else this.known.set(name, object);
    }
  }

  interrupted(problem: Problem | undefined): void {
    this.interruptions.push(problem?.code);
  }

  get names(): string[] {
    return [...this.known.keys()].sort();
  }
}

const listen = (signal = stop.signal): Listener => {
  const listener = new Listener();
  cluster.watch(RESOURCES.pod, ada, listener, signal);
  return listener;
};

const until = async (done: () => boolean, what = 'it'): Promise<void> => {
  for (let i = 0; !done(); i += 1) {
    if (i > 400) throw new Error(`${what} did not happen`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
};

const knows = (listener: Listener, ...names: string[]): Promise<void> =>
  until(() => listener.names.join() === names.join(), `knowing ${names.join()}`);

const watched = (): Promise<void> => until(() => api.watching > 0, 'a watch');

const requests = (kind: 'list' | 'watch') =>
  api.seen.filter(({ query }) => query.has('watch') === (kind === 'watch'));

describe('a watch', () => {
  it('tells of all objects at first, over all pages, then of what changes', async () => {
    for (const name of ['a', 'b', 'c']) api.set(name);
    const listener = listen();
    await watched();
    expect(listener.calls).toBe(1);
    api.set('a', { status: { phase: 'Running' } });
    api.set('d');
    api.remove('b');
    await knows(listener, 'a', 'c', 'd');
    expect(listener.told).toEqual([
      ...['added a', 'added b', 'added c'],
      ...['changed a', 'added d', 'removed b']
    ]);
  });

  it('of nothing tells that there is nothing', async () => {
    const listener = listen();
    await until(() => listener.calls === 1);
    expect(listener.names).toEqual([]);
  });

  it('goes on from the last version when the server ends it', async () => {
    const listener = listen();
    await watched();
    const version = api.set('a');
    await knows(listener, 'a');
    api.endWatches();
    await until(() => requests('watch').length === 2);
    expect(requests('watch')[1]?.query.get('resourceVersion')).toBe(version);
    expect(requests('list')).toHaveLength(1);
  });

  it('goes on from a bookmark', async () => {
    const listener = listen();
    await watched();
    api.bookmark();
    const version = api.version;
    api.forget();
    await until(() => listener.calls === 1);
    await new Promise(resolve => setTimeout(resolve, 30));
    api.cut();
    await until(() => requests('watch').length >= 2);
    expect(requests('watch').at(-1)?.query.get('resourceVersion')).toBe(version);
    await watched();
    expect(requests('list')).toHaveLength(1);
  });

  it('loses nothing when it is cut, even within an event', async () => {
    const listener = listen();
    await watched();
    api.set('a');
    await knows(listener, 'a');
    await api.tear();
    api.set('b');
    await knows(listener, 'a', 'b');
    api.cut();
    api.remove('a');
    await knows(listener, 'b');
    expect(listener.told).toEqual(['added a', 'added b', 'removed a']);
  });

  it('whose version is too old lists anew and tells only the difference', async () => {
    for (const name of ['a', 'b']) api.set(name);
    const listener = listen();
    await watched();
    api.cut();
    api.remove('a');
    api.set('c');
    api.forget();
    await knows(listener, 'b', 'c');
    expect(listener.told).toEqual(['added a', 'added b', 'removed a', 'added c']);
    expect(listener.interruptions.filter(code => code === 'watch-expired')).toEqual([]);
  });

  it('says why it is interrupted, and that it goes on', async () => {
    for (let i = 0; i < 2; i += 1) api.answer(/watch=true/, { status: 500 });
    const listener = listen();
    // The server has sent its answer a moment before it is here.
    await expect
      .poll(() => listener.interruptions)
      .toEqual(['cluster-failed', 'cluster-failed', undefined]);
  });

  it('comes to its end in spite of 429, 410 and cuts in a row', async () => {
    api.answer(/limit/, { status: 429 });
    api.answer(/limit/, { status: 410, body: { kind: 'Status' } });
    api.answer(/watch=true/, { status: 410, body: { kind: 'Status' } });
    api.answer(/watch=true/, { status: 503 });
    api.set('a');
    const listener = listen();
    await watched();
    api.set('b');
    await knows(listener, 'a', 'b');
  });

  it('that is silent for too long is begun anew', async () => {
    listen();
    await until(() => requests('watch').length >= 3, 'a third watch');
    expect(requests('list')).toHaveLength(1);
    expect(api.watching).toBeLessThanOrEqual(1);
  });

  it('asks for bookmarks, and for an end after five to ten minutes', async () => {
    listen();
    await watched();
    const query = requests('watch')[0]?.query;
    expect(query?.get('allowWatchBookmarks')).toBe('true');
    expect(query?.get('timeoutSeconds')).toBe('450');
  });

  it('does not storm a server that ends every watch at once', async () => {
    listen();
    for (let i = 0; i < 20; i += 1) {
      api.endWatches();
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(requests('watch').length).toBeLessThan(12);
  });
});

describe('listeners of one scope', () => {
  it('share one watch, and late ones are told all that is known', async () => {
    api.set('a');
    const first = listen();
    await watched();
    const second = listen();
    expect(second.told).toEqual(['added a']);
    api.set('b');
    await knows(first, 'a', 'b');
    await knows(second, 'a', 'b');
    expect(requests('list')).toHaveLength(1);
    expect(api.watching).toBe(1);
  });

  it('take the watch along with the last of them', async () => {
    const early = new AbortController();
    const first = listen(early.signal);
    const second = listen();
    await watched();
    early.abort();
    api.set('a');
    await knows(second, 'a');
    expect(first.names).toEqual([]);
    stop.abort();
    await until(() => api.watching === 0, 'the end of the watch');
    const late = new AbortController();
    const third = new Listener();
    cluster.watch(RESOURCES.pod, ada, third, late.signal);
    await knows(third, 'a');
    late.abort();
  });
});
