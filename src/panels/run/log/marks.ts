/** Cuts styled text where something in it is marked: what a search found, places. */
import type { Span } from './line-text.js';
import type { TextStyle } from './style.js';

export interface Mark {
  /** First character, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** A piece of text of one style, and the marks it lies in. */
export interface Piece<M extends Mark> {
  readonly start: number;
  readonly text: string;
  readonly style: TextStyle;
  readonly marks: readonly M[];
}

export function cutAtMarks<M extends Mark>(
  spans: readonly Span[],
  marks: readonly M[]
): Piece<M>[] {
  let start = 0;
  return spans.flatMap(({ text, style }) => {
    const pieces = cutSpan(start, text, marks).map(piece => ({ ...piece, style }));
    start += text.length;
    return pieces;
  });
}

function cutSpan<M extends Mark>(
  start: number,
  text: string,
  marks: readonly M[]
): Omit<Piece<M>, 'style'>[] {
  const end = start + text.length;
  const cuts = marks
    .flatMap(mark => [mark.start, mark.end])
    .filter(cut => cut > start && cut < end);
  const edges = [...new Set([start, ...cuts, end])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? end;
    return {
      start: from,
      text: text.slice(from - start, to - start),
      marks: marks.filter(mark => mark.start < to && mark.end > from)
    };
  });
}
