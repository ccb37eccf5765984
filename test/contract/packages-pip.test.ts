/** What the real pip finds, and why it does not, of an index on loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PipResolver } from '../../controller/src/adapters/packages/resolver.js';
import type { ResolverAnswer } from '../../controller/src/ports/packages.js';
import { PackageIndex } from './support/package-index.js';
import {
  NO_PIP,
  PIP_ENV,
  PYTHON,
  questionFor,
  type Asking
} from './support/resolving.js';

const index = new PackageIndex();
index
  .wheel('app', '1.0', {
    requires: ['dep>=1', 'old; python_version < "3.9"', 'win; sys_platform == "win32"']
  })
  .wheel('dep', '1.0')
  .wheel('dep', '2.0')
  .wheel('old', '1.0')
  .wheel('many', '1.0', { tag: 'cp39-cp39-manylinux_2_17_x86_64' })
  .wheel('many', '1.1', { tag: 'cp39-abi3-manylinux_2_17_x86_64' })
  .wheel('many', '1.2', { tag: 'cp39-abi3-manylinux_2_35_x86_64' })
  .wheel('many', '1.3', { tag: 'cp39-abi3-win_amd64' })
  .wheel('musl', '1.0', { tag: 'py3-none-musllinux_1_1_x86_64' })
  .wheel('one', '1.0', { requires: ['dep==1.0'] })
  .wheel('two', '1.0', { requires: ['dep==2.0'] })
  .wheel('newest', '1.0', { requires: ['dep>=3'] })
  .wheel('withdrawn', '1.0', { yanked: true })
  .wheel('future', '1.0', { python: '>=3.13' })
  .wheel('extra', '1.0', { extras: ['more'], requires: ['dep; extra == "more"'] })
  .wheel('asks', '1.0', { requires: ['torch', 'base-only[more]'] })
  .wheel('source_user', '1.0', { requires: ['source'] })
  .wheel('for39', '1.0', { python: '>=3.9' })
  .wheel('by_python', '1.0', {
    requires: ['old; python_version < "3.10"', 'dep==1.0; python_version >= "3.10"']
  })
  .source('source', '1.0');

const BASE: NonNullable<Asking['base']> = {
  distributions: { dep: '1.0', torch: '2.1.0+cpu', 'base-only': '3' },
  requires: { 'base-only': ['dep>=1; extra == "more"', 'nothing-has-it'] }
};

describe.skipIf(PYTHON === undefined)(`packages by pip${NO_PIP}`, () => {
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

  const ask = (
    texts: readonly string[],
    asking: Asking = {}
  ): Promise<ResolverAnswer> => resolver.resolve(questionFor(index, texts, asking));

  async function chosen(texts: readonly string[], asking?: Asking): Promise<string[]> {
    const answer = await ask(texts, asking);
    if (!answer.ok) throw new Error(answer.failure.problem.sentence);
    return answer.chosen.map(({ name, version }) => `${name} ${version}`).sort();
  }

  async function refused(texts: readonly string[], asking?: Asking) {
    const answer = await ask(texts, asking);
    if (answer.ok) throw new Error('it was found');
    const { failure } = answer;
    const name = failure.kind === 'package' ? failure.name : failure.kind;
    return [name, failure.problem.code, failure.problem.sentence];
  }

  it('finds what is needed, and what that needs on such an image', async () => {
    expect(await chosen(['app'])).toEqual(['app 1.0', 'dep 2.0']);
  });

  it('leaves what the base has, though no index has it, and downloads none of it', async () => {
    expect(await chosen(['app', 'asks'], { base: BASE })).toEqual([
      ...['app 1.0', 'asks 1.0', 'base-only 3', 'dep 1.0', 'torch 2.1.0+cpu']
    ]);
    expect(index.seen.filter(path => /files\/(?:dep|torch)/.test(path))).toEqual([]);
  });

  it('says which version of the base is in the way, and finds another when it may', async () => {
    const [kind, code, sentence] = await refused(['dep>=2'], { base: BASE });
    expect([kind, code]).toEqual(['constraint', 'packages-conflict']);
    expect(sentence).toContain('the base has dep==1.0');
    const released = { base: BASE, released: ['dep'] };
    expect(await chosen(['dep>=2'], released)).toEqual(['dep 2.0']);
  });

  it('takes wheels for the image, not for this computer', async () => {
    expect(await chosen(['many'])).toEqual(['many 1.1']);
    expect(await chosen(['musl'], { libc: 'musl' })).toEqual(['musl 1.0']);
    expect((await refused(['musl']))[1]).toBe('package-other-platform');
    expect((await refused(['many'], { libc: 'musl' }))[1]).toBe(
      'package-other-platform'
    );
  });

  it('answers markers for the Python of the image', async () => {
    expect(await chosen(['by-python'], { python: '3.9' })).toEqual([
      ...['by-python 1.0', 'old 1.0']
    ]);
    expect(await chosen(['for39', 'future'], { python: '3.13' })).toEqual([
      ...['for39 1.0', 'future 1.0']
    ]);
  });

  it('finds what an extra needs', async () => {
    expect(await chosen(['extra[more]'])).toEqual(['dep 2.0', 'extra 1.0']);
  });

  it.each([
    ['nosuch', 'nosuch', 'package-missing', 'No index has nosuch.'],
    ['dep==7', 'dep', 'package-version-missing', 'there is 1.0, 2.0'],
    ['source', 'source', 'package-no-wheel', 'as source code only'],
    ['source-user', 'source-user', 'package-no-wheel', 'source (for source-user)'],
    [
      'future',
      'future',
      'package-other-python',
      'wants Python >=3.13; the base has 3.11'
    ],
    ['withdrawn>=1', 'withdrawn', 'package-yanked', 'taken back: 1.0'],
    ['newest', 'newest', 'package-version-missing', 'dep>=3 (for newest)']
  ])('says why there is no %s', async (text, name, code, words) => {
    const found = await refused([text]);
    expect(found.slice(0, 2)).toEqual([name, code]);
    expect(found[2]).toContain(words);
  });

  it('takes what was withdrawn when it is named exactly, and says so', async () => {
    const answer = await ask(['withdrawn==1.0']);
    expect(answer).toMatchObject({ ok: true, chosen: [{ name: 'withdrawn' }] });
  });

  it('names both sides of a conflict', async () => {
    const [kind, code, sentence] = await refused(['one', 'two']);
    expect([kind, code]).toEqual(['all', 'packages-conflict']);
    expect(sentence).toContain(
      'one 1.0 depends on dep==1.0; two 1.0 depends on dep==2.0'
    );
  });

  it('says that an index wants a login, or is not there', async () => {
    index.login = 'me:secret';
    expect((await refused(['app'])).slice(0, 2)).toEqual([
      'all',
      'index-login-refused'
    ]);
    const wrong = { index: index.url.replace('//', '//me:wrongpass@') };
    const [, code, sentence] = await refused(['app'], { sources: wrong });
    expect(code).toBe('index-login-refused');
    expect(sentence).not.toContain('wrongpass');
    const away = { index: 'http://127.0.0.1:9/simple' };
    expect((await refused(['app'], { sources: away }))[1]).toBe('index-unreachable');
  });

  it('finds wheels in folders, without any index', async () => {
    const links = join(folder, 'links');
    index.writeTo(links);
    const sources = { noIndex: true, findLinks: [links] };
    expect(await chosen(['app'], { sources })).toEqual(['app 1.0', 'dep 2.0']);
    expect(index.seen).toEqual([]);
  });
});
