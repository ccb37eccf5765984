/** planned → running → ended, with the time each took. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { useTrans } from '../../ui/trans.js';
import { phases } from './run-texts.js';

export function PhaseLine(props: {
  readonly run: Run;
  /** Milliseconds since the epoch. */
  readonly now: number;
}): React.JSX.Element {
  const trans = useTrans();
  const { run, now } = props;
  return (
    <ol className="jp-kf-phases" aria-label={trans.__('Phases')}>
      {phases(trans, run, now).map(({ name, label, time, reached }) => (
        <li
          key={name}
          className="jp-kf-phase"
          data-reached={reached}
          data-state={name === 'ended' ? run.state : undefined}
          aria-current={reached === 'now' ? 'step' : undefined}
        >
          <span className="jp-kf-phase-label">{label}</span>
          {time !== undefined && <span className="jp-kf-phase-time">{time}</span>}
        </li>
      ))}
    </ol>
  );
}
