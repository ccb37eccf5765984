/** Suspends a run on a cluster, or resumes it; there is none for other runs. */
import { pauseIcon, runIcon } from '@jupyterlab/ui-components';
import { suspensionOf, type Run } from '@jupyterlab-kubeflow/protocol';
import { IconButton } from './icon-button.js';
import { useTrans } from './trans.js';

export interface SuspendButtonProps {
  readonly run: Run;
  /** Whether the button has to say which run it is about. */
  readonly named?: boolean;
  /** `false`: it is to be resumed. */
  readonly onSuspend: (suspend: boolean) => void;
}

export function SuspendButton(props: SuspendButtonProps): React.JSX.Element | null {
  const { run, named = false, onSuspend } = props;
  const trans = useTrans();
  const what = suspensionOf(run);
  if (!what) return null;
  const isResume = what === 'resume';
  const plain = isResume ? trans.__('Resume Run') : trans.__('Suspend Run');
  const full = isResume
    ? trans.__('Resume %1', run.id)
    : trans.__('Suspend %1', run.id);
  return (
    <IconButton
      icon={isResume ? runIcon : pauseIcon}
      label={named ? full : plain}
      onClick={() => {
        onSuspend(!isResume);
      }}
    />
  );
}
