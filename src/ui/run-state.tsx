/** The state of a run: an icon and a word, never the colour alone. */
import {
  circleEmptyIcon,
  checkIcon,
  closeIcon,
  type LabIcon
} from '@jupyterlab/ui-components';
import type { RunState } from '@jupyterlab-kubeflow/protocol';
import { cancelledIcon, runningIcon, suspendedIcon } from './marks.js';
import { stateText } from './state-text.js';
import { useTrans } from './trans.js';

const ICONS: Readonly<Record<RunState, LabIcon>> = {
  pending: circleEmptyIcon,
  running: runningIcon,
  suspended: suspendedIcon,
  succeeded: checkIcon,
  failed: closeIcon,
  cancelled: cancelledIcon
};

/** @param props.word - also show the word; otherwise it is the icon's name */
export function StateMark(props: {
  readonly state: RunState;
  readonly word?: boolean;
}): React.JSX.Element {
  const text = stateText(useTrans(), props.state);
  const Icon = ICONS[props.state];
  return (
    <span className="jp-kf-state" data-state={props.state} title={text}>
      <Icon.react tag="span" className="jp-kf-state-icon" />
      <span className={props.word ? 'jp-kf-state-word' : 'jp-kf-unseen'}>{text}</span>
    </span>
  );
}
