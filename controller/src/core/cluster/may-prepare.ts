/** Whether a registry may get something before a run is asked for. */
import { apiHost, locate } from '../registry/repository.js';

/**
 * Only one that the user has named.
 * @param push - the repository that would be pushed to
 * @param hosts - as the user wrote them
 */
export function mayPrepare(push: string, hosts: readonly string[]): boolean {
  const host = hostOf(push);
  return host !== undefined && hosts.some(each => apiHost(each.trim()) === host);
}

/** Undefined of what names no image. */
function hostOf(push: string): string | undefined {
  try {
    return apiHost(locate(push).host);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
