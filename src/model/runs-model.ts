/** The runs of the server, live: the feed's messages reduced to a list, and requests. */
import { Signal, type ISignal } from '@lumino/signaling';
import {
  ROUTES,
  type FeedMessage,
  type HealthAnswer,
  type PlanAnswer,
  type PlanBody,
  type Problem,
  type Run,
  type RunDetail
} from '@jupyterlab-kubeflow/protocol';
import { EventFeed, type FeedSocket, type FeedState } from '../client/feed.js';
import { pageProblem, type GatewayClient } from '../client/gateway.js';
import type { Connection, IDeletion, IFollowedRun, IRuns } from '../tokens.js';
import { Deletions } from './deletions.js';
import { FollowedStore } from './followed-run.js';
import { Follower } from './follower.js';
import { NO_RUNS, reduceRuns, type MetricHistory, type RunList } from './run-list.js';
import { Starts } from './starts.js';

export interface RunsModelOptions {
  readonly client: GatewayClient;
  readonly openSocket: () => FeedSocket;
  /** Address of a path of the gateway. */
  readonly address: (path: string) => string;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

export class RunsModel implements IRuns {
  private list: RunList = NO_RUNS;
  private link: Connection = { kind: 'connecting' };
  private readonly signal = new Signal<this, void>(this);
  private readonly feed: EventFeed;
  private readonly stores = new Map<string, FollowedStore>();
  private readonly deletions: Deletions;
  private readonly starts = new Starts();
  /** A run nobody looks at any more, kept for whoever comes back to it. */
  private left: string | undefined;
  /** Counts states of the feed: an answer about an earlier one is stale. */
  private states = 0;

  constructor(private readonly options: RunsModelOptions) {
    this.feed = new EventFeed({
      open: options.openSocket,
      onMessage: message => {
        this.take(message);
      },
      onState: state => {
        this.onState(state);
      }
    });
    this.deletions = new Deletions(
      id => this.erase(id),
      () => {
        this.announce();
      }
    );
  }

  get connection(): Connection {
    return this.link;
  }

  get runs(): readonly Run[] {
    return this.list.runs;
  }

  get loaded(): boolean {
    return this.list.loaded;
  }

  get leaving(): ReadonlySet<string> {
    return this.deletions.pending;
  }

  get changed(): ISignal<this, void> {
    return this.signal;
  }

  get(id: string): Run | undefined {
    return this.list.runs.find(run => run.id === id);
  }

  history(id: string): MetricHistory {
    return this.list.history[id] ?? {};
  }

  follow(id: string): IFollowedRun {
    const store = this.stores.get(id) ?? new FollowedStore();
    this.stores.set(id, store);
    if (this.left === id) this.left = undefined;
    store.followers += 1;
    const ask = (): void => {
      store.fail(undefined);
      this.feed.follow(id, store.cursor);
    };
    if (store.followers === 1 && !store.complete) ask();
    const leave = (): void => {
      this.unfollow(id, store);
    };
    return new Follower(id, store, leave, ask);
  }

  detail(id: string): Promise<RunDetail> {
    return this.options.client.detail(id);
  }

  plan(body: PlanBody, signal?: AbortSignal): Promise<PlanAnswer> {
    return this.options.client.plan(body, signal);
  }

  async launch(body: PlanBody, id?: string): Promise<Run> {
    const ask = (own: string): Promise<Run> =>
      this.options.client.launch({ ...body, id: own });
    return this.put(await (id ? ask(id) : this.starts.start(body, 'run', ask)));
  }

  async rerun(
    id: string,
    parameters: Readonly<Record<string, unknown>> = {}
  ): Promise<Run> {
    const ask = (own: string): Promise<Run> =>
      this.options.client.rerun(id, { id: own, parameters });
    return this.put(await this.starts.start([id, parameters], this.nameOf(id), ask));
  }

  ask(path: string, body?: unknown): Promise<unknown> {
    return this.options.client.ask(path, body);
  }

  tell(path: string, body?: unknown): Promise<void> {
    return this.options.client.tell(path, body);
  }

  cancel(id: string): Promise<void> {
    return this.tell(ROUTES.cancel(id));
  }

  remove(id: string, graceMs?: number): IDeletion {
    return this.deletions.start(id, graceMs);
  }

  health(): Promise<HealthAnswer> {
    return this.options.client.health();
  }

  async restartGateway(): Promise<void> {
    await this.tell(ROUTES.restart);
    this.reconnect();
  }

  gatewayLog(): Promise<string> {
    return this.options.client.gatewayLog();
  }

  /** Connects for the first time, too. */
  reconnect(): void {
    this.feed.pause();
    this.feed.connect();
  }

  /** No connection while nobody can see the page. */
  pause(): void {
    this.feed.pause();
  }

  logUrl(id: string, rank: number): string {
    return this.options.address(ROUTES.log(id, rank));
  }

  file(id: string, rank: number, path: string): Promise<Blob> {
    return this.options.client.file(id, rank, path);
  }

  fileUrl(id: string, rank: number, path: string): string {
    return this.options.address(ROUTES.file(id, rank, path));
  }

  dispose(): void {
    this.feed.dispose();
    this.deletions.dispose();
    Signal.clearData(this);
  }

  private nameOf(id: string): string {
    return this.get(id)?.name ?? 'run';
  }

  /** Shown at once: the feed may bring it later, or has brought it already. */
  private put(run: Run): Run {
    if (!this.get(run.id)) this.take({ kind: 'run', run });
    return run;
  }

  private async erase(id: string): Promise<void> {
    await this.options.client.remove(id);
    this.take({ kind: 'removed', id });
  }

  private unfollow(id: string, store: FollowedStore): void {
    store.followers -= 1;
    if (store.followers > 0) return;
    this.feed.unfollow(id);
    if (this.left !== undefined && this.left !== id) this.stores.delete(this.left);
    this.left = id;
  }

  private take(message: FeedMessage): void {
    this.tellFollowers(message);
    const next = reduceRuns(this.list, message);
    if (next === this.list) return;
    this.list = next;
    this.announce();
  }

  private tellFollowers(message: FeedMessage): void {
    if (message.kind === 'followed') {
      this.stores.get(message.run)?.append(message.items, message.cursor);
    } else if (message.kind === 'complete') {
      this.stores.get(message.run)?.finish();
    } else if (message.kind === 'problem' && message.run !== undefined) {
      this.stores.get(message.run)?.fail(message.problem);
    }
  }

  private onState(state: FeedState): void {
    this.states += 1;
    if (state.kind === 'cut') {
      if (state.retryMs > 0) void this.explain(state.retryMs);
      return;
    }
    // While it is tried again, the reason of the last failure stays in sight.
    if (state.kind === 'connecting' && this.link.kind === 'lost') return;
    this.link = state;
    this.announce();
  }

  /** A WebSocket does not say why it failed; a request does. */
  private async explain(retryMs: number): Promise<void> {
    const retryAt = (this.options.now ?? Date.now)() + retryMs;
    const { states } = this;
    const problem = await this.reasonOfCut();
    // Connected again, or tried again, while the reason was asked for.
    if (states !== this.states) return;
    this.link =
      problem.code === 'page-outdated'
        ? { kind: 'outdated', problem }
        : { kind: 'lost', problem, retryAt };
    this.announce();
  }

  private async reasonOfCut(): Promise<Problem> {
    try {
      await this.health();
      return pageProblem('feed-cut');
    } catch (error) {
      return (error as { problem?: Problem }).problem ?? pageProblem('feed-cut');
    }
  }

  private announce(): void {
    this.signal.emit(undefined);
  }
}
