// @vitest-environment jsdom
import { reason, type InputSetting } from '@jupyterlab-kubeflow/protocol';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, vi } from 'vitest';
import type { PlanPartProps } from './options.js';
import { Inputs } from './inputs.js';

// The icons are files that only a bundler can read.
vi.mock('@jupyterlab/ui-components', () => ({
  caretDownIcon: { react: () => null },
  caretRightIcon: { react: () => null }
}));

/** The section of a plan with these inputs, opened. */
function open(inputs: readonly InputSetting[]) {
  const update = vi.fn();
  const made = inputs.map(input => ({
    ...input,
    variable: `JKF_INPUT_${input.name.toUpperCase()}`,
    size: reason('input-size-cluster', {})
  }));
  const state = { settings: { inputs } };
  const props = { plan: { state, update }, answer: { plan: { inputs: made } } };
  const place = document.body.appendChild(document.createElement('div'));
  const draw = (action: () => void): void => {
    flushSync(action);
  };
  draw(() => {
    createRoot(place).render(
      <Inputs {...(props as unknown as PlanPartProps & Parameters<typeof Inputs>[0])} />
    );
  });
  const button = place.querySelector('button');
  draw(() => button?.click());
  const field = place.querySelector('input');
  if (!field) throw new Error('There is no field');
  const type = (text: string): void => {
    draw(() => {
      // As a browser does it: React listens to the field's own property.
      Reflect.set(HTMLInputElement.prototype, 'value', text, field);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    draw(() => {
      const enter = { key: 'Enter', bubbles: true };
      field.dispatchEvent(new KeyboardEvent('keydown', enter));
    });
  };
  return { place, field, type, update, summary: button?.textContent };
}

const S3 = { name: 'digits', url: 's3://b/k', secret: 'store' };

describe('the inputs of the plan card', () => {
  it('are shown as they are written, with their variable and what is known of them', () => {
    const { field, place, summary } = open([S3]);
    expect(summary).toContain('digits');
    expect(field.value).toBe('digits=s3://b/k,secret=store');
    expect(place.textContent).toContain('JKF_INPUT_DIGITS');
    expect(place.textContent).toContain('its size is known on the cluster');
  });

  it('are chosen by writing them, several behind each other', () => {
    const { type, update } = open([]);
    type('digits=s3://b/k, words=https://h/words.txt');
    expect(update).toHaveBeenCalledWith({
      inputs: [
        { name: 'digits', url: 's3://b/k' },
        { name: 'words', url: 'https://h/words.txt' }
      ]
    });
  });

  it('are read back as they were chosen, Secret and all', () => {
    const { field, type, update } = open([S3]);
    type(`${field.value} words=gs://b,secret=gcs`);
    expect(update).toHaveBeenCalledWith({
      inputs: [S3, { name: 'words', url: 'gs://b', secret: 'gcs' }]
    });
  });

  it('are left out when nothing is written', () => {
    const { type, update } = open([S3]);
    type('');
    expect(update).toHaveBeenCalledWith({ inputs: undefined });
  });

  it('are not taken when they cannot be read', () => {
    const { type, update, place } = open([]);
    type('/data');
    expect(update).not.toHaveBeenCalled();
    expect(place.textContent).toContain('write it as digits=s3://bucket/digits');
  });
});
