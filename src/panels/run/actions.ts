/** What the parts of the view can do. Everything that changes a run is a command. */
import { ProblemError, type Problem } from '@jupyterlab-kubeflow/protocol';
import { CommandIDs, PANEL_ID } from '../../tokens.js';
import type { LogTarget, RunActions, Tab } from './context.js';
import { DELETE_WITH_VOLUMES, type RunViewOptions } from './options.js';
import type { RunSession } from './session.js';

/** State of the view that actions change. */
export interface ViewSetters {
  readonly setTab: (tab: Tab) => void;
  readonly setChanging: (open: boolean) => void;
  readonly setLogTarget: (target: LogTarget) => void;
}

export function actionsOf(
  options: RunViewOptions,
  session: RunSession,
  setters: ViewSetters
): RunActions {
  return {
    ...viewActions(setters),
    ...runActions(options, session),
    ...deletions(options, session)
  };
}

type ViewActions = Pick<RunActions, 'show' | 'showFailureInLog' | 'askForChanges'>;

function viewActions({ setTab, setChanging, setLogTarget }: ViewSetters): ViewActions {
  return {
    show: setTab,
    showFailureInLog: rank => {
      setLogTarget({ rank, shown: false });
      setTab('logs');
    },
    askForChanges: setChanging
  };
}

function runActions(
  { commands, runs }: RunViewOptions,
  session: RunSession
): Omit<RunActions, keyof ViewActions | keyof DeleteActions> {
  const { id } = session;
  const execute = (command: string, args: Record<string, string | number>): void => {
    void commands.execute(command, args);
  };
  const openRun = (other: string): void => {
    execute(CommandIDs.openRun, { id: other });
  };
  return {
    cancel: () => {
      execute(CommandIDs.cancelRun, { id });
    },
    suspend: suspend => {
      execute(suspend ? CommandIDs.suspendRun : CommandIDs.resumeRun, { id });
    },
    rerun: () => {
      void commands.execute(CommandIDs.rerun, { id }).then((next: unknown) => {
        if (typeof next === 'string') openRun(next);
      });
    },
    rerunWith: parameters =>
      problemOf(async () => {
        openRun((await runs.rerun(id, parameters)).id);
      }),
    openRun,
    back: () => {
      if (isInSight(PANEL_ID)) execute(CommandIDs.openPanel, { id });
    },
    openCell: ({ cell, line }) => {
      const path = session.run?.source ?? '';
      execute(CommandIDs.openCell, { path, number: cell, line: line ?? 1 });
    }
  };
}

type DeleteActions = Pick<RunActions, 'remove' | 'removeWithVolumes'>;

function deletions({ commands }: RunViewOptions, { id }: RunSession): DeleteActions {
  return {
    remove: () => {
      void commands.execute(CommandIDs.deleteRun, { id });
    },
    removeWithVolumes: claims => {
      void commands.execute(DELETE_WITH_VOLUMES, { id, claims: claims.join(', ') });
    }
  };
}

/** Whoever closed the sidebar does not want it opened by a key. */
function isInSight(id: string): boolean {
  const panel = document.getElementById(id);
  return panel !== null && panel.offsetParent !== null;
}

async function problemOf(work: () => Promise<void>): Promise<Problem | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}
