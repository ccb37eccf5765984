/** A run in words: how it runs, and its way from plan to end. */
import { isActive, type Run } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { durationText } from '../../ui/format.js';
import { placeText } from '../../ui/place-texts.js';
import { stateText } from '../../ui/state-text.js';

/** Names of products stay as they are in every language. */
const FRAMEWORKS = { none: 'Python', torch: 'PyTorch', tensorflow: 'TensorFlow' };

/** `on this computer · PyTorch · 3 workers`. */
export function workloadText(trans: TranslationBundle, run: Run): string {
  const { length } = run.ranks;
  const workers = trans._n('%1 worker', '%1 workers', length, length);
  const how = run.kind ?? FRAMEWORKS[run.framework];
  return [placeText(trans, run.target), how, workers].join(' · ');
}

/** Milliseconds the run took, or takes so far; nothing before it has started. */
export function duration(run: Run, now: number): number | undefined {
  if (run.startedAt === undefined) return undefined;
  return (run.endedAt ?? now) - run.startedAt;
}

export interface Phase {
  readonly name: 'planned' | 'running' | 'ended';
  readonly label: string;
  /** How long the phase took, or takes so far. */
  readonly time: string | undefined;
  readonly reached: 'done' | 'now' | 'later';
}

export function phases(trans: TranslationBundle, run: Run, now: number): Phase[] {
  const { startedAt, endedAt } = run;
  const ended = !isActive(run);
  const waited = (startedAt ?? endedAt ?? now) - run.createdAt;
  const ran = duration(run, now);
  return [
    {
      name: 'planned',
      label: trans.__('planned'),
      time: durationText(waited),
      reached: startedAt === undefined && !ended ? 'now' : 'done'
    },
    {
      name: 'running',
      label: trans.__('running'),
      time: ran === undefined ? undefined : durationText(ran),
      reached: reachedRunning(startedAt, ended)
    },
    {
      name: 'ended',
      label: ended ? stateText(trans, run.state) : trans.__('ended'),
      time: undefined,
      reached: ended ? 'now' : 'later'
    }
  ];
}

function reachedRunning(
  startedAt: number | undefined,
  ended: boolean
): Phase['reached'] {
  if (startedAt === undefined) return 'later';
  return ended ? 'done' : 'now';
}

/** Cells can be shown: the run came from a notebook. */
export function isNotebook({ source }: Run): boolean {
  return source.endsWith('.ipynb');
}
