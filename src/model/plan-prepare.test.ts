import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlanAnswer, PlanBody, Run } from '@jupyterlab-kubeflow/protocol';
import type { INotebookSource } from '../tokens.js';
import { PlanModel } from './plan-model.js';

const rest = () => vi.advanceTimersByTimeAsync(1000);

/** A notebook whose plan is shown. */
async function shown(ready = true) {
  const notebook = { text: 'x = 1', unsaved: false };
  const prepared: PlanBody[] = [];
  const model = new PlanModel({
    plan: () => Promise.resolve({ plan: { name: 'a' }, ready } as PlanAnswer),
    ask: () => Promise.reject(new Error('not in this test')),
    launch: () => Promise.resolve({ id: 'a' } as Run),
    prepare: (_, body) => {
      prepared.push(body);
      return Promise.resolve(body.text === undefined);
    },
    store: { load: () => Promise.resolve(undefined), save: () => undefined }
  });
  const source: INotebookSource = {
    path: 'a.ipynb',
    read: () => notebook,
    remembered: () => undefined,
    remember: () => undefined
  };
  const edit = async (text: string): Promise<void> => {
    Object.assign(notebook, { text, unsaved: true });
    model.touch();
    await rest();
  };
  const save = async (): Promise<void> => {
    notebook.unsaved = false;
    model.saved();
    await rest();
  };
  const watching = model.watch();
  await model.show(source);
  await rest();
  return { model, prepared, edit, save, watching };
}

describe('what is prepared for a plan', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is prepared when the plan is known, once', async () => {
    const { model, prepared } = await shown();
    expect(model.state.pushed).toBe(true);
    model.touch();
    model.saved();
    await rest();
    expect(prepared.map(({ text }) => text)).toEqual([undefined]);
  });

  it('has the text of the editor before it is saved, and none after', async () => {
    const { model, prepared, edit, save } = await shown();
    await edit('x = 2');
    expect(model.state.pushed).toBe(false);
    await save();
    expect(prepared.map(({ text }) => text)).toEqual([undefined, 'x = 2', undefined]);
    expect(model.state.pushed).toBe(true);
  });

  it('waits for the plan of what was changed', async () => {
    const { model, prepared, edit, save } = await shown();
    const editing = edit('x = 2');
    model.saved();
    expect(prepared).toHaveLength(1);
    await editing;
    await save();
    expect(prepared).toHaveLength(3);
  });

  it('is nothing for a plan that is not ready', async () => {
    const { prepared, save } = await shown(false);
    await save();
    expect(prepared).toEqual([]);
  });

  it('is nothing while nobody looks', async () => {
    const { prepared, edit, save, watching } = await shown();
    watching.dispose();
    await edit('x = 2');
    await save();
    expect(prepared).toHaveLength(1);
  });
});
