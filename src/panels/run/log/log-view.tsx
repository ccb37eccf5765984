/**
 * The lines that are in sight. The scrolled element is as high as the whole log (or as
 * high as a browser bears); what is seen sticks to its top and shows the rows there.
 */
import { useEffect, useLayoutEffect, useRef, type MutableRefObject } from 'react';
import { useTrans } from '../../../ui/trans.js';
import { barHeight, clamp, lastTop, type Extent } from './scroll.js';
import { ROW_HEIGHT, Scroller } from './scroller.js';
import { useSize } from './use-size.js';
import type { LogViewState } from './view-state.js';
import { VisibleRows, type VisibleRowsProps } from './visible-rows.js';

export interface LogViewProps extends Omit<VisibleRowsProps, 'top' | 'height'> {
  readonly state: LogViewState;
  /** Columns of what stands before the text. */
  readonly gutter: number;
  /** Pixels of a character. */
  readonly character: number;
  /** Something of `state` changed. */
  readonly onChange: () => void;
  /** Given a function that brings a line into sight. */
  readonly reveal: MutableRefObject<(line: number) => void>;
}

export function LogView(props: LogViewProps): React.JSX.Element {
  const { log, state, gutter } = props;
  const trans = useTrans();
  const element = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(element);
  useWrapping(props, width);
  const extent = { content: log.rows.height * ROW_HEIGHT, view: height };
  useScroller(element, extent, props);
  const minWidth = state.wrap ? undefined : `${String(log.widest + gutter + 3)}ch`;
  return (
    <div
      ref={element}
      className="jp-kf-log"
      data-wrap={state.wrap}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={trans.__('Output of the run')}
    >
      <div style={{ height: Math.max(barHeight(extent), height), minWidth }}>
        <div className="jp-kf-log-window" style={{ height }}>
          <VisibleRows
            {...props}
            top={state.follow ? lastTop(extent) : clamp(state.top, lastTop(extent))}
            height={height}
          />
        </div>
      </div>
    </div>
  );
}

/** Pixels left and right of the text. */
const EDGES = 16;

/** Columns a line has at least, however narrow the view. */
const LEAST_COLUMNS = 16;

/** Wraps at the width there is; the line at the top stays there. */
function useWrapping(props: LogViewProps, width: number): void {
  const { log, state, gutter, character, onChange } = props;
  const room = Math.floor((width - EDGES) / character) - gutter;
  const columns = state.wrap && width > 0 ? Math.max(LEAST_COLUMNS, room) : undefined;
  useLayoutEffect(() => {
    const first = log.rows.lineAt(log.rows.find(state.top / ROW_HEIGHT).row);
    const before = log.rows.height;
    log.wrap(columns);
    if (log.rows.height === before) return;
    state.top = log.rows.top(log.rows.rowOf(first)) * ROW_HEIGHT;
    onChange();
  }, [log, state, columns, onChange]);
}

/** Part of the view that is above a line that is brought into sight. */
const REVEAL_AT = 0.3;

function useScroller(
  element: React.RefObject<HTMLElement>,
  extent: Extent,
  { log, state, onChange, reveal }: LogViewProps
): void {
  const scroller = useRef<Scroller>();
  useEffect(() => {
    if (!element.current) return undefined;
    const made = new Scroller(element.current, state, onChange);
    scroller.current = made;
    return () => {
      made.dispose();
    };
  }, [element, state, onChange]);
  const { content, view } = extent;
  useLayoutEffect(() => {
    scroller.current?.resize({ content, view });
  }, [content, view, state.follow]);
  useEffect(() => {
    reveal.current = line => {
      const top = log.rows.top(log.rows.rowOf(line)) * ROW_HEIGHT;
      scroller.current?.moveTo(top - view * REVEAL_AT);
    };
  }, [reveal, log, view]);
}
