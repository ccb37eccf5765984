/** The converted notebook as a value. */
import type { CellPlan, Parameter, Problem } from '@jupyterlab-kubeflow/protocol';

/** A cell that runs. */
export interface ConvertedCell {
  /** Code cell number, from 1. */
  readonly number: number;
  /** Position among all cells, from 0. */
  readonly index: number;
  /** Python; the first `count` lines are those of the notebook's cell, one to one. */
  readonly lines: readonly string[];
  /** Lines of the cell; what `lines` has beyond belongs to its last statement. */
  readonly count: number;
  readonly tags: readonly string[];
  readonly mayRaise: boolean;
  readonly parameters: boolean;
}

/** A requirement that a cell names. */
export interface FoundRequirement {
  /** PEP 508 text, a path or URL, `-r FILE` or `-e PATH`. */
  readonly text: string;
  readonly cell: number;
  readonly line: number;
  /** Rule that found it, e.g. `%pip`, `!`. */
  readonly via: string;
}

/** A file that a cell runs and that must be shipped. */
export interface ShippedFile {
  /** Relative to the notebook's folder, as written. */
  readonly path: string;
  readonly cell: number;
  readonly line: number;
  readonly rule: string;
}

export interface Conversion {
  /** The notebook as the caller named it. */
  readonly source: string;
  /** All code cells, in order. */
  readonly cells: readonly CellPlan[];
  readonly kept: readonly ConvertedCell[];
  readonly parameters: readonly Parameter[];
  readonly requirements: readonly FoundRequirement[];
  readonly shipped: readonly ShippedFile[];
  /** Paths of files that the code itself writes (`%%writefile`). */
  readonly written: readonly string[];
  /** Names imported from `jkf_runner`, sorted; `env as jkf_env` where `env` is taken. */
  readonly helpers: readonly string[];
  /** Names imported from `__future__`, sorted. */
  readonly futures: readonly string[];
  /** What keeps the notebook from running, in order of cells. */
  readonly problems: readonly Problem[];
}
