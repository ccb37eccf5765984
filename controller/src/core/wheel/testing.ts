/** For tests: wheels as values, with a RECORD that is right. */
import type { Hasher } from '../bundle/bundle.js';
import { utf8 } from '../image/utf8.js';
import { isMetadata, isScript, type WheelContents } from './layout.js';
import { recordText } from './record.js';

/** What is read of a wheel with these files, by their paths; `WHEEL` and `RECORD` are made. */
export function contentsOf(
  name: string,
  given: Readonly<Record<string, string>>,
  { hash, info = `${name}-1.0.dist-info` }: { hash: Hasher; info?: string }
): WheelContents {
  const files = { [`${info}/WHEEL`]: 'Wheel-Version: 1.0\n', ...given };
  const rows = Object.entries(files).map(([path, text]) => ({
    ...{ path, sha256: hash(text), size: text.length }
  }));
  const all = { [`${info}/RECORD`]: recordText(rows), ...files };
  const found = Object.entries(all);
  return {
    name,
    entries: found.map(([path, text]) => ({
      ...{ path, size: text.length, isExecutable: false }
    })),
    texts: new Map(found.filter(([path]) => isMetadata(path))),
    scripts: new Map(
      found.flatMap(([path, text]) =>
        isScript(path) ? [[path, utf8(text)] as const] : []
      )
    )
  };
}
