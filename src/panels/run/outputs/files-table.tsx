/** Files a run made: how large they are, a look into them, taking them away. */
import { bytesText, type OutputFile } from '@jupyterlab-kubeflow/protocol';
import { useState } from 'react';
import { elide } from '../../../ui/format.js';
import { useTrans } from '../../../ui/trans.js';
import { DownloadButton } from './download-button.js';
import { previewOf } from './files.js';
import { FilePreview } from './preview.js';

const PATH_LENGTH = 60;

export function Files(props: {
  readonly files: readonly OutputFile[];
  readonly many: boolean;
}): React.JSX.Element {
  const trans = useTrans();
  return (
    <section>
      <h2>{trans.__('Files')}</h2>
      <table className="jp-kf-table jp-kf-files-table">
        <thead>
          <tr>
            <th scope="col">{trans.__('File')}</th>
            {props.many && <th scope="col">{trans.__('Rank')}</th>}
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
              file={file}
              many={props.many}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface FileRowProps {
  readonly file: OutputFile;
  readonly many: boolean;
}

function FileRow({ file, many }: FileRowProps): React.JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        <td title={file.path}>
          <FileName file={file} open={open} onToggle={setOpen} />
        </td>
        {many && <td>{file.rank}</td>}
        <td className="jp-kf-number">{bytesText(file.size)}</td>
        <td>
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
