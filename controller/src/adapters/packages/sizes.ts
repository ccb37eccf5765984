/** How large files of an index are, without reading them. */
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Milliseconds: a plan goes on without what an index does not tell soon. */
const PATIENCE = 5000;

/** Bytes; `undefined` where nobody tells: an index may want a login that only pip has. */
export async function sizeOf(
  url: string,
  signal?: AbortSignal
): Promise<number | undefined> {
  const limit = AbortSignal.timeout(PATIENCE);
  const either = signal ? AbortSignal.any([limit, signal]) : limit;
  try {
    if (url.startsWith('file:')) return (await stat(fileURLToPath(url))).size;
    const answer = await fetch(url, { method: 'HEAD', signal: either });
    const length = Number(answer.headers.get('content-length'));
    return answer.ok && length > 0 ? length : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
