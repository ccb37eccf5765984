/** What the fault proxy does to a request: pure, from the plan and a number by chance. */

/** Which answers to falsify, and how often. */
export interface ProxyPlan {
  /** Status to answer instead of asking; none: pass everything. */
  readonly status: number | undefined;
  /** Share of the requests, 0 to 1. */
  readonly rate: number;
  /** Which requests: matched against `METHOD /path?query`. */
  readonly match: RegExp;
  /** How late every answer is. */
  readonly delayMs: number;
  /** Watches are told that their history is gone. */
  readonly expireWatches: boolean;
}

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'answer'; readonly status: number; readonly body: string };

/** @param chance a number from 0 up to 1 */
export function judge(
  plan: ProxyPlan,
  method: string,
  path: string,
  chance: number
): Verdict {
  const { status, rate, match, expireWatches } = plan;
  if (!match.test(`${method} ${path}`) || chance >= rate) return { kind: 'pass' };
  if (expireWatches && isWatch(path)) {
    const object = statusObject(410, 'Expired', 'too old resource version');
    const event = { type: 'ERROR', object };
    return { kind: 'answer', status: 200, body: `${JSON.stringify(event)}\n` };
  }
  if (status === undefined) return { kind: 'pass' };
  const object = statusObject(status, REASONS[status] ?? '', 'made by the fault proxy');
  return { kind: 'answer', status, body: JSON.stringify(object) };
}

const isWatch = (path: string): boolean => /[?&]watch=(1|true)\b/.test(path);

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout'
};

function statusObject(code: number, reason: string, message: string): object {
  const details = code === 429 || code === 504 ? { retryAfterSeconds: 1 } : {};
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    code,
    reason,
    message,
    details
  };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
