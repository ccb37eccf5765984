/** Files of runs as downloads. What a run wrote is never shown as a page of this origin. */
import { Readable } from 'node:stream';
import type { OpenFile } from '../ports/target.js';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  log: 'text/plain; charset=utf-8',
  json: 'application/json',
  ipynb: 'application/json'
};

/**
 * The bytes, as an attachment. Pictures and text keep their type for previews; anything
 * a browser could run (HTML, SVG) is plain bytes, and the policy forbids it besides.
 */
export function sendFile(file: OpenFile, path: string): Response {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const type = TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];
  return new Response(Readable.toWeb(Readable.from(file.bytes)) as ReadableStream, {
    headers: {
      'Content-Type': type ?? 'application/octet-stream',
      'Content-Length': String(file.size),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Content-Security-Policy': "sandbox; default-src 'none'"
    }
  });
}
