/** The rows between two heights of the log. */
import type { Place } from '@jupyterlab-kubeflow/protocol';
import type { LogLines } from '../../../tokens.js';
import type { LogModel } from './log-model.js';
import { LogRow } from './log-row.js';
import { ROW_HEIGHT } from './scroller.js';

export interface VisibleRowsProps {
  readonly log: LogModel;
  readonly lines: LogLines;
  /** Pixels of the content above the view. */
  readonly top: number;
  /** Pixels of the view. */
  readonly height: number;
  readonly rankColumns: number;
  readonly time: boolean;
  readonly query: string;
  /** The occurrence the search is at. */
  readonly current: { readonly line: number; readonly start: number } | undefined;
  readonly openCell: ((place: Place) => void) | undefined;
}

export function VisibleRows(props: VisibleRowsProps): React.JSX.Element {
  const { log, lines, top, current } = props;
  const { row: first } = log.rows.find(top / ROW_HEIGHT);
  const rows = rowsFrom(props, first);
  const shift = log.rows.top(first) * ROW_HEIGHT - top;
  return (
    <div
      className="jp-kf-log-rows"
      style={{ transform: `translateY(${String(shift)}px)` }}
    >
      {rows.map(row => {
        const number = log.rows.lineAt(row);
        return (
          <LogRow
            key={number}
            line={lines.at(number)}
            height={log.rows.heightOf(row) * ROW_HEIGHT}
            rankColumns={props.rankColumns}
            time={props.time}
            query={props.query}
            current={current?.line === number ? current.start : undefined}
            openCell={props.openCell}
          />
        );
      })}
    </div>
  );
}

/** Rows that can be seen when `first` is at the top. */
function rowsFrom({ log, height }: VisibleRowsProps, first: number): number[] {
  const rows: number[] = [];
  const room = height + ROW_HEIGHT * (log.rows.heightOf(first) + 1);
  let used = 0;
  for (let row = first; row < log.rows.length && used < room; row++) {
    rows.push(row);
    used += log.rows.heightOf(row) * ROW_HEIGHT;
  }
  return rows;
}
