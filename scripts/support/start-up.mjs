/**
 * What a browser loads of us before our panel is opened: read off the labextension as it
 * was built, the way its loader would.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LABEXTENSION } from './paths.mjs';

/** Bytes (gzip) that everybody who opens JupyterLab may pay for us. */
export const START_UP_LIMIT = 15 * 1024;

const STATIC = join(LABEXTENSION, 'static');

/** The loader, and the chunks of the module with our plugins. */
export function startUpFiles() {
  const { load } = JSON.parse(readFileSync(join(LABEXTENSION, 'package.json'), 'utf8'))
    .jupyterlab._build;
  const loader = load.replace(/^static\//, '');
  const text = readFileSync(join(STATIC, loader), 'utf8');
  const [, plugins] = /"\.\/extension":\s*\(\)\s*=>\s*(.*?)\.then\(/s.exec(text) ?? [];
  if (!plugins) throw new Error(`${loader} does not say where our plugins are.`);
  const chunks = [...plugins.matchAll(/\.e\("?(\w+)"?\)/g)].map(([, id]) => id);
  const names = readdirSync(STATIC);
  const files = chunks.map(id => names.find(name => name.startsWith(`${id}.`)));
  return [loader, ...files];
}

/** Bytes of a file of the labextension, packed as servers pack it. */
export function packedBytes(name) {
  return gzipSync(readFileSync(join(STATIC, name))).length;
}
