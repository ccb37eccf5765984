/** Everything that was looked at; what failed says what to do and leads there. */
import {
  checkIcon,
  errorIcon,
  infoIcon,
  type LabIcon
} from '@jupyterlab/ui-components';
import type { Check, Place } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { warningIcon } from './marks.js';
import { messageText, remedyText } from './messages.js';
import { useTrans } from './trans.js';

export interface CheckListProps {
  readonly checks: readonly Check[];
  readonly goTo: (place: Place) => void;
}

const ICONS: Readonly<Record<Check['outcome'], LabIcon>> = {
  ok: checkIcon,
  warning: warningIcon,
  failed: errorIcon,
  unknown: infoIcon
};

/** What was looked at; names the page does not know stay as they are. */
function checkName(trans: TranslationBundle, name: string): string {
  const names: Readonly<Record<string, string>> = {
    code: trans.__('code'),
    syntax: trans.__('syntax'),
    parameters: trans.__('parameters'),
    requirements: trans.__('packages'),
    kernel: trans.__('kernel'),
    ranks: trans.__('workers'),
    env: trans.__('variables'),
    gpu: trans.__('GPU'),
    disk: trans.__('disk')
  };
  return names[name] ?? name;
}

export function outcomeText(
  trans: TranslationBundle,
  outcome: Check['outcome']
): string {
  switch (outcome) {
    case 'ok':
      return trans.__('fine');
    case 'warning':
      return trans.__('warning');
    case 'failed':
      return trans.__('failed');
    case 'unknown':
      return trans.__('not known');
  }
}

export function CheckList({ checks, goTo }: CheckListProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <ul className="jp-kf-checks">
      {checks.map((check, index) => {
        const Icon = ICONS[check.outcome];
        return (
          <li key={index} className="jp-kf-check" data-outcome={check.outcome}>
            <Icon.react tag="span" className="jp-kf-check-icon" />
            <span className="jp-kf-unseen">{outcomeText(trans, check.outcome)}</span>
            <div>
              <span className="jp-kf-check-name">{checkName(trans, check.name)}</span>{' '}
              {messageText(trans, check.message)}
              <Remedy check={check} goTo={goTo} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Remedy(props: {
  readonly check: Check;
  readonly goTo: (place: Place) => void;
}): React.JSX.Element | null {
  const trans = useTrans();
  const { problem } = props.check;
  if (!problem) return null;
  const { place } = problem;
  return (
    <div className="jp-kf-item-reason">
      {remedyText(trans, problem)}{' '}
      {place && (
        <button
          type="button"
          className="jp-kf-link"
          onClick={() => {
            props.goTo(place);
          }}
        >
          {trans.__('Show cell %1', place.cell)}
        </button>
      )}
    </div>
  );
}
