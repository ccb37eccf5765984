import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GPU_TYPE, GPUS, type ClusterChoices } from '@jupyterlab-kubeflow/protocol';
import { gpuOf, isGpus, offeredGpus, offeredTypes, ofType } from './gpu-choice.js';

const PRODUCT = 'nvidia.com/gpu.product';
const product = (value: string) => {
  const label = PRODUCT;
  return { label, value };
};
const A100 = product('NVIDIA-A100-SXM4-80GB');
const H100 = product('H100');
const nvidia = { count: 1, resource: 'nvidia.com/gpu' };

const choices = {
  gpus: [{ resource: 'nvidia.com/gpu', perNode: 4, types: [A100, H100] }]
} as unknown as ClusterChoices;

describe('GPUs', () => {
  it('are offered as far as nodes have them', () => {
    expect(offeredGpus(choices)).toEqual(['1', '2', '4']);
    expect(offeredTypes(choices, nvidia)).toEqual([A100, H100].map(GPU_TYPE.write));
  });

  it.each([
    ['2', { ...nvidia, count: 2 }],
    ['1:amd.com/gpu', { count: 1, resource: 'amd.com/gpu' }],
    ['', undefined],
    ['0', undefined]
  ])('are typed where no node may be listed: %j', (text, gpu) => {
    expect(offeredGpus(undefined)).toEqual([]);
    expect(offeredTypes(undefined, nvidia)).toEqual([]);
    expect(isGpus(text)).toBe(true);
    expect(gpuOf(text, undefined)).toEqual(gpu);
  });

  it.each(['-1', '1.5', 'two', '1:'])('are not %j', text => {
    expect(isGpus(text)).toBe(false);
  });

  it('get a type, and any when it is taken out', () => {
    const typed = ofType(nvidia, `${PRODUCT}=${A100.value}`);
    expect(typed).toEqual({ ...nvidia, type: A100 });
    expect(ofType(typed, '')).toEqual(nvidia);
  });

  it('keep their type whatever their number becomes', () => {
    const count = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(count, count, fc.string(), (before, after, value) => {
        const type = product(value);
        const text = GPUS.write({ ...nvidia, count: after });
        const gpu = gpuOf(text, { ...nvidia, count: before, type });
        expect(gpu).toEqual({ ...nvidia, count: after, type });
      })
    );
  });

  it('of another resource are of no type yet', () => {
    const gpu = gpuOf('1:amd.com/gpu', { ...nvidia, type: A100 });
    expect(gpu).toEqual({ count: 1, resource: 'amd.com/gpu' });
  });
});
