/** What somebody changed in the manifest, and the way back. */
import { patchedFields } from '@jupyterlab-kubeflow/protocol';
import { Row } from '../../../ui/row.js';
import { useTrans } from '../../../ui/trans.js';
import type { ClusterPartProps } from './part.js';

export function Customised({ plan }: ClusterPartProps): React.JSX.Element | null {
  const trans = useTrans();
  const { patch } = plan.state.settings;
  if (!patch) return null;
  const fields = patchedFields(patch);
  return (
    <Row
      label={trans.__('Customised')}
      reason={trans.__('changed by hand in the manifest')}
    >
      <ul className="jp-kf-customised">
        {fields.map(field => (
          <li key={field}>
            <code>{field}</code>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="jp-kf-link"
        onClick={() => {
          plan.update({ patch: undefined });
        }}
      >
        {trans.__('Undo these changes')}
      </button>
    </Row>
  );
}
