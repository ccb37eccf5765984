/**
 * Who may speak to the gateway: the relay, which knows the secret of this start. The
 * socket's permissions keep other users out; the secret keeps out whoever got through.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Context, Next } from 'hono';
import { fail } from '@jupyterlab-kubeflow/protocol';

/** Header the relay sends the secret in. */
export const SECRET_HEADER = 'x-jupyterlab-kubeflow-secret';

/** Is this the secret? Takes as long for a wrong one as for the right one. An empty one is none. */
export function isSecret(given: string | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(secret)];
  return b.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}

/** Refuses requests without the secret. */
export function requireSecret(secret: string) {
  return async (context: Context, next: Next): Promise<void> => {
    if (!isSecret(context.req.header(SECRET_HEADER), secret))
      fail('gateway-forbidden', {});
    await next();
  };
}

/** A form can be posted across sites without asking; JSON cannot. */
export async function requireJson(context: Context, next: Next): Promise<void> {
  const type = context.req.header('content-type') ?? '';
  if (context.req.method === 'POST' && !/^application\/json\b/i.test(type)) {
    fail('gateway-not-json', { type: type || 'no type' });
  }
  await next();
}
