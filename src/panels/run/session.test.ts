import { Signal } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ProblemError,
  problem,
  type Run,
  type RunDetail
} from '@jupyterlab-kubeflow/protocol';
import type { IFollowedRun, IRuns, RankEvent } from '../../tokens.js';
import { RunSession } from './session.js';

/** A server with one run, whose answers are counted. */
class Server {
  readonly changed = new Signal<IRuns, undefined>(this as unknown as IRuns);
  readonly followedChanged = new Signal<IFollowedRun, never>({} as IFollowedRun);
  readonly events: RankEvent[] = [];
  readonly leaving = new Set<string>();
  readonly connection = { kind: 'live', version: '1' };
  loaded = true;
  run: Run | undefined = { id: 'a-1', state: 'running' } as Run;
  asked = 0;
  released = false;

  readonly get = (): Run | undefined => this.run;

  readonly detail = (): Promise<RunDetail> => {
    this.asked += 1;
    if (!this.run) {
      return Promise.reject(new ProblemError(problem('run-unknown', { id: 'a-1' })));
    }
    return Promise.resolve({ run: this.run } as RunDetail);
  };

  readonly follow = (): IFollowedRun =>
    ({
      events: this.events,
      changed: this.followedChanged,
      complete: false,
      dispose: () => {
        this.released = true;
      }
    }) as unknown as IFollowedRun;

  tell(): void {
    this.changed.emit(undefined);
  }
}

const session = (server: Server): RunSession =>
  new RunSession('a-1', server as unknown as IRuns);

/** Time for signals to be gathered and for a detail to be asked for again. */
const later = (): Promise<unknown> => vi.advanceTimersByTimeAsync(4000);

describe('a look at a run', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks for the detail once, and again when the run has ended', async () => {
    const server = new Server();
    const look = session(server);
    for (let count = 0; count < 20; count++) server.tell();
    await later();
    expect(server.asked).toBe(1);
    server.run = { id: 'a-1', state: 'succeeded' } as Run;
    server.tell();
    await later();
    expect(server.asked).toBe(2);
    expect(look.detail?.run.state).toBe('succeeded');
  });

  it('tells at most a few times a second, however much comes', async () => {
    const server = new Server();
    const look = session(server);
    await later();
    let told = 0;
    look.changed.connect(() => {
      told += 1;
    });
    for (let count = 0; count < 1000; count++) server.tell();
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toBe(1);
  });

  it('reads the events that are there', async () => {
    const server = new Server();
    const look = session(server);
    const event = {
      kind: 'metric',
      time: 1,
      cell: 1,
      name: 'loss',
      value: 0.5
    } as const;
    server.events.push({ rank: 0, event });
    server.tell();
    await later();
    expect(look.story.metrics.names).toEqual(['loss']);
  });

  it.each([
    [
      'was deleted while it was looked at',
      (server: Server) => (server.run = undefined)
    ],
    ['waits for its deletion', (server: Server) => server.leaving.add('a-1')]
  ])('knows that the run %s', async (_case, change) => {
    const server = new Server();
    const look = session(server);
    await later();
    expect(look.removed).toBe(false);
    change(server);
    server.tell();
    await later();
    expect(look.removed).toBe(true);
  });

  it('knows that there never was such a run', async () => {
    const server = new Server();
    server.run = undefined;
    const look = session(server);
    await later();
    expect(look.removed).toBe(true);
  });

  it('lets go of everything when it is disposed', async () => {
    const server = new Server();
    const look = session(server);
    look.dispose();
    server.tell();
    await later();
    expect([server.released, server.asked]).toEqual([true, 1]);
  });
});
