/** The view of one run: who it is, how it is, and all about it in tabs. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import {
  lazy,
  Suspense,
  useMemo,
  useState,
  type KeyboardEvent,
  type ReactNode
} from 'react';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { Boundary } from '../../ui/boundary.js';
import { isKey } from '../../ui/keys.js';
import { Note } from '../../ui/note.js';
import { Tabs } from '../../ui/tabs.js';
import { Trans, useTrans } from '../../ui/trans.js';
import { ConnectionNote } from '../runs/connection-note.js';
import { useSignal } from '../runs/hooks.js';
import { actionsOf } from './actions.js';
import {
  RunViewContext,
  TABS,
  useRunView,
  type LogTarget,
  type RunContext,
  type RunProps,
  type Tab
} from './context.js';
import { FailureView } from './failure-view.js';
import { Header } from './header.js';
import { LogsTab } from './log/logs-tab.js';
import { OverviewTab } from './overview/overview-tab.js';
import { RerunForm } from './rerun-form.js';

const MetricsTab = lazy(() => import('./metrics/metrics-tab.js'));
const OutputsTab = lazy(() => import('./outputs/outputs-tab.js'));
const NotebookTab = lazy(() => import('./executed/notebook-tab.js'));
const DetailsTab = lazy(() => import('./details/details-tab.js'));

export type RunViewProps = Pick<
  RunContext,
  'options' | 'session' | 'log' | 'logState'
> & { readonly trans: TranslationBundle };

export function RunView(props: RunViewProps): React.JSX.Element {
  const { session, options, log, logState } = props;
  useSignal(session.changed);
  const [tab, setTab] = useState<Tab>('overview');
  const [changing, setChanging] = useState(false);
  const [logTarget, setLogTarget] = useState<LogTarget | undefined>();
  const actions = useMemo(
    () => actionsOf(options, session, { setTab, setChanging, setLogTarget }),
    [options, session]
  );
  const { run } = session;
  return (
    <Trans.Provider value={props.trans}>
      <RunViewContext.Provider
        value={{ options, session, log, logState, actions, logTarget }}
      >
        <Boundary part={session.id}>
          <Back>
            <ConnectionNote runs={session.runs} commands={options.commands} />
            {run && !session.removed ? (
              <>
                <Header run={run} />
                {changing && <RerunForm run={run} />}
                <FailureView run={run} />
                <RunTabs run={run} tab={tab} onTab={setTab} />
              </>
            ) : (
              <NoRun />
            )}
          </Back>
        </Boundary>
      </RunViewContext.Provider>
    </Trans.Provider>
  );
}

/** Escape leads back to where the run was opened, unless a part had a use for it. */
function Back({ children }: { readonly children: ReactNode }): React.JSX.Element {
  const { actions } = useRunView();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isKey(event, 'Escape') && !event.defaultPrevented) actions.back();
  };
  return (
    <div className="jp-kf-transparent" onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

/** It is being read, cannot be read, or is gone. */
function NoRun(): React.JSX.Element {
  const trans = useTrans();
  const { session } = useRunView();
  const { problem, removed, id } = session;
  if (removed) {
    return (
      <div className="jp-kf-empty">
        <h1>{id}</h1>
        <p>
          {session.leaving
            ? trans.__('This run is being deleted; the notification can undo it.')
            : trans.__('This run was deleted. Its output and its files are gone.')}
        </p>
      </div>
    );
  }
  if (!problem) {
    return (
      <p className="jp-kf-empty" role="status">
        {trans.__('Reading the run …')}
      </p>
    );
  }
  return (
    <Note problem={problem}>
      <Button
        small
        onClick={() => {
          session.refresh();
        }}
      >
        {trans.__('Try again')}
      </Button>
    </Note>
  );
}

interface RunTabsProps extends RunProps {
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
}

function RunTabs({ run, tab, onTab }: RunTabsProps): React.JSX.Element {
  const trans = useTrans();
  const labels = tabLabels(trans);
  return (
    <Tabs
      tabs={TABS.map(name => ({ name, label: labels[name] }))}
      current={tab}
      label={trans.__('About this run')}
      onChange={onTab}
    >
      <Boundary key={tab} part={labels[tab]}>
        <Suspense fallback={<p className="jp-kf-quiet">{trans.__('Loading …')}</p>}>
          {tabContent(tab, run)}
        </Suspense>
      </Boundary>
    </Tabs>
  );
}

function tabContent(tab: Tab, run: Run): ReactNode {
  switch (tab) {
    case 'overview':
      return <OverviewTab run={run} />;
    case 'logs':
      return <LogsTab run={run} />;
    case 'metrics':
      return <MetricsTab run={run} />;
    case 'outputs':
      return <OutputsTab run={run} />;
    case 'notebook':
      return <NotebookTab run={run} />;
    case 'details':
      return <DetailsTab run={run} />;
  }
}

function tabLabels(trans: TranslationBundle): Readonly<Record<Tab, string>> {
  return {
    overview: trans.__('Overview'),
    logs: trans.__('Logs'),
    metrics: trans.__('Metrics'),
    outputs: trans.__('Outputs'),
    notebook: trans.__('Notebook'),
    details: trans.__('Details')
  };
}
