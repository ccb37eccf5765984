/** Bodies of requests, parsed once into values of the protocol. */
import type { Context } from 'hono';
import * as z from 'zod/mini';
import { fail } from '@jupyterlab-kubeflow/protocol';

/** The body as a value of the schema; `gateway-body-invalid` names the first field that is not. */
export async function readBody<T extends z.core.$ZodType>(
  context: Context,
  schema: T
): Promise<z.infer<T>> {
  const parsed = z.safeParse(schema, await readJson(context));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  return fail('gateway-body-invalid', {
    detail: `${field || 'the body'}: ${issue?.message ?? 'invalid'}`
  });
}

async function readJson(context: Context): Promise<unknown> {
  try {
    return (await context.req.json()) as unknown;
  } catch {
    return fail('gateway-body-invalid', { detail: 'it is not JSON' });
  }
}
