/** Digests, for names and for what a start depends on. */
import { createHash } from 'node:crypto';

/** SHA-256 as hexadecimal text. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
