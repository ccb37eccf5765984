import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ProblemError, WorkloadKind } from '@jupyterlab-kubeflow/protocol';
import { manifestsFor } from '../manifests.js';
import type { KubernetesObject } from '../objects.js';
import { fullWorkload, inputOf } from '../testing.js';
import { withPatch } from './apply.js';
import { patchOf, readManifests } from './edited.js';

/** Whether the edit reaches what is fixed. */
function isRefused(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.problem.code).toBe('manifest-field-fixed');
    return true;
  }
}

/** An edit at a place that is chosen by numbers, as long as it is no fixed one. */
function editAt(value: unknown, steps: readonly number[], text: string): void {
  const [step = 0, ...rest] = steps;
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined || /^(kind|apiVersion|replicas|numNodes|name)$/.test(key))
    return;
  if (
    /^(metadata|completions|parallelism|completionMode|labels|annotations)$/.test(key)
  )
    return;
  const object = value as Record<string, unknown>;
  const inner = object[key];
  if (rest.length > 0 && typeof inner === 'object') editAt(inner, rest, text);
  else if (!Array.isArray(value)) object[key] = text;
}

describe('any edit', () => {
  it('of any kind is what the patch makes of the plan’s manifest', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WorkloadKind.options),
        fc.array(
          fc.tuple(
            fc.array(fc.nat(40), { minLength: 2, maxLength: 8 }),
            fc.stringMatching(/^[ -~]{0,12}$/)
          ),
          { minLength: 1, maxLength: 6 }
        ),
        (kind, edits) => {
          const objects = manifestsFor(
            inputOf(kind, { workload: fullWorkload(kind, 3) })
          );
          const base = objects.at(-1) as KubernetesObject;
          const draft = JSON.parse(JSON.stringify(base)) as KubernetesObject;
          for (const [steps, text] of edits) editAt(draft, steps, text);
          const text = stringify(draft);
          // Who writes over a part with the number of ranks in it is told so.
          if (isRefused(() => patchOf(readManifests(text), objects))) return;
          const made = withPatch(base, patchOf(readManifests(text), objects));
          const { annotations = {} } = made.metadata;
          delete (annotations as Record<string, string>)[
            'jupyterlab-kubeflow.io/customised'
          ];
          expect(made).toEqual(draft);
        }
      )
    );
  });
});
