/** Wheels that the real pip fetches, and what becomes of it when it cannot. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PipResolver } from '../../controller/src/adapters/packages/resolver.js';
import type { Question } from '../../controller/src/ports/packages.js';
import { PackageIndex } from './support/package-index.js';
import {
  NO_PIP,
  PIP_ENV,
  PYTHON,
  questionFor,
  type Asking
} from './support/resolving.js';

const index = new PackageIndex()
  .wheel('app', '1.0', { requires: ['dep>=1'] })
  .wheel('dep', '2.0')
  .wheel('old', '1.0');

const question = (texts: readonly string[], asking?: Asking): Question =>
  questionFor(index, texts, asking);

describe.skipIf(PYTHON === undefined)(`wheels by pip${NO_PIP}`, () => {
  let folder = '';
  let resolver: PipResolver;
  beforeAll(async () => {
    await index.start();
    folder = mkdtempSync(join(tmpdir(), 'jkf-pip-'));
    resolver = new PipResolver({ env: PIP_ENV, cache: join(folder, 'wheels') });
  });
  beforeEach(() => {
    Object.assign(index, { login: undefined, lies: false, saysDigests: true });
    index.seen.length = 0;
  });
  afterAll(() => {
    index.dispose();
    rmSync(folder, { recursive: true });
  });

  it('takes logins from where pip takes them, and shows them to nobody', async () => {
    index.login = 'me:secret';
    const url = index.url.replace('//', '//me:secret@');
    const file = join(folder, 'pip.conf');
    writeFileSync(file, `[global]\nindex-url = ${url}\nuser = true\n`);
    const asked = {
      ...question(['dep'], { env: { PIP_CONFIG_FILE: file } }),
      sources: { moreIndexes: [], findLinks: [], noIndex: false }
    };
    const answer = await resolver.resolve(asked);
    expect(answer).toMatchObject({
      ok: true,
      chosen: [{ name: 'dep', version: '2.0' }]
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(await resolver.fetch(answer.ok ? answer.chosen : [], asked)).toHaveLength(1);
  });

  it('fetches each wheel once, under its digest', async () => {
    const asked = question(['app']);
    const answer = await resolver.resolve(asked);
    const wheels = answer.ok ? answer.chosen : [];
    const names: string[] = [];
    const found = await resolver.fetch(wheels, asked, {
      onName: name => names.push(name)
    });
    for (const { ref, path } of found) {
      const bytes = readFileSync(path);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(ref.sha256);
      expect(ref.size).toBe(bytes.length);
    }
    expect(found.map(({ ref }) => ref.file)).toEqual(wheels.map(({ file }) => file));
    expect(names).toContain('app-1.0-py3-none-any.whl');
    index.seen.length = 0;
    expect(await resolver.fetch(wheels, asked)).toEqual(found);
    expect(index.seen).toEqual([]);
    expect(
      readdirSync(join(folder, 'wheels')).filter(name => name.startsWith('.'))
    ).toEqual([]);
  });

  it('fetches what an index tells no digest of, and what has an address', async () => {
    index.saysDigests = false;
    const url = `http://${index.host}/files/old-1.0-py3-none-any.whl`;
    const asked = question(['dep', `old @ ${url}`]);
    const answer = await resolver.resolve(asked);
    const kept = new PipResolver({ env: PIP_ENV, cache: join(folder, 'undigested') });
    const found = await kept.fetch(answer.ok ? answer.chosen : [], asked);
    expect(found.map(({ ref }) => ref.name).sort()).toEqual(['dep', 'old']);
  });

  it('keeps no wheel that is not what the index promised', async () => {
    const asked = question(['dep']);
    const answer = await resolver.resolve(asked);
    index.lies = true;
    const cache = join(folder, 'lies');
    const kept = new PipResolver({ env: PIP_ENV, cache });
    await expect(
      kept.fetch(answer.ok ? answer.chosen : [], asked)
    ).rejects.toMatchObject({
      problem: { code: 'wheel-wrong' }
    });
    expect(readdirSync(cache)).toEqual([]);
  });

  it('says that wheels cannot be kept', async () => {
    const asked = question(['dep']);
    const answer = await resolver.resolve(asked);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const kept = new PipResolver({ env: PIP_ENV, cache: join(file, 'wheels') });
    await expect(
      kept.fetch(answer.ok ? answer.chosen : [], asked)
    ).rejects.toMatchObject({
      problem: { code: 'wheels-unwritable' }
    });
  });

  it('ends when it is told to, or when it takes too long', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const asked = resolver.resolve(question(['app']), { signal: abort.signal });
    setTimeout(() => {
      abort.abort(reason);
    }, 100);
    await expect(asked).rejects.toBe(reason);
    const hasty = new PipResolver({ env: PIP_ENV, cache: folder, patience: 100 });
    await expect(hasty.resolve(question(['app']))).rejects.toMatchObject({
      problem: { code: 'resolver-slow' }
    });
  });

  it.each([
    ['no pip', "No module named 'pip'", 'resolver-missing'],
    ['an old pip', 'no such option: --report', 'resolver-old']
  ])('says that an interpreter has %s', async (_, words, code) => {
    const fake = join(folder, 'fake-python');
    writeFileSync(fake, `#!/bin/sh\necho "${words}" >&2\nexit 1\n`);
    chmodSync(fake, 0o755);
    const asked = { ...question(['app']), place: { python: fake, env: {} } };
    await expect(resolver.resolve(asked)).rejects.toMatchObject({ problem: { code } });
    const gone = { ...asked, place: { python: '/nonexistent/python', env: {} } };
    await expect(resolver.resolve(gone)).rejects.toMatchObject({
      problem: { code: 'interpreter-broken' }
    });
  });

  it('starts nothing when nothing is wanted', async () => {
    const asked = {
      ...question([]),
      place: { python: '/nonexistent/python', env: {} }
    };
    expect(await resolver.resolve(asked)).toEqual({ ok: true, chosen: [] });
  });
});
