/** Files of runs as downloads. What a run wrote is never shown as a page of this origin. */
import { Readable } from 'node:stream';
import type { OpenFile } from '../ports/target.js';

/** Types by suffix; a map, for a file may be called `a.constructor`. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['csv', 'text/csv; charset=utf-8'],
  ['txt', 'text/plain; charset=utf-8'],
  ['log', 'text/plain; charset=utf-8'],
  ['json', 'application/json'],
  ['ipynb', 'application/json']
]);

/**
 * The bytes, as an attachment. Pictures and text keep their type for previews; anything
 * a browser could run (HTML, SVG) is plain bytes, and the policy forbids it besides.
 */
export function sendFile(file: OpenFile, path: string): Response {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const type = TYPES.get(/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '');
  return new Response(Readable.toWeb(Readable.from(file.bytes)) as ReadableStream, {
    headers: {
      'Content-Type': type ?? 'application/octet-stream',
      'Content-Length': String(file.size),
      'Content-Disposition': `attachment; filename*=UTF-8''${extended(name)}`,
      'Content-Security-Policy': "sandbox; default-src 'none'"
    }
  });
}

/** Also what `encodeURIComponent` leaves and a header's extended value may not hold. */
function extended(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  );
}
