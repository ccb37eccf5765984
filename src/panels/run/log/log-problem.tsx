/** Why the rest of a log is not here, and the way to it. */
import type { IFollowedRun } from '../../../tokens.js';
import { Note } from '../../../ui/note.js';
import { useTrans } from '../../../ui/trans.js';

export interface LogProblemProps {
  readonly followed: Pick<IFollowedRun, 'problem' | 'retry'>;
}

export function LogProblem({ followed }: LogProblemProps): React.JSX.Element | null {
  const trans = useTrans();
  if (!followed.problem) return null;
  return (
    <Note problem={followed.problem}>
      <button
        type="button"
        className="jp-kf-link"
        onClick={() => {
          followed.retry();
        }}
      >
        {trans.__('Try again')}
      </button>
    </Note>
  );
}
