/** An image made here, as independent tools see it: layout, registry, unpacked files. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureImage, type MadeImage } from '../../dev/src/images/ensure.js';
import { archiveOf } from '../../dev/src/images/layout-folder.js';
import { push, type PushOptions } from '../../dev/src/images/push-command.js';
import {
  absent,
  CREDENTIALS,
  startRegistry,
  tool,
  type TestRegistry
} from './support/registry.js';

const missing = absent('skopeo', 'umoci', 'docker-registry', 'busybox');
const reason = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

describe.skipIf(missing.length > 0)(`an image made here${reason}`, () => {
  let folder = '';
  let image: MadeImage;
  let open: TestRegistry;
  let locked: TestRegistry;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-images-'));
    vi.stubEnv('JKF_CACHE', join(folder, 'cache'));
    image = await ensureImage('tool');
    [open, locked] = await Promise.all([startRegistry(), startRegistry(true)]);
  });

  afterAll(async () => {
    await Promise.all([open.dispose(), locked.dispose()]);
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  /** Pushes the tool image; gives the lines it printed. */
  async function pushed(
    options: Omit<PushOptions, 'only'>,
    env: Record<string, string> = {}
  ): Promise<string> {
    let said = '';
    const signal = new AbortController().signal;
    const say = (text: string) => (said += text);
    await push(
      { ...options, only: ['tool'] },
      { env, signal, say, note: () => undefined }
    );
    return said.trim();
  }

  const skopeo = (...args: string[]) => tool('skopeo', '--insecure-policy', ...args);

  it('is copied by skopeo with every digest and size checked', async () => {
    const copy = join(folder, 'copy');
    await skopeo('copy', '--quiet', `oci:${image.layout}`, `oci:${copy}:x`);
    const index = JSON.parse(readFileSync(join(copy, 'index.json'), 'utf8')) as {
      manifests: { digest: string }[];
    };
    expect(index.manifests.map(({ digest }) => digest)).toEqual([image.digest]);
  });

  it('is unpacked by umoci with its modes, links and program', async () => {
    const copy = join(folder, 'unpacked-copy');
    const bundle = join(folder, 'bundle');
    await skopeo('copy', '--quiet', `oci:${image.layout}`, `oci:${copy}:x`);
    await tool('umoci', 'unpack', '--rootless', '--image', `${copy}:x`, bundle);
    const root = join(bundle, 'rootfs');
    expect(statSync(join(root, 'tmp')).mode & 0o7777).toBe(0o1777);
    const busybox = readFileSync(join(root, 'bin', 'busybox'));
    expect(busybox.equals(readFileSync('/bin/busybox'))).toBe(true);
    expect(await tool(join(root, 'bin', 'sh'), '-c', 'echo hello')).toBe('hello\n');
  });

  it('is one archive that other tools import', async () => {
    const file = join(folder, 'image.tar');
    const chunks: Uint8Array[] = [];
    for await (const chunk of await archiveOf(image, 'r.example/tool:1'))
      chunks.push(chunk);
    writeFileSync(file, Buffer.concat(chunks));
    const format = '{{.Digest}}';
    const seen = await skopeo('inspect', '--format', format, `oci-archive:${file}`);
    expect(seen.trim()).toBe(image.digest);
  });

  it('is pushed, and pulled by the digest that was printed', async () => {
    const reference = await pushed({ push: `${open.host}/some/prefix` });
    expect(reference).toBe(`${open.host}/some/prefix/tool@${image.digest}`);
    const copy = join(folder, 'pulled');
    const from = `docker://${reference}`;
    await skopeo('copy', '--quiet', '--src-tls-verify=false', from, `oci:${copy}:x`);
    const [layer] = image.manifest.layers;
    const path = join(copy, 'blobs', 'sha256', layer?.digest.slice(7) ?? '');
    expect(statSync(path).size).toBe(layer?.size);
  });

  it('is pushed again without its layers', async () => {
    await pushed({ push: `${open.host}/twice` });
    const notes: string[] = [];
    const signal = new AbortController().signal;
    const around = { env: {}, signal, say: () => undefined };
    const note = (line: string) => notes.push(line);
    await push({ push: `${open.host}/twice`, only: ['tool'] }, { ...around, note });
    expect(notes).toEqual([]);
  });

  it('is pushed with the password from the environment, and refused without', async () => {
    const env = {
      JKF_REGISTRY_USER: CREDENTIALS.user,
      JKF_REGISTRY_PASSWORD: CREDENTIALS.password
    };
    expect(await pushed({ push: locked.host }, env)).toContain(image.digest);
    await expect(pushed({ push: locked.host })).rejects.toThrow(
      /does not let us push. Give --username, and the password in JKF_REGISTRY_PASSWORD/
    );
  });

  it('is named in a kustomization, whose comments stay', async () => {
    const file = join(folder, 'kustomization.yaml');
    writeFileSync(
      file,
      '# ours\nimages:\n  - name: jupyterlab-kubeflow/tool # small\n'
    );
    await pushed({ push: open.host, setImages: folder });
    expect(readFileSync(file, 'utf8')).toBe(
      '# ours\nimages:\n  - name: jupyterlab-kubeflow/tool # small\n' +
        `    newName: ${open.host}/tool\n    digest: ${image.digest}\n`
    );
  });

  it.each([
    ['a registry without a host', { push: 'team' }, /"team" names no registry/],
    ['a name with capitals', { push: 'r.example/Team' }, /"Team\/image" may hold/],
    [
      'a folder without a kustomization',
      { setImages: '/nowhere' },
      /There is no \/nowhere/
    ],
    ['a name without a password', { username: 'me' }, /password of me is not in/],
    [
      'a registry that is not there',
      { push: '127.0.0.1:1' },
      /127.0.0.1:1 cannot be reached/
    ]
  ])('is not pushed to %s', async (_, options, message) => {
    await expect(pushed({ push: open.host, ...options })).rejects.toThrow(message);
  });
});
