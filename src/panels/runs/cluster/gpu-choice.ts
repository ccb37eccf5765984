/** GPUs of each pod as they are offered and typed: number and resource, and their type. */
import {
  GPU_TYPE,
  GPUS,
  type ClusterChoices,
  type Gpu
} from '@jupyterlab-kubeflow/protocol';

/** Of a node with eight, one, two, four and eight. */
function counts(most: number): readonly number[] {
  return [1, 2, 4, 8, 16].filter(count => count <= most);
}

/** Nothing where nodes are not known: then they are typed. */
export function offeredGpus(choices: ClusterChoices | undefined): readonly string[] {
  return (choices?.gpus ?? []).flatMap(({ resource, perNode }) =>
    counts(perNode).map(count => GPUS.write({ count, resource }))
  );
}

export function offeredTypes(
  choices: ClusterChoices | undefined,
  { resource }: Gpu
): readonly string[] {
  const kind = choices?.gpus.find(one => one.resource === resource);
  return kind?.types.map(GPU_TYPE.write) ?? [];
}

const isNone = (text: string): boolean => /^\s*0*\s*$/.test(text);

/** Whether a text says how many, none included. */
export function isGpus(text: string): boolean {
  return isNone(text) || GPUS.read(text) !== undefined;
}

/** Another number of the same resource is of the same type. */
export function gpuOf(text: string, before: Gpu | undefined): Gpu | undefined {
  const gpu = isNone(text) ? undefined : GPUS.read(text);
  const same = gpu && before?.type && before.resource === gpu.resource;
  return same && before.type ? { ...gpu, type: before.type } : gpu;
}

/** The same GPUs of another type; of any, when the text is empty. */
export function ofType({ count, resource }: Gpu, text: string): Gpu {
  const type = GPU_TYPE.read(text);
  return { count, resource, ...(type ? { type } : {}) };
}
