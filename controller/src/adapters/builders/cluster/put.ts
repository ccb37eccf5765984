/** Puts contexts where pods get them: into the build's ConfigMap, or into a store. */
import { bytesText, fail } from '@jupyterlab-kubeflow/protocol';
import { INLINE_LIMIT_BYTES } from '../../../core/kubernetes/inline.js';
import type { PutContext } from './builder.js';

/** A store of contexts. */
export interface Contexts {
  /** @returns an address by which it can be read for an hour, by whoever has it */
  put(name: string, archive: Uint8Array, signal: AbortSignal): Promise<string>;
  remove(name: string): Promise<void>;
}

const NOTHING = (): Promise<void> => Promise.resolve();

/** @param store - made when a context is too large to do without it */
export function putContext(store?: () => Promise<Contexts>): PutContext {
  return async (name, archive, signal) => {
    if (archive.length <= INLINE_LIMIT_BYTES) {
      return { context: { kind: 'inline', archive }, remove: NOTHING };
    }
    if (!store) {
      const [size, limit] = [archive.length, INLINE_LIMIT_BYTES].map(bytesText);
      return fail('builder-context-large', { size: size ?? '', limit: limit ?? '' });
    }
    const contexts = await store();
    const url = await contexts.put(name, archive, signal);
    return { context: { kind: 'url', url }, remove: () => contexts.remove(name) };
  };
}
