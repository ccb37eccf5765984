/** Tells a screen reader when a run goes on to another state. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { useEffect, useRef, useState } from 'react';
import type { IRuns } from '../../tokens.js';
import { stateText } from '../../ui/state-text.js';
import { useTrans } from '../../ui/trans.js';

export function PhaseAnnouncer({ runs }: { readonly runs: IRuns }): React.JSX.Element {
  const trans = useTrans();
  const known = useRef<ReadonlyMap<string, string>>(new Map());
  const [text, setText] = useState('');
  const list = runs.runs;
  useEffect(() => {
    const changed = list.filter(run => hasMoved(known.current, run));
    known.current = new Map(list.map(run => [run.id, run.state]));
    const news = changed.map(run => `${run.id}: ${stateText(trans, run.state)}`);
    if (news.length > 0) setText(news.join(', '));
  }, [list, trans]);
  return (
    <div className="jp-kf-unseen" aria-live="polite">
      {text}
    </div>
  );
}

function hasMoved(known: ReadonlyMap<string, string>, { id, state }: Run): boolean {
  const before = known.get(id);
  return before !== undefined && before !== state;
}
