/** Files a run made: how large they are, a look into them, taking them away. */
import { bytesText, type OutputFile, type Run } from '@jupyterlab-kubeflow/protocol';
import { useState } from 'react';
import { elide } from '../../../ui/format.js';
import { useTrans } from '../../../ui/trans.js';
import { DownloadButton } from './download-button.js';
import { previewOf } from './files.js';
import { OpenButton } from './open-button.js';
import { FilePreview } from './preview.js';

const PATH_LENGTH = 60;

export function Files(props: {
  readonly run: Run;
  readonly files: readonly OutputFile[];
}): React.JSX.Element {
  const trans = useTrans();
  const many = props.run.ranks.length > 1;
  return (
    <section>
      <h2>{trans.__('Files')}</h2>
      <table className="jp-kf-table jp-kf-files-table">
        <thead>
          <tr>
            <th scope="col">{trans.__('File')}</th>
            {many && <th scope="col">{trans.__('Rank')}</th>}
            <th scope="col">{trans.__('Size')}</th>
            <th scope="col">
              <span className="jp-kf-unseen">{trans.__('Actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.files.map(file => (
            <FileRow
              key={`${String(file.rank)}/${file.path}`}
              run={props.run}
              file={file}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface FileRowProps {
  readonly run: Run;
  readonly file: OutputFile;
}

function FileRow({ run, file }: FileRowProps): React.JSX.Element {
  const many = run.ranks.length > 1;
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        <td title={file.path}>
          <FileName file={file} open={open} onToggle={setOpen} />
        </td>
        {many && <td>{file.rank}</td>}
        <td className="jp-kf-number">{bytesText(file.size)}</td>
        <td className="jp-kf-file-actions">
          <OpenButton run={run} file={file} />
          <DownloadButton {...file} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={many ? 4 : 3}>
            <FilePreview file={file} />
          </td>
        </tr>
      )}
    </>
  );
}

function FileName(props: {
  readonly file: OutputFile;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}): React.JSX.Element {
  const { file, open } = props;
  const name = elide(file.path, PATH_LENGTH);
  if (previewOf(file) === 'none') return <>{name}</>;
  return (
    <button
      type="button"
      className="jp-kf-link"
      aria-expanded={open}
      onClick={() => {
        props.onToggle(!open);
      }}
    >
      {name}
    </button>
  );
}
