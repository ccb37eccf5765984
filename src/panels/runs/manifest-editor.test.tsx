// @vitest-environment jsdom
import { PLAN_ROUTES, problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, vi } from 'vitest';
import type { IPlan } from '../../tokens.js';
import { ManifestEditor, type Draft } from './manifest-editor.js';

// The icons beside it are files that only a bundler can read.
vi.mock('@jupyterlab/ui-components', () => ({
  Button: (props: React.ButtonHTMLAttributes<HTMLButtonElement>) => (
    <button {...props} />
  ),
  infoIcon: { react: () => null }
}));

const PATCH = [{ op: 'replace', path: '/spec/backoffLimit', value: 3 }];

const moment = (): Promise<void> => new Promise(done => setTimeout(done, 5));

/** The editor of a plan whose gateway answers as it is told. */
async function open(
  edited: () => Promise<unknown> = () => Promise.resolve({ patch: PATCH })
) {
  const state = { path: 'a.ipynb', answer: {} };
  const update = vi.fn();
  const manifest = { kind: 'Job', spec: { backoffLimit: 0 } };
  const asked: unknown[] = [];
  const plan = {
    state,
    update,
    ask: (path: string, more?: unknown) => {
      if (path === PLAN_ROUTES.workload) return Promise.resolve({ manifest });
      asked.push(more);
      return edited();
    }
  };
  const onDone = vi.fn();
  const Place = (): React.JSX.Element => {
    const [draft, setDraft] = useState<Draft>();
    const props = { plan: plan as unknown as IPlan, draft, onDraft: setDraft, onDone };
    return <ManifestEditor {...props} />;
  };
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  const render = async (): Promise<void> => {
    flushSync(() => {
      root.render(<Place />);
    });
    await moment();
  };
  await render();
  return { ...handlesOf(place), place, render, state, manifest, update, asked, onDone };
}

/** What a person does in it. */
function handlesOf(place: HTMLElement) {
  const text = (): HTMLTextAreaElement => {
    const found = place.querySelector('textarea');
    if (!found) throw new Error('There is no text.');
    return found;
  };
  const type = (value: string): void => {
    const field = text();
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    flushSync(() => {
      set?.set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  const press = (label: string): void => {
    const button = [...place.querySelectorAll('button')].find(
      each => each.textContent === label
    );
    flushSync(() => button?.click());
  };
  return { text, type, press };
}

describe('the editor of a manifest', () => {
  it('shows it as YAML, and puts what was changed into the settings', async () => {
    const editor = await open();
    expect(editor.text().value).toBe('kind: Job\nspec:\n  backoffLimit: 0\n');
    editor.type('kind: Job\nspec:\n  backoffLimit: 3\n');
    editor.press('Use changes');
    await moment();
    expect(editor.asked).toEqual([
      { manifest: 'kind: Job\nspec:\n  backoffLimit: 3\n' }
    ]);
    expect(editor.update).toHaveBeenCalledWith({ patch: PATCH });
    expect(editor.onDone).toHaveBeenCalledOnce();
  });

  it('takes away the patch when everything is as the plan has it', async () => {
    const editor = await open(() => Promise.resolve({ patch: [] }));
    editor.press('Use changes');
    await moment();
    expect(editor.update).toHaveBeenCalledWith({ patch: undefined });
  });

  it('keeps a text that is refused, says why, and selects the line', async () => {
    const why = problem('manifest-unreadable', { line: 2, detail: 'no colon' });
    const editor = await open(() => Promise.reject(new ProblemError(why)));
    editor.type('kind: Job\nspec\n');
    editor.press('Use changes');
    await moment();
    const { value, selectionStart, selectionEnd } = editor.text();
    expect(value.slice(selectionStart, selectionEnd)).toBe('spec');
    expect(editor.place.textContent).toContain('line 2: no colon');
    expect(editor.update).not.toHaveBeenCalled();
  });

  it('changes nothing of a notebook that is shown by the time the answer comes', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const editor = await open(() => new Promise(resolve => (answer = resolve)));
    editor.press('Use changes');
    editor.state.path = 'b.ipynb';
    answer({ patch: PATCH });
    await moment();
    expect(editor.update).not.toHaveBeenCalled();
  });

  it('asks once, however often it is pressed', async () => {
    const editor = await open(() => new Promise(() => undefined));
    editor.press('Use changes');
    editor.press('Checking …');
    expect(editor.asked).toHaveLength(1);
  });

  it('follows the plan until something is changed in it', async () => {
    const editor = await open();
    const planned = async (backoffLimit: number): Promise<void> => {
      editor.manifest.spec.backoffLimit = backoffLimit;
      editor.state.answer = {};
      await editor.render();
    };
    await planned(1);
    expect(editor.text().value).toContain('backoffLimit: 1');
    editor.type('mine');
    await planned(2);
    expect(editor.text().value).toBe('mine');
  });
});
