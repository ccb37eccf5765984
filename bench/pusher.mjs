/** Our pushes of code, as the gateway does them and as a program that has just started. */
import { createHash } from 'node:crypto';

const LIB = new URL('../controller/lib/', import.meta.url);
const { httpRegistries } = await import(
  new URL('adapters/registry/registries.js', LIB)
);
const { realTiming } = await import(new URL('adapters/kubernetes/timing.js', LIB));
const { gzipLayer } = await import(new URL('adapters/registry/gzip.js', LIB));
const { BundleImages } = await import(new URL('service/images.js', LIB));

const hash = data => createHash('sha256').update(data).digest('hex');

const NOTEBOOK = { source: { path: 'train.ipynb', kind: 'notebook' }, checks: [] };

/** A plan and its bundle, as services get them. */
function sourceOf(files) {
  const entries = files.map(({ path, mode, bytes }) => ({
    ...{ path, mode, sha256: hash(bytes), size: bytes.length },
    content: { kind: 'text', text: Buffer.from(bytes).toString('utf8') }
  }));
  const digest = `sha256:${hash(JSON.stringify(entries))}`;
  return { plan: NOTEBOOK, bundle: { digest, files: entries } };
}

/** A program; `push` names the repository, and a tag where it has one. */
export async function pusher(host) {
  const timing = realTiming({ now: () => Date.now() }, Math.random);
  const access = { plainHttp: [host], trusted: [] };
  const registries = await httpRegistries({
    ...{ access, timing, env: {}, home: '/nonexistent' }
  });
  const images = new BundleImages({
    ...{ timing, hash, compress: gzipLayer },
    reach: () => Promise.resolve(registries),
    read: () => Promise.reject(new Error('there are no such files'))
  });
  const requestOf = (base, push) => ({ base, push, access, tagByContent: true });
  return {
    append: (base, push, files) => images.build(sourceOf(files), requestOf(base, push)),
    /** @param what - `opened` or `pushed` */
    prepare: async (what, { base, push, files }) => {
      const request = requestOf(base, push);
      const done = await images.prepare(sourceOf(files), request, what);
      if (done !== what) throw new Error(`nothing could be ${what}`);
    },
    close: async () => {
      await images.discard();
      registries.close();
    }
  };
}
