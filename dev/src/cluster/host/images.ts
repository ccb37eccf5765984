/** The image every pod needs: it holds the pod's namespaces. */
import type { BuiltEngine } from '../../engines/ensure.js';
import type { State } from '../plan/state.js';

export const pauseName = (registry: string): string => `${registry}/pause:1`;

export async function pushPause(pause: BuiltEngine, state: State): Promise<void> {
  await Promise.resolve([pause, state]);
}
