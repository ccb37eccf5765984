import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@jupyterlab-kubeflow/protocol';
import { leftOutProblem } from './left-out.js';
import { PlanModel } from './plan-model.js';

describe('stored choices that are not understood', () => {
  it('are named, but no more of them than can be read', () => {
    const names = Array.from({ length: 9 }, (_, i) => `${'x'.repeat(500)}${String(i)}`);
    const { sentence } = leftOutProblem(names);
    expect(sentence.length).toBeLessThan(400);
    expect(leftOutProblem(['ranks', 'cluster.gpu']).sentence).toContain(
      ': ranks, cluster.gpu.'
    );
  });

  it('are said until something is chosen, or they are settled as they are', async () => {
    const stored: Record<string, unknown> = {
      'a.ipynb': { ranks: 3, cluster: { cpu: 'two' }, later: 1 }
    };
    const model = new PlanModel({
      plan: () => Promise.reject(new Error('not in this test')),
      launch: () => Promise.reject(new Error('not in this test')),
      ask: () => Promise.reject(new Error('not in this test')),
      prepare: () => Promise.resolve(false),
      store: {
        load: path => Promise.resolve(stored[path]),
        save: (path, settings) => {
          stored[path] = settings;
        }
      }
    });
    await model.show({
      path: 'a.ipynb',
      read: () => ({ text: '', unsaved: false }),
      remembered: () => undefined,
      remember: () => undefined
    });
    const understood = { ...DEFAULT_SETTINGS, ranks: 3 };
    expect(model.state.settings).toEqual(understood);
    expect(model.state.leftOut?.sentence).toContain('later, cluster.cpu');
    model.update({});
    expect(model.state.leftOut).toBeUndefined();
    expect(stored['a.ipynb']).toEqual(understood);
    model.dispose();
  });
});
