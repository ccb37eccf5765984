/** Distributions the code needs, and whether the environment has them. */
import type { Requirement } from '@jupyterlab-kubeflow/protocol';
import { messageText } from './messages.js';
import { useTrans } from './trans.js';

export function PackageList(props: {
  readonly requirements: readonly Requirement[];
}): React.JSX.Element {
  const trans = useTrans();
  if (props.requirements.length === 0) {
    return (
      <p className="jp-kf-quiet">
        {trans.__('The code imports nothing that has to be installed.')}
      </p>
    );
  }
  return (
    <ul className="jp-kf-packages">
      {props.requirements.map(requirement => (
        <li key={requirement.text} className="jp-kf-package">
          <code>{requirement.text}</code>{' '}
          <span className="jp-kf-package-version">
            {requirement.installed === undefined
              ? trans.__('not installed')
              : trans.__('installed: %1', requirement.installed)}
          </span>
          <div className="jp-kf-item-reason">
            {messageText(trans, requirement.reason)}
          </div>
        </li>
      ))}
    </ul>
  );
}
