/** The notebook as it was executed: whole, or each cell with what it gave. */
import { useRunView, type RunProps } from '../context.js';
import { executedNotebook } from '../outputs/files.js';
import { CellResults } from './cell-results.js';
import { ExecutedNotebook } from './executed-view.js';

export default function NotebookTab({ run }: RunProps): React.JSX.Element {
  const { session } = useRunView();
  const file = executedNotebook(session.detail?.outputs ?? []);
  return file ? <ExecutedNotebook run={run} file={file} /> : <CellResults run={run} />;
}
