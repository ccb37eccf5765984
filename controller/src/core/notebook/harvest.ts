/** What the conversion of one cell finds on its way, before the cell has a number. */
import type { Message, Outcome } from '@jupyterlab-kubeflow/protocol';
import type { Helper, Refusal, Treatment } from './policy/treatment.js';

/** A decision that lacks only its cell. */
export interface Finding {
  readonly rule: string;
  readonly outcome: Outcome;
  readonly reason: Message;
  /** Line within the cell, from 1. */
  readonly line: number;
  /** As written, one line of at most 80 characters. */
  readonly source: string;
  readonly refusal?: Refusal;
}

/** A call that is refused, noted or served, unless the notebook defines its name. */
export interface WatchedCall {
  readonly name: string;
  /** As written, e.g. `getpass.getpass()`. */
  readonly call: string;
  readonly line: number;
  readonly source: string;
}

export interface Harvest {
  readonly findings: Finding[];
  readonly helpers: Set<Helper>;
  /** Names that helpers have in the script, where the notebook uses theirs itself. */
  readonly aliases: Aliases;
  readonly requirements: { text: string; line: number; via: string }[];
  readonly shipped: { path: string; line: number; rule: string }[];
  /** Paths that `%%writefile` makes. */
  readonly written: string[];
  /** Names that `%%capture` would bind. */
  readonly captures: { name: string; line: number; source: string }[];
  /** Names of `from __future__ import`. */
  readonly futures: string[];
  readonly calls: WatchedCall[];
  /** Watched names that the cell itself binds. */
  readonly binds: Set<string>;
}

/** Helpers under another name. */
export type Aliases = ReadonlyMap<Helper, string>;

export function newHarvest(aliases: Aliases = new Map()): Harvest {
  return {
    aliases,
    findings: [],
    helpers: new Set(),
    requirements: [],
    shipped: [],
    written: [],
    captures: [],
    futures: [],
    calls: [],
    binds: new Set()
  };
}

/** The name a helper has in the script. */
export function helperName({ aliases }: Harvest, helper: Helper): string {
  return aliases.get(helper) ?? helper;
}

/** Where a construct was found. */
export interface Origin {
  readonly rule: string;
  readonly line: number;
  readonly source: string;
}

/** Notes what the policy made of a construct. */
export function gather(harvest: Harvest, treatment: Treatment, origin: Origin): void {
  const { rule, line } = origin;
  const source = shorten(origin.source);
  const { outcome, reason, refusal, ships, writes, captures } = treatment;
  harvest.findings.push({
    rule,
    outcome,
    reason,
    line,
    source,
    ...(refusal ? { refusal } : {})
  });
  for (const helper of treatment.code?.helpers ?? []) harvest.helpers.add(helper);
  for (const text of treatment.requirements ?? []) {
    harvest.requirements.push({ text, line, via: rule });
  }
  if (ships !== undefined) harvest.shipped.push({ path: ships, line, rule });
  if (writes !== undefined) harvest.written.push(writes);
  if (captures !== undefined) harvest.captures.push({ name: captures, line, source });
}

/** One line of at most 80 characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s*\n[^]*$/, ' …').trim();
  const characters = Array.from(line);
  return characters.length <= 80 ? line : `${characters.slice(0, 79).join('')}…`;
}
