/** `✓ 7  ! 1`: how many checks passed, warn, failed. */
import { checkIcon, errorIcon } from '@jupyterlab/ui-components';
import { warningIcon } from './marks.js';
import type { CheckCounts } from './plan-texts.js';
import { useTrans } from './trans.js';

export function CheckSummary(props: {
  readonly counts: CheckCounts;
}): React.JSX.Element {
  const trans = useTrans();
  const { ok, warnings, failed } = props.counts;
  const parts = [
    { icon: checkIcon, count: ok, outcome: 'ok', name: trans.__('%1 fine', ok) },
    {
      icon: warningIcon,
      count: warnings,
      outcome: 'warning',
      name: trans._n('%1 warning', '%1 warnings', warnings)
    },
    {
      icon: errorIcon,
      count: failed,
      outcome: 'failed',
      name: trans.__('%1 failed', failed)
    }
  ].filter(({ count }) => count > 0);
  return (
    <>
      {parts.map(({ icon: Icon, count, outcome, name }) => (
        <span key={outcome} className="jp-kf-count" data-outcome={outcome} title={name}>
          <Icon.react tag="span" className="jp-kf-check-icon" />
          <span aria-hidden="true">{count}</span>
          <span className="jp-kf-unseen">{name}</span>
        </span>
      ))}
    </>
  );
}
