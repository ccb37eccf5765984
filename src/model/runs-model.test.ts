import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  problem,
  type FeedMessage,
  type Followed,
  type Run
} from '@jupyterlab-kubeflow/protocol';
import type { FeedSocket } from '../client/feed.js';
import { GatewayClient } from '../client/gateway.js';
import { RunsModel } from './runs-model.js';

const someRun = (id: string): Run => ({
  id,
  name: id.split('-')[0] ?? id,
  state: 'succeeded',
  framework: 'none',
  source: `${id}.ipynb`,
  createdAt: 0,
  ranks: [],
  metrics: {}
});

const log = (text: string, end: number): Followed => ({
  kind: 'log',
  rank: 0,
  time: 0,
  text,
  end
});

/** A model with a server that answers every request, and the gateway's end of its feed. */
function setUp(
  answer: (path: string, body: string) => Response = () => Response.json({})
) {
  const requests: string[] = [];
  const sockets: FeedSocket[] = [];
  const said: unknown[] = [];
  const model = new RunsModel({
    client: new GatewayClient((path, init) => {
      requests.push(`${init.method ?? 'GET'} ${path.replace(/^.*api\//, '')}`);
      return Promise.resolve(
        answer(path, typeof init.body === 'string' ? init.body : '')
      );
    }),
    openSocket: () => {
      const socket: FeedSocket = {
        onopen: null,
        onmessage: null,
        onclose: null,
        send: text => said.push(JSON.parse(text)),
        close: () => undefined
      };
      sockets.push(socket);
      return socket;
    },
    address: path => `/base/${path}`,
    now: () => 0
  });
  const hear = (message: FeedMessage): void => {
    sockets.at(-1)?.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  };
  const welcome = (): void => {
    hear({ kind: 'welcome', protocol: 1, version: '1.0.0' });
  };
  const cut = (): void => {
    sockets.at(-1)?.onclose?.({} as CloseEvent);
  };
  model.reconnect();
  return { model, requests, said, hear, welcome, cut };
}

const followed = (items: Followed[], end: number): FeedMessage => ({
  kind: 'followed',
  run: 'digits-a',
  items,
  cursor: { logs: { '0': end }, events: {} }
});

const rest = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('following a run', () => {
  it('is one subscription for many followers, ended by the last', () => {
    const { model, said, welcome } = setUp();
    welcome();
    const one = model.follow('digits-a');
    const other = model.follow('digits-a');
    one.dispose();
    one.dispose();
    expect(said).toEqual([{ kind: 'follow', run: 'digits-a' }]);
    other.dispose();
    expect(said.at(-1)).toEqual({ kind: 'unfollow', run: 'digits-a' });
  });

  it('that comes back goes on where it was left', () => {
    const { model, said, welcome, hear } = setUp();
    welcome();
    const first = model.follow('digits-a');
    hear(followed([log('one', 4)], 4));
    first.dispose();
    const second = model.follow('digits-a');
    hear(followed([log('one', 4), log('two', 8)], 8));
    expect(said.at(-1)).toMatchObject({ from: { logs: { '0': 4 } } });
    expect(second.lines).toHaveLength(2);
  });

  it('that cannot be read says why, and goes on from there when it is tried again', () => {
    const { model, said, welcome, hear } = setUp();
    welcome();
    const run = model.follow('digits-a');
    hear(followed([log('one', 4)], 4));
    const why = problem('run-unknown', { id: 'digits-a' });
    hear({ kind: 'problem', run: 'digits-a', problem: why });
    expect(run.problem).toEqual(why);
    run.retry();
    expect(run.problem).toBeUndefined();
    expect(said.at(-1)).toMatchObject({ kind: 'follow', from: { logs: { '0': 4 } } });
  });

  it('has no problem any more when lines come', () => {
    const { model, welcome, hear } = setUp();
    welcome();
    const run = model.follow('digits-a');
    const why = problem('run-unknown', { id: 'digits-a' });
    hear({ kind: 'problem', run: 'digits-a', problem: why });
    hear(followed([log('one', 4)], 4));
    expect(run.problem).toBeUndefined();
  });

  it('of a run that is complete asks for nothing', () => {
    const { model, said, welcome, hear } = setUp();
    welcome();
    const first = model.follow('digits-a');
    hear({ kind: 'complete', run: 'digits-a' });
    first.dispose();
    const before = said.length;
    expect(model.follow('digits-a').complete).toBe(true);
    expect(said).toHaveLength(before);
  });
});

describe('the connection', () => {
  it('says why it was lost and when it is tried again', async () => {
    const problem = {
      code: 'gateway-not-started',
      params: {},
      sentence: '',
      remedy: ''
    };
    const { model, cut } = setUp(() => Response.json({ problem }, { status: 503 }));
    cut();
    await rest();
    expect(model.connection).toMatchObject({ kind: 'lost', problem });
  });

  it('that is live again before the reason is known is live', async () => {
    const { model, cut, welcome } = setUp();
    cut();
    model.reconnect();
    welcome();
    await rest();
    expect(model.connection).toEqual({ kind: 'live', version: '1.0.0' });
  });
});

describe('deleting a run', () => {
  it('hides it at once and deletes it when the time to undo is over', async () => {
    const { model, requests, hear } = setUp();
    hear({ kind: 'runs', runs: [someRun('digits-a')] });
    const deletion = model.remove('digits-a', 100);
    expect([...model.leaving]).toEqual(['digits-a']);
    expect(requests).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(await deletion.done).toBe(true);
    expect(requests).toEqual(['DELETE runs/digits-a']);
    expect(model.runs).toEqual([]);
  });

  it('can be undone, and the run was never gone', async () => {
    const { model, requests, hear } = setUp();
    hear({ kind: 'runs', runs: [someRun('digits-a')] });
    const deletion = model.remove('digits-a', 100);
    deletion.keep();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await deletion.done).toBe(false);
    expect(requests).toEqual([]);
    expect(model.leaving.size).toBe(0);
  });

  it('that fails shows the run again', async () => {
    const { model, hear } = setUp(() => new Response('', { status: 500 }));
    hear({ kind: 'runs', runs: [someRun('digits-a')] });
    const { done } = model.remove('digits-a', 100);
    const outcome = expect(done).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(100);
    await outcome;
    expect(model.leaving.size).toBe(0);
  });
});

describe('starting a run', () => {
  it('shows it before the feed tells of it, and once', async () => {
    const run = someRun('digits-b');
    const { model, hear } = setUp(() => Response.json({ run }));
    await model.launch({ path: 'digits.ipynb', settings: {} as never }, 'digits-b');
    hear({ kind: 'run', run });
    expect(model.runs).toEqual([run]);
  });

  it('again, with the answer lost and the button pressed once more, makes one', async () => {
    const ids = new Set<unknown>();
    let faults = 2;
    const { model, hear } = setUp((_path, body) => {
      const { id } = JSON.parse(body) as { id: string };
      ids.add(id);
      faults -= 1;
      if (faults >= 0) return new Response('', { status: 502 });
      return Response.json({ run: someRun(id) });
    });
    hear({ kind: 'runs', runs: [someRun('digits-a')] });
    const refused = expect(model.rerun('digits-a')).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(1000);
    await refused;
    const run = await model.rerun('digits-a');
    expect([...ids]).toEqual([run.id]);
    expect((await model.rerun('digits-a')).id).not.toBe(run.id);
  });
});

describe('addresses', () => {
  it('are those of the gateway, with everything escaped', () => {
    const { model } = setUp();
    expect(model.logUrl('digits-a', 2)).toBe('/base/runs/digits-a/log/2');
    expect(model.fileUrl('digits-a', 0, 'out/a b.png')).toBe(
      '/base/runs/digits-a/files/0/out/a%20b.png'
    );
  });
});
