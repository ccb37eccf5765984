/** Code as discovery and function mode look at it: cells with their lines in place. */
import type { CellPlan, Place } from '@jupyterlab-kubeflow/protocol';
import type { ConvertedCell } from '../notebook/conversion.js';
import type { CodeBlock } from '../notebook/python/literals.js';

/** Lines of a cell, from 1, both included. */
export interface CellLines {
  readonly cell: number;
  readonly fromLine: number;
  readonly toLine: number;
}

/** The cells' code; with `only`, other lines are blank, so that numbers stay. */
export function codeOf(
  kept: readonly ConvertedCell[],
  only?: readonly CellLines[]
): { readonly cell: number; readonly code: string }[] {
  const wanted = only ? linesOf(only) : undefined;
  return kept
    .map(({ number: cell, lines }) => ({
      cell,
      code: lines
        .map((line, i) => (wanted?.has({ cell, line: i + 1 }) === false ? '' : line))
        .join('\n')
    }))
    .filter(({ code }) => code.trim() !== '');
}

/** The cells' code, all of it. */
export function numbered(
  kept: readonly ConvertedCell[]
): { readonly number: number; readonly code: string }[] {
  return kept.map(({ number, lines }) => ({ number, code: lines.join('\n') }));
}

/** Answers whether a place lies in one of the ranges; a place without a line: its cell does. */
export function linesOf(ranges: readonly CellLines[]): {
  has(place: Place | undefined): boolean;
} {
  return {
    has: place =>
      place !== undefined &&
      ranges.some(
        ({ cell, fromLine, toLine }) =>
          cell === place.cell &&
          (place.line === undefined || (fromLine <= place.line && place.line <= toLine))
      )
  };
}

/** What magics import in a kernel, as code at their places; a script does without. */
export function codeOfMagics(cells: readonly CellPlan[]): readonly CodeBlock[] {
  const plots = cells
    .filter(({ reason: { code } }) => code !== 'cell-skipped')
    .flatMap(({ decisions }) => decisions)
    .filter(
      ({ rule, reason: { code } }) => code === 'plots-saved' || rule === '%pylab'
    );
  return plots.map(({ cell, line }) => ({
    cell,
    code: `${'\n'.repeat(line - 1)}import matplotlib`
  }));
}
