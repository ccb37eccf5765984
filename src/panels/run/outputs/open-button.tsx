/** Opens a file of the run in JupyterLab, as a copy beside the notebook. */
import { launchIcon } from '@jupyterlab/ui-components';
import type { OutputFile, Run } from '@jupyterlab-kubeflow/protocol';
import { useState } from 'react';
import { IconButton } from '../../../ui/icon-button.js';
import { useTrans } from '../../../ui/trans.js';
import { useRunView } from '../context.js';
import { openableAs, openOutput } from './open.js';

export interface OpenButtonProps {
  readonly run: Run;
  readonly file: OutputFile;
}

export function OpenButton({ run, file }: OpenButtonProps): React.JSX.Element | null {
  const trans = useTrans();
  const { options, session } = useRunView();
  const [failed, setFailed] = useState(false);
  const { docManager } = options;
  const { rank, path } = file;
  if (!openableAs(docManager.registry, file)) return null;
  const open = async (): Promise<void> => {
    const fetched = (): Promise<Blob> => session.runs.file(session.id, rank, path);
    setFailed(!(await openOutput(docManager, run, file, fetched)));
  };
  return (
    <>
      <IconButton
        icon={launchIcon}
        label={trans.__('Open %1', path)}
        onClick={() => {
          void open();
        }}
      />
      {failed && (
        <span role="alert">{trans.__('The copy cannot be written beside it.')}</span>
      )}
    </>
  );
}
