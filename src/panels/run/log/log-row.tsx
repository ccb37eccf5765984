/** One line of the log: rank, time, text; what was found in it, and places to go to. */
import { BUILDER, type Place } from '@jupyterlab-kubeflow/protocol';
import { memo } from 'react';
import type { LogLine } from '../../../tokens.js';
import { useTrans } from '../../../ui/trans.js';
import { parseLine } from './line-text.js';
import { cutAtMarks, type Mark, type Piece } from './marks.js';
import { placesIn } from './places.js';
import { occurrences } from './search.js';
import { StyledSpan } from './styled-text.js';
import { clockText } from './times.js';

/** Colours of ranks; more ranks begin again. */
export const RANK_COLOURS = 6;

export interface LogRowProps {
  /** Absent: it was let go. */
  readonly line: LogLine | undefined;
  /** Pixels. */
  readonly height: number;
  /** Columns of the rank's number; 0: not shown. */
  readonly rankColumns: number;
  readonly time: boolean;
  /** Text that is searched for, folded. */
  readonly query: string;
  /** Where the occurrence starts that the search is at. */
  readonly current: number | undefined;
  readonly openCell: ((place: Place) => void) | undefined;
}

export const LogRow = memo(function LogRow(props: LogRowProps): React.JSX.Element {
  const { line, height } = props;
  const trans = useTrans();
  return (
    <div
      className="jp-kf-log-row"
      data-builder={line?.rank === BUILDER || undefined}
      style={{ height }}
    >
      {line && <Gutter {...props} line={line} />}
      <span className="jp-kf-log-text">
        {line ? (
          <LineContent {...props} line={line} />
        ) : (
          <em>{trans.__('no longer here: download the log')}</em>
        )}
      </span>
    </div>
  );
});

type WithLine = LogRowProps & { readonly line: LogLine };

function Gutter({ line, rankColumns, time }: WithLine): React.JSX.Element {
  const { rank } = line;
  return (
    <span className="jp-kf-log-gutter">
      {rankColumns > 0 && (
        <span data-rank={rank < 0 ? undefined : rank % RANK_COLOURS}>
          {(rank < 0 ? '·' : String(rank)).padStart(rankColumns)}{' '}
        </span>
      )}
      {time && `${clockText(line.time)} `}
    </span>
  );
}

interface LineMark extends Mark {
  readonly kind: 'found' | 'place';
  readonly place?: Place;
}

function LineContent(props: WithLine): React.JSX.Element {
  const { spans, text, cut } = parseLine(props.line.text);
  const trans = useTrans();
  const marks = marksOf(text, props.query, props.openCell !== undefined);
  return (
    <>
      {cutAtMarks(spans, marks).map(piece => (
        <LinePiece key={piece.start} piece={piece} {...props} />
      ))}
      {cut > 0 && <em> {trans.__('… and %1 more characters', cut)}</em>}
    </>
  );
}

function marksOf(text: string, query: string, places: boolean): LineMark[] {
  const found = occurrences(text, query).map(start => ({
    kind: 'found' as const,
    start,
    end: start + query.length
  }));
  const named = (places ? placesIn(text) : []).map(({ start, end, cell, line }) => ({
    kind: 'place' as const,
    start,
    end,
    place: { cell, line }
  }));
  return [...found, ...named];
}

function LinePiece(
  props: WithLine & { readonly piece: Piece<LineMark> }
): React.JSX.Element {
  const { piece, current, openCell } = props;
  const styled = <StyledSpan style={piece.style}>{piece.text}</StyledSpan>;
  const found = piece.marks.find(({ kind }) => kind === 'found');
  const place = piece.marks.find(({ kind }) => kind === 'place')?.place;
  const text = found ? (
    <mark data-current={found.start === current}>{styled}</mark>
  ) : (
    styled
  );
  if (!place || !openCell) return text;
  return (
    <button
      type="button"
      className="jp-kf-link"
      onClick={() => {
        openCell(place);
      }}
    >
      {text}
    </button>
  );
}
