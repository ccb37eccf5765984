import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterApi, LogEntry, LogRequest } from '../../ports/cluster.js';
import { ConfigPlace } from './testing/place.js';
import { FakeApi } from './testing/fake-api.js';

let place: ConfigPlace;
let api: FakeApi;
let cluster: ClusterApi;

beforeEach(async () => {
  place = await ConfigPlace.make();
  api = await new FakeApi().start();
  await place.config({ server: `http://127.0.0.1:${String(api.port)}` });
  cluster = await place.clusters().open('dev');
});

afterEach(async () => {
  await place.remove();
  await api.stop();
});

const pod = { namespace: 'ada', pod: 'p', container: 'main' };

/** The so-many-th line, a quarter of a second after the one before. */
const line = (i: number): string => {
  const second = String(Math.floor(i / 4) % 60).padStart(2, '0');
  const minute = String(Math.floor(i / 240)).padStart(2, '0');
  return `2026-01-01T00:${minute}:${second}.${String((i % 4) * 25).padStart(2, '0')}Z line ${String(i)}`;
};

const shown = (entry: LogEntry): string => {
  switch (entry.kind) {
    case 'line':
    case 'notice':
      return entry.text;
    case 'gap':
      return 'gap';
    case 'restarted':
      return `restarted ${String(entry.restarts)}`;
  }
};

/** Reads all, and calls back after each entry. */
async function read(
  request: Partial<LogRequest> = {},
  each: (text: string) => void = () => undefined
): Promise<string[]> {
  const texts: string[] = [];
  for await (const entry of cluster.logs({ ...pod, ...request })) {
    texts.push(shown(entry));
    each(shown(entry));
  }
  return texts;
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `line ${String(from + i)}`);

const print = (from: number, to: number): void => {
  for (let i = from; i < to; i += 1) api.print(line(i));
};

describe('a log', () => {
  it('is read as it is now', async () => {
    print(0, 5);
    expect(await read()).toEqual(numbered(0, 5));
    expect(api.seen[0]?.query.toString()).toBe('container=main&timestamps=true');
  });

  it('is the earlier container’s where it is asked for', async () => {
    print(0, 3);
    api.restart();
    print(3, 5);
    expect(await read({ previous: true })).toEqual(numbered(0, 3));
  });

  it('is complete wherever its answers are cut', async () => {
    const cuts = fc.array(fc.nat({ max: 900 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cuts, async bytes => {
        api.rotate();
        print(0, 30);
        api.logCuts = [...bytes];
        expect(await read()).toEqual(numbered(0, 30));
        api.logCuts = [];
      }),
      { numRuns: 25 }
    );
  });

  it('of a pod that is not there is an error', async () => {
    const details = { kind: 'pods', name: 'p' };
    api.answer(/log/, { status: 404, body: { kind: 'Status', details } });
    await expect(read()).rejects.toMatchObject({ problem: { code: 'object-missing' } });
  });

  it('that may not be read says which right is missing', async () => {
    const message = 'User "me" cannot get resource "pods/log"';
    api.answer(/log/, { status: 403, body: { kind: 'Status', message } });
    await expect(read({ follow: true })).rejects.toThrow(
      'dev may not get pods/log in namespace ada.'
    );
  });
});

describe('a log that is followed', () => {
  it('goes on where it broke off until the container has ended', async () => {
    print(0, 10);
    api.logCuts = [130, 400, 20];
    const texts = await read({ follow: true }, text => {
      if (text === 'line 5') print(10, 20);
      if (text === 'line 15') {
        print(20, 22);
        api.running = false;
      }
    });
    expect(texts).toEqual(numbered(0, 22));
    expect(api.seen.some(({ query }) => query.has('sinceTime'))).toBe(true);
  });

  it('says where lines may be missing', async () => {
    print(0, 10);
    const texts = await read({ follow: true }, text => {
      if (text !== 'line 9') return;
      api.rotate();
      print(40, 45);
      api.running = false;
    });
    expect(texts).toEqual([...numbered(0, 10), 'gap', ...numbered(40, 45)]);
  });

  it('goes on with the container that was started again, after the rest of the old one', async () => {
    print(0, 6);
    api.logCuts = [140];
    let restarted = false;
    const texts = await read({ follow: true }, text => {
      if (text === 'line 2' && !restarted) {
        restarted = true;
        api.restart();
        print(10, 12);
      }
      if (text === 'line 11') api.running = false;
    });
    expect(texts).toEqual([...numbered(0, 6), 'restarted 1', ...numbered(10, 12)]);
  });

  it('waits for the container to start', async () => {
    const waiting = { name: 'main', restartCount: 0, state: { waiting: {} } };
    const body = { status: { phase: 'Pending', containerStatuses: [waiting] } };
    for (let i = 0; i < 3; i += 1) api.answer(/pods\/p$/, { status: 200, body });
    print(0, 2);
    api.running = false;
    expect(await read({ follow: true })).toEqual(numbered(0, 2));
  });

  it('survives a server that is too busy, fails or is away', async () => {
    api.answer(/log/, { status: 429 });
    api.answer(/log/, { status: 500 });
    api.answer(/log/, { status: 400, body: { kind: 'Status' } });
    print(0, 3);
    const texts = await read({ follow: true }, text => {
      if (text === 'line 2') api.running = false;
    });
    expect(texts).toEqual(numbered(0, 3));
  });

  it('ends when the pod is gone', async () => {
    print(0, 2);
    const texts = await read({ follow: true }, text => {
      const details = { kind: 'pods', name: 'p' };
      const answer = { status: 404, body: { kind: 'Status', details } };
      if (text === 'line 1') api.answer(/pods\/p$/, answer);
    });
    expect(texts).toEqual(numbered(0, 2));
  });

  it('ends with the reason of its signal', async () => {
    print(0, 2);
    const control = new AbortController();
    const reason = new Error('enough');
    const reading = read({ follow: true, signal: control.signal }, text => {
      if (text === 'line 1') control.abort(reason);
    });
    await expect(reading).rejects.toBe(reason);
  });

  it('tells once what the node says about it', async () => {
    api.print('unable to retrieve container logs for containerd://x');
    let reads = 0;
    api.onRequest = ({ url }) => {
      if (url?.includes('/log')) reads += 1;
      if (reads === 3) api.running = false;
    };
    expect(await read({ follow: true })).toEqual([
      'unable to retrieve container logs for containerd://x'
    ]);
  });
});
