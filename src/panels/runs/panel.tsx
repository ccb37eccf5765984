/** The Runs panel: how the connection is, the plan of the active notebook, the runs. */
import { refreshIcon, settingsIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../../tokens.js';
import { Boundary } from '../../ui/boundary.js';
import { IconButton } from '../../ui/icon-button.js';
import { Trans, useTrans } from '../../ui/trans.js';
import { ConnectionNote } from './connection-note.js';
import { useSignal } from './hooks.js';
import type { RunsPanelOptions, RunsPanelProps } from './options.js';
import { PhaseAnnouncer } from './phase-announcer.js';
import { PlanCard } from './plan-card.js';
import { RunLists } from './run-lists.js';

export function RunsPanel(props: RunsPanelProps): React.JSX.Element {
  const { runs, plan, trans } = props;
  useSignal(runs.changed);
  const usable = runs.connection.kind !== 'outdated';
  return (
    <Trans.Provider value={trans}>
      <Boundary part={trans.__('Runs')}>
        <Header {...props} />
        <ConnectionNote runs={runs} commands={props.commands} />
        {usable && plan && (
          <Boundary part={trans.__('Plan')}>
            <PlanCard {...props} plan={plan} />
          </Boundary>
        )}
        {usable && <RunLists runs={runs} commands={props.commands} />}
        <PhaseAnnouncer runs={runs} />
      </Boundary>
    </Trans.Provider>
  );
}

function Header({ runs, plan, commands }: RunsPanelOptions): React.JSX.Element {
  const trans = useTrans();
  return (
    <div className="jp-kf-header">
      <h2>{trans.__('Runs')}</h2>
      <IconButton
        icon={refreshIcon}
        label={trans.__('Refresh the plan and the list of runs')}
        onClick={() => {
          plan?.refresh();
          runs.reconnect();
        }}
      />
      <IconButton
        icon={settingsIcon}
        label={trans.__('Settings of the Runs panel')}
        onClick={() => {
          void commands.execute(CommandIDs.openSettings);
        }}
      />
    </div>
  );
}
