/** Asks servers of the web by HEAD, which sends nothing of what is there. */
import type { CallOptions } from '../../ports/cluster.js';
import type { Web } from '../../ports/web.js';

/** Longest wait for an answer, in milliseconds: somebody looks at the plan. */
const PATIENCE_MS = 2_000;

export class HeadWeb implements Web {
  async size(url: string, { signal }: CallOptions = {}): Promise<number | undefined> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    try {
      const answer = await fetch(url, {
        method: 'HEAD',
        headers: { 'accept-encoding': 'identity' },
        credentials: 'omit',
        signal: signal ? AbortSignal.any([signal, limit]) : limit
      });
      return answer.ok ? bytesOf(answer.headers.get('content-length')) : undefined;
    } catch (error) {
      if (signal?.aborted) throw error;
      return undefined;
    }
  }
}

function bytesOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
