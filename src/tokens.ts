/**
 * What other extensions may use, and the ids of our commands. `IRuns` is the model
 * behind all our panels: the runs of this Jupyter server, live.
 */
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type {
  HealthAnswer,
  PlanAnswer,
  PlanBody,
  Problem,
  Run,
  RunDetail,
  RunnerEvent,
  Settings
} from '@jupyterlab-kubeflow/protocol';

export const EXTENSION_ID = 'jupyterlab-kubeflow';

/** Name of our catalogue of translations. */
export const TRANSLATION_DOMAIN = 'jupyterlab_kubeflow';

/** Id of the Runs panel in the shell. */
export const PANEL_ID = 'jupyterlab-kubeflow-runs';

/** Ids of the commands; their arguments are described by `describedBy`. */
export const CommandIDs = {
  /** Run the active notebook as its plan says. */
  runNotebook: 'jupyterlab-kubeflow:run-notebook',
  /** Show the Runs panel, and in it the run `{id}`. */
  openPanel: 'jupyterlab-kubeflow:open-panel',
  /** Open the view of the run `{id}` in the main area. */
  openRun: 'jupyterlab-kubeflow:open-run',
  cancelRun: 'jupyterlab-kubeflow:cancel-run',
  /** End the pods of the run `{id}` on a cluster, or start them again. */
  suspendRun: 'jupyterlab-kubeflow:suspend-run',
  resumeRun: 'jupyterlab-kubeflow:resume-run',
  rerun: 'jupyterlab-kubeflow:rerun-run',
  /** Delete the run `{id}`; a notification offers to undo it. */
  deleteRun: 'jupyterlab-kubeflow:delete-run',
  /** Copy the `jkf` command that does the same as the active notebook's plan. */
  copyCommand: 'jupyterlab-kubeflow:copy-command',
  /** Scroll the notebook `{path}` to `{cell}`, counted from 0 over all cells, or to the code cell `{number}`, counted from 1, and there to `{line}`, counted from 1. */
  openCell: 'jupyterlab-kubeflow:open-cell',
  /** Put an example notebook into the current folder, unless it is there, and open it. */
  openExample: 'jupyterlab-kubeflow:open-example',
  /** Open JupyterLab's settings at ours. */
  openSettings: 'jupyterlab-kubeflow:open-settings',
  restartGateway: 'jupyterlab-kubeflow:restart-gateway',
  showGatewayLog: 'jupyterlab-kubeflow:show-gateway-log'
} as const;

/** How the page stands to the gateway. */
export type Connection =
  /** Nobody has needed the runs yet, or the first answer is awaited. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly version: string }
  /** Tried again by itself at `retryAt`, milliseconds since the epoch. */
  | { readonly kind: 'lost'; readonly problem: Problem; readonly retryAt: number }
  /** The page is of another version than the server: only a reload helps. */
  | { readonly kind: 'outdated'; readonly problem: Problem };

/** One line of a rank's output. */
export interface LogLine {
  readonly rank: number;
  /** Milliseconds since the epoch when the line was seen. */
  readonly time: number;
  readonly text: string;
}

/** Lines by number, from 0. The oldest may have been let go: there is nothing at them. */
export interface LogLines {
  /** How many there were in all: the number of the next line. */
  readonly length: number;
  at(number: number): LogLine | undefined;
}

/** One event of a rank's runner. */
export interface RankEvent {
  readonly rank: number;
  readonly event: RunnerEvent;
}

/** What was added to a followed run: indices from which `lines` and `events` are new. */
export interface FollowedChange {
  readonly lines: number;
  readonly events: number;
}

/**
 * Lines and events of one run, in order, nothing lost or doubled, also when the
 * connection was cut in between. Both only grow. Dispose it when nobody looks.
 */
export interface IFollowedRun extends IDisposable {
  readonly id: string;
  readonly lines: LogLines;
  readonly events: readonly RankEvent[];
  /** The run has ended and all of it is here. */
  readonly complete: boolean;
  /** Why the run cannot be followed; gone when it can. */
  readonly problem: Problem | undefined;
  /** Follows it again after a problem, from where it was. */
  retry(): void;
  readonly changed: ISignal<IFollowedRun, FollowedChange>;
}

/** The runs of this Jupyter server, live. Failed requests reject with `ProblemError`. */
export interface IRuns {
  readonly connection: Connection;
  /** All runs, newest first. */
  readonly runs: readonly Run[];
  /** The connection, the list or a run in it changed. */
  readonly changed: ISignal<IRuns, void>;
  /** False until the first list has come. */
  readonly loaded: boolean;
  get(id: string): Run | undefined;
  /** Values of each metric of a run since this page saw it, oldest first. */
  history(id: string): Readonly<Record<string, readonly number[]>>;
  /** Runs that are hidden because their deletion can still be undone. */
  readonly leaving: ReadonlySet<string>;

  /** Several followers of a run share one subscription. */
  follow(id: string): IFollowedRun;
  /** The run, its plan, its files and its failures. */
  detail(id: string): Promise<RunDetail>;
  plan(body: PlanBody, signal?: AbortSignal): Promise<PlanAnswer>;
  /**
   * Starts a run; asked twice with the same `id` it starts one. Without an `id`, a start
   * whose answer was lost is asked for once more, and goes on where it is asked for again.
   */
  launch(body: PlanBody, id?: string): Promise<Run>;
  /** Runs the same plan again; `parameters` replace those of the earlier run. */
  rerun(id: string, parameters?: Readonly<Record<string, unknown>>): Promise<Run>;
  cancel(id: string): Promise<void>;
  /** The answer of a path of the gateway, such as those of `CLUSTER_ROUTES`. */
  ask(path: string, body?: unknown): Promise<unknown>;
  /** Asks a path of the gateway to do what it is for. */
  tell(path: string, body?: unknown): Promise<void>;
  /** Hides the run now and deletes it after `graceMs`, unless `keep` is called before. */
  remove(id: string, graceMs?: number): IDeletion;

  health(): Promise<HealthAnswer>;
  /** Starts the gateway anew; runs are not affected. */
  restartGateway(): Promise<void>;
  /** The last lines the gateway wrote, for a person to read. */
  gatewayLog(): Promise<string>;
  /** Makes the connection anew, now and not at `retryAt`; the list comes with it. */
  reconnect(): void;

  /** Address of a rank's whole log, for a download. */
  logUrl(id: string, rank: number): string;
  /** The bytes of a file the run made, for a preview. */
  file(id: string, rank: number, path: string): Promise<Blob>;
  /** Address of a file the run made. */
  fileUrl(id: string, rank: number, path: string): string;
}

/** The notebook whose plan is shown, as its editor has it. */
export interface INotebookSource {
  /** Below the Jupyter server's root folder. */
  readonly path: string;
  /** Its text without outputs, and whether that is newer than the file. */
  read(): { readonly text: string; readonly unsaved: boolean };
  /** Settings its metadata remembers; absent or not an object: none. */
  remembered(): unknown;
  /** Writes settings into its metadata; the notebook is to be saved then. */
  remember(settings: Settings | undefined): void;
}

/** What is known of the plan of the active notebook. */
export interface PlanState {
  readonly path: string | undefined;
  readonly settings: Settings;
  /** The last answer for this notebook; kept while the next is awaited. */
  readonly answer: PlanAnswer | undefined;
  /** Why there is no plan. */
  readonly problem: Problem | undefined;
  /** The notebook or the settings are newer than `answer`. */
  readonly computing: boolean;
  /** A run is being started. */
  readonly launching: boolean;
  /** The notebook's metadata holds these settings. */
  readonly remembered: boolean;
  /** The code is in the registry: a start pushes nothing. */
  readonly pushed: boolean;
  /** Which stored choices were not understood: they are not in `settings`. */
  readonly leftOut: Problem | undefined;
}

/** A change of settings; a field that is `undefined` is left to the plan again. */
export type SettingsChange = {
  readonly [Field in keyof Settings]?: Settings[Field] | undefined;
};

/** The plan of the active notebook, computed while somebody looks. */
export interface IPlan {
  readonly state: PlanState;
  readonly changed: ISignal<IPlan, void>;
  /** Changes settings; the plan follows. What was left out is forgotten then. */
  update(change: SettingsChange): void;
  /** Leaves everything to the plan again. */
  reset(): void;
  /** Keeps the settings in the notebook's metadata, or takes them out. */
  remember(keep: boolean): void;
  /** Computes again though nothing has changed here: a file beside the notebook may have. */
  refresh(): void;
  /** While watched, the plan is computed; the last to leave stops it. */
  watch(): IDisposable;
  /** The plan of what the notebook is now. */
  settled(): Promise<PlanState>;
  /** Asks a path of the gateway about the notebook as it is now, and about `more`. */
  ask(path: string, more?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Starts a run of the plan; while one is being started, that one is meant. */
  launch(): Promise<Run>;
  /**
   * Starts a run of the notebook `path` once its plan is settled; nothing when another
   * notebook has become active meanwhile, or when the plan is not ready.
   */
  launchSettled(path: string): Promise<Run | undefined>;
}

/** A deletion that has not happened yet. */
export interface IDeletion {
  /** Undo: the run stays. */
  keep(): void;
  /** Resolves when the run is deleted (true) or kept (false). */
  readonly done: Promise<boolean>;
}

export const IRuns = new Token<IRuns>(
  'jupyterlab-kubeflow:IRuns',
  'The runs of this Jupyter server, live: list, follow, start, cancel, delete.'
);

/** The way to the plan: its code is loaded when it is first asked for. */
export interface IPlans {
  /** The plan of whichever notebook is active; the same object each time. */
  open(): Promise<IPlan>;
}

export const IPlans = new Token<IPlans>(
  'jupyterlab-kubeflow:IPlans',
  'The plan of the active notebook: what would run, where, and why.'
);
