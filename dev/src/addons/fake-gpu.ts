/** The add-on `fake-gpu`: a node that says it has GPUs, for quotas and scheduling. */
import type { Addon } from './addon.js';

/** What the node claims to have. A pod that asks for one gets no device. */
export const GPU_RESOURCE = 'nvidia.com/gpu';

const COUNT = 8;

/** A capacity that no device stands behind. */
export const fakeGpu: Addon = {
  summary: `A node that claims ${String(COUNT)} of ${GPU_RESOURCE}`,
  byDefault: false,
  engines: [],
  images: [],
  baseImages: [],
  content: () => ({
    capacity: { [GPU_RESOURCE]: String(COUNT) },
    ready: []
  })
};
