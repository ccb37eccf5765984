/** What is wrong and what to do about it, with the way there. */
import type { Problem } from '@jupyterlab-kubeflow/protocol';
import type { ReactNode } from 'react';
import { remedyText, sentenceText } from './messages.js';
import { useTrans } from './trans.js';

export interface NoteProps {
  readonly problem: Problem;
  /** Buttons that act on it. */
  readonly children?: ReactNode;
}

export function Note({ problem, children }: NoteProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <div className="jp-kf-note" role="alert">
      <p className="jp-kf-note-sentence">{sentenceText(trans, problem)}</p>
      <p className="jp-kf-note-remedy">{remedyText(trans, problem)}</p>
      {children !== undefined && <div className="jp-kf-note-actions">{children}</div>}
    </div>
  );
}
