/** Asks servers of the web by HEAD, which sends nothing of what is there. */
import type { CallOptions } from '../../ports/cluster.js';
import type { Web } from '../../ports/web.js';

/** Longest wait for an answer, in milliseconds: somebody looks at the plan. */
const PATIENCE_MS = 2_000;

export class HeadWeb implements Web {
  async size(url: string, { signal }: CallOptions = {}): Promise<number | undefined> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    try {
      const answer = await head(
        new URL(url),
        signal ? AbortSignal.any([signal, limit]) : limit
      );
      return answer?.ok ? bytesOf(answer.headers.get('content-length')) : undefined;
    } catch (error) {
      if (signal?.aborted) throw error;
      return undefined;
    }
  }
}

/** Most that are followed, as browsers do about. */
const REDIRECTS = 10;

/** Undefined where it is sent elsewhere than over HTTPS, or without an end. */
async function head(url: URL, signal: AbortSignal): Promise<Response | undefined> {
  let at = url;
  for (let count = 0; count < REDIRECTS; count += 1) {
    const answer = await fetch(at, {
      ...{ method: 'HEAD', redirect: 'manual', credentials: 'omit', signal },
      headers: { 'accept-encoding': 'identity' }
    });
    const next = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || next === null) return answer;
    at = new URL(next, at);
    if (at.protocol !== 'https:') return undefined;
  }
  return undefined;
}

function bytesOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
