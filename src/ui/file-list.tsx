/** Files that are shipped, each with a tick box and its reason; more can be added. */
import { bytesText, type BundleFile } from '@jupyterlab-kubeflow/protocol';
import { useState } from 'react';
import { messageText } from './messages.js';
import { useTrans } from './trans.js';

export interface FileListProps {
  readonly files: readonly BundleFile[];
  readonly onSwitch: (path: string, on: boolean) => void;
}

export function FileList({ files, onSwitch }: FileListProps): React.JSX.Element {
  return (
    <>
      <ul className="jp-kf-files">
        {files.map(file => (
          <FileLine key={file.path} file={file} onSwitch={onSwitch} />
        ))}
      </ul>
      <AddFile
        onAdd={path => {
          onSwitch(path, true);
        }}
      />
    </>
  );
}

function FileLine(props: {
  readonly file: BundleFile;
  readonly onSwitch: (path: string, on: boolean) => void;
}): React.JSX.Element {
  const { file, onSwitch } = props;
  const trans = useTrans();
  return (
    <li className="jp-kf-file">
      <label title={file.path}>
        <input
          type="checkbox"
          checked={file.included}
          onChange={event => {
            onSwitch(file.path, event.target.checked);
          }}
        />
        <FilePath path={file.path} />
        <span className="jp-kf-file-size">{bytesText(file.size)}</span>
      </label>
      <div className="jp-kf-item-reason">{messageText(trans, file.reason)}</div>
    </li>
  );
}

/** Where there is little room the folder is shortened, not the name. */
function FilePath({ path }: { readonly path: string }): React.JSX.Element {
  const cut = path.lastIndexOf('/') + 1;
  return (
    <span className="jp-kf-file-path">
      <span className="jp-kf-file-folder">{path.slice(0, cut)}</span>
      <span className="jp-kf-file-name">{path.slice(cut)}</span>
    </span>
  );
}

function AddFile(props: { readonly onAdd: (path: string) => void }): React.JSX.Element {
  const trans = useTrans();
  const [path, setPath] = useState('');
  const label = trans.__('Add a file, folder or pattern');
  return (
    <form
      className="jp-kf-add"
      onSubmit={event => {
        event.preventDefault();
        if (path.trim()) props.onAdd(path.trim());
        setPath('');
      }}
    >
      <input
        className="jp-mod-styled"
        aria-label={label}
        placeholder={trans.__('data/*.csv')}
        value={path}
        onChange={event => {
          setPath(event.target.value);
        }}
      />
      <button
        type="submit"
        className="jp-kf-link"
        title={label}
        disabled={!path.trim()}
      >
        {trans.__('+ add')}
      </button>
    </form>
  );
}
