/** What becomes of each cell, with its reasons; a click goes to cell and line. */
import type { CellPlan, Decision } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { messageText, remedyText, sentenceText } from './messages.js';
import { useTrans } from './trans.js';

export type GoTo = (cell: CellPlan, line?: number) => void;

export interface CellListProps {
  readonly cells: readonly CellPlan[];
  readonly goTo: GoTo;
}

export function CellList({ cells, goTo }: CellListProps): React.JSX.Element {
  return (
    <ol className="jp-kf-cells">
      {cells.map(cell => (
        <Cell key={cell.number} cell={cell} goTo={goTo} />
      ))}
    </ol>
  );
}

function outcomeText(trans: TranslationBundle, cell: CellPlan): string {
  switch (cell.outcome) {
    case 'kept':
      return trans.__('runs');
    case 'dropped':
      return trans.__('left out');
    case 'refused':
      return trans.__('cannot run');
  }
}

function Cell(props: {
  readonly cell: CellPlan;
  readonly goTo: GoTo;
}): React.JSX.Element {
  const { cell, goTo } = props;
  const trans = useTrans();
  return (
    <li className="jp-kf-cell" data-outcome={cell.outcome}>
      <button
        type="button"
        className="jp-kf-cell-button"
        title={messageText(trans, cell.reason)}
        onClick={() => {
          goTo(cell);
        }}
      >
        <span className="jp-kf-cell-number">{cell.number}</span>
        <code className="jp-kf-cell-title">{cell.title || '…'}</code>
        <span
          className={cell.outcome === 'kept' ? 'jp-kf-unseen' : 'jp-kf-cell-outcome'}
        >
          {outcomeText(trans, cell)}
        </span>
      </button>
      {cell.outcome === 'dropped' && (
        <div className="jp-kf-cell-reason">{messageText(trans, cell.reason)}</div>
      )}
      {cell.decisions.map(decision => (
        <DecisionLine
          key={`${String(decision.line)} ${decision.rule}`}
          decision={decision}
          onClick={() => {
            goTo(cell, decision.line);
          }}
        />
      ))}
    </li>
  );
}

function DecisionLine(props: {
  readonly decision: Decision;
  readonly onClick: () => void;
}): React.JSX.Element {
  const trans = useTrans();
  const { source, line, reason, problem, outcome } = props.decision;
  const text = problem ? sentenceText(trans, problem) : messageText(trans, reason);
  return (
    <button
      type="button"
      className="jp-kf-decision"
      data-outcome={outcome}
      title={problem ? remedyText(trans, problem) : trans.__('Line %1', line)}
      onClick={props.onClick}
    >
      <code>{source}</code> {text}
    </button>
  );
}
