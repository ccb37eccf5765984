/** Takes a file of the run away, as the server sends it. */
import { downloadIcon } from '@jupyterlab/ui-components';
import { IconButton } from '../../../ui/icon-button.js';
import { useTrans } from '../../../ui/trans.js';
import { useRunView } from '../context.js';
import { save } from '../save.js';

export function DownloadButton(props: {
  readonly rank: number;
  readonly path: string;
}): React.JSX.Element {
  const trans = useTrans();
  const { session } = useRunView();
  const { rank, path } = props;
  return (
    <IconButton
      icon={downloadIcon}
      label={trans.__('Download %1', path)}
      onClick={() => {
        save(session.runs.fileUrl(session.id, rank, path), '');
      }}
    />
  );
}
