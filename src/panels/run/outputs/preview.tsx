/** The content of a file: a picture, a table, or text. */
import type { OutputFile } from '@jupyterlab-kubeflow/protocol';
import { sentenceText } from '../../../ui/messages.js';
import { useTrans } from '../../../ui/trans.js';
import { previewOf } from './files.js';
import { Picture } from './picture.js';
import { parseTable, separatorOf } from './table.js';
import { useText } from './use-file.js';

export function FilePreview({
  file
}: {
  readonly file: OutputFile;
}): React.JSX.Element {
  const kind = previewOf(file);
  if (kind === 'image') return <Picture {...file} label={file.path} />;
  return <TextPreview file={file} />;
}

/** Characters shown: a browser does not bear endless text. */
const MOST_SHOWN = 200_000;

function TextPreview({ file }: { readonly file: OutputFile }): React.JSX.Element {
  const trans = useTrans();
  const { value, problem } = useText(file);
  if (problem)
    return <p className="jp-kf-quiet-line">{sentenceText(trans, problem)}</p>;
  if (value === undefined)
    return <p className="jp-kf-quiet-line">{trans.__('Loading …')}</p>;
  if (previewOf(file) === 'table') return <TableView text={value} label={file.path} />;
  const text = previewOf(file) === 'json' ? indented(value) : value;
  return (
    <pre className="jp-kf-preview" tabIndex={0} aria-label={file.path}>
      {text.slice(0, MOST_SHOWN)}
      {text.length > MOST_SHOWN && '…'}
    </pre>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function TableView(props: {
  readonly text: string;
  readonly label: string;
}): React.JSX.Element {
  const trans = useTrans();
  const { rows, cut } = parseTable(props.text, separatorOf(props.text));
  const [head = [], ...body] = rows;
  return (
    <div className="jp-kf-preview" tabIndex={0} role="region" aria-label={props.label}>
      <table className="jp-kf-table">
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {cut && <p>{trans.__('There is more: download the file to see all of it.')}</p>}
    </div>
  );
}
