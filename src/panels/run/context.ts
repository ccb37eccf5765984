/** What every part of a run's view works with. */
import type { Place, Problem, Run } from '@jupyterlab-kubeflow/protocol';
import { createContext, useContext } from 'react';
import type { LogModel } from './log/log-model.js';
import type { LogViewState } from './log/view-state.js';
import type { RunViewOptions } from './options.js';
import type { RunSession } from './session.js';

export const TABS = [
  'overview',
  'logs',
  'metrics',
  'outputs',
  'notebook',
  'details'
] as const;
export type Tab = (typeof TABS)[number];

/** The last error of a rank; `shown` once it was brought into sight. */
export interface LogTarget {
  readonly rank: number;
  shown: boolean;
}

export interface RunActions {
  readonly show: (tab: Tab) => void;
  /** Opens the log at the last error of a rank. */
  readonly showFailureInLog: (rank: number) => void;
  readonly cancel: () => void;
  /** Ends the pods and keeps the run; `false`: starts them again. */
  readonly suspend: (suspend: boolean) => void;
  readonly rerun: () => void;
  /** Opens or closes the form of parameters. */
  readonly askForChanges: (open: boolean) => void;
  /** Starts the run again; resolves to why it could not. */
  readonly rerunWith: (
    parameters: Readonly<Record<string, unknown>>
  ) => Promise<Problem | undefined>;
  readonly remove: () => void;
  /** Asks whether to delete the run with these claims, and does it. */
  readonly removeWithVolumes: (claims: readonly string[]) => void;
  readonly openRun: (id: string) => void;
  /** Goes to this run's row in the Runs panel, where that is in sight. */
  readonly back: () => void;
  readonly openCell: (place: Place) => void;
}

export interface RunContext {
  readonly options: RunViewOptions;
  readonly session: RunSession;
  readonly log: LogModel;
  readonly actions: RunActions;
  readonly logState: LogViewState;
  /** What the log is to show first. */
  readonly logTarget: LogTarget | undefined;
}

export const RunViewContext = createContext<RunContext | undefined>(undefined);

export function useRunView(): RunContext {
  const context = useContext(RunViewContext);
  if (!context) throw new Error('A part of a run’s view outside of it.');
  return context;
}

/** What every tab is given: the run exists. */
export interface RunProps {
  readonly run: Run;
}
