/** Reads answers: as much as is worth reading, and when to ask again. */
import type { IncomingMessage } from 'node:http';
import type { RegistryRefusal } from '../../core/registry/refusal.js';

/** Most that is read of a refusal, in bytes. */
const REFUSAL_LIMIT = 65_536;

/** The refusal that an answer is; one that breaks off is one too. */
export async function refusalOf(
  answer: IncomingMessage,
  now: number
): Promise<RegistryRefusal> {
  const body = await bytesOf(answer, REFUSAL_LIMIT).catch(() => Buffer.alloc(0));
  const wait = secondsOf(answer.headers['retry-after'], now);
  return {
    status: answer.statusCode ?? 0,
    body: body.toString('utf8'),
    ...(wait === undefined ? {} : { retryAfter: wait })
  };
}

/** The body up to a limit; what is behind it is not read. */
export async function bytesOf(answer: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks);
}

/** Reads the rest, so that the connection serves again. */
export async function drain(answer: IncomingMessage): Promise<void> {
  await bytesOf(answer, REFUSAL_LIMIT).catch(() => undefined);
}

/** `Retry-After` is seconds, or a date. */
function secondsOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now) / 1000);
}
