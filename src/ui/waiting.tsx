/** What a run waits for, and what is in its way. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { messageText } from './messages.js';
import { Note } from './note.js';
import { useTrans } from './trans.js';

/** Nothing while it goes on by itself. */
export function Waiting({ run }: { readonly run: Run }): React.JSX.Element | null {
  const trans = useTrans();
  if (run.obstacle) return <Note problem={run.obstacle} />;
  if (!run.waiting) return null;
  return <p className="jp-kf-waiting">{messageText(trans, run.waiting)}</p>;
}
