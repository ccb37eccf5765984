/** Who the run is, how it is, and what can be done to it. */
import { ellipsesIcon, redoIcon, stopIcon } from '@jupyterlab/ui-components';
import { useRef } from 'react';
import { durationText, elide } from '../../ui/format.js';
import { IconButton } from '../../ui/icon-button.js';
import { StateMark } from '../../ui/run-state.js';
import { stateText } from '../../ui/state-text.js';
import { SuspendButton } from '../../ui/suspend-button.js';
import { useTrans } from '../../ui/trans.js';
import { useNow } from '../runs/hooks.js';
import { useRunView, type RunProps } from './context.js';
import { openMore } from './more-menu.js';
import { PhaseLine } from './phase-line.js';
import { duration, workloadText } from './run-texts.js';
import { isActive, patchedFields, type Plan } from '@jupyterlab-kubeflow/protocol';

const SECOND = 1000;
const NAME_LENGTH = 48;

export function Header({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const now = useNow(SECOND);
  const ran = duration(run, now);
  return (
    <div className="jp-kf-run-header">
      <div className="jp-kf-run-title">
        <h1 title={`${run.id} · ${run.source}`}>{elide(run.id, NAME_LENGTH)}</h1>
        <Actions run={run} />
      </div>
      <div className="jp-kf-run-facts">
        <StateMark state={run.state} word />
        {ran !== undefined && (
          <span className="jp-kf-run-duration">{durationText(ran)}</span>
        )}
        <span>{workloadText(trans, run)}</span>
        <CustomisedMark />
      </div>
      <PhaseLine run={run} now={now} />
      <div className="jp-kf-unseen" aria-live="polite">
        {trans.__('Run %1: %2', run.id, stateText(trans, run.state))}
      </div>
    </div>
  );
}

function newClaims(plan: Plan | undefined): string[] {
  const volumes = plan?.cluster?.workload.volumes ?? [];
  return [
    ...new Set(volumes.flatMap(({ kind, claim }) => (kind === 'new' ? [claim] : [])))
  ];
}

/** Whoever looks for why a run is unlike its form finds it here. */
function CustomisedMark(): React.JSX.Element | null {
  const trans = useTrans();
  const patch = useRunView().session.detail?.plan?.cluster?.patch;
  if (!patch) return null;
  return <span title={patchedFields(patch).join('\n')}>{trans.__('customised')}</span>;
}

function Actions({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { actions } = useRunView();
  return (
    <div className="jp-kf-actions" role="group" aria-label={trans.__('Actions')}>
      <SuspendButton run={run} onSuspend={actions.suspend} />
      {isActive(run) && (
        <IconButton
          icon={stopIcon}
          label={trans.__('Cancel Run')}
          onClick={actions.cancel}
        />
      )}
      <IconButton
        icon={redoIcon}
        label={trans.__('Run Again')}
        onClick={actions.rerun}
      />
      <More run={run} />
    </div>
  );
}

function More({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { options, actions, session } = useRunView();
  const claims = newClaims(session.detail?.plan);
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <span ref={anchor} className="jp-kf-more">
      <IconButton
        icon={ellipsesIcon}
        label={trans.__('More actions')}
        onClick={() => {
          if (!anchor.current) return;
          openMore(anchor.current, { run, claims, trans, actions, copy: options.copy });
        }}
      />
    </span>
  );
}
