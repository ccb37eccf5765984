import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../core/image/utf8.js';
import { zipOf } from '../../core/packages/zip.js';
import type { Conditions } from '../../core/packages/finding.js';
import type { WheelSources } from '../../ports/packages.js';
import { conditionsOf } from './conditions.js';

describe('conditions of what pip finds', () => {
  let folder = '';
  let wheels = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-conditions-'));
    wheels = join(folder, 'wheels');
    mkdirSync(wheels);
    wheel('a-1-py3-none-any.whl', 'a');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function wheel(name: string, text: string, where = wheels): void {
    writeFileSync(join(where, name), zipOf({ 'a.py': text }));
  }

  function of(
    sources: Partial<WheelSources> = {},
    env: Record<string, string> = {}
  ): Promise<Conditions | undefined> {
    const none = { moreIndexes: [], findLinks: [], noIndex: false };
    return conditionsOf(
      {
        place: { python: join(folder, 'venv', 'bin', 'python'), env: {} },
        sources: { ...none, ...sources }
      },
      { HOME: folder, XDG_CONFIG_DIRS: folder, ...env }
    );
  }
  const inFolder = (findLinks = [wheels]): Promise<Conditions | undefined> =>
    of({ findLinks, noIndex: true }, { PIP_CONFIG_FILE: '/dev/null' });

  it('are what is in a folder of wheels, not how it is called', async () => {
    const before = await inFolder();
    const other = join(folder, 'other');
    cpSync(wheels, other, { recursive: true });
    expect(before?.ages).toBe(false);
    expect(await inFolder([other])).toEqual(before);
    wheel('a-1-py3-none-any.whl', 'b');
    const changed = await inFolder();
    expect(changed?.text).not.toBe(before?.text);
    wheel('b-1-py3-none-any.whl', 'b');
    expect((await inFolder())?.text).not.toBe(changed?.text);
  });

  it('are told of archives with long lists, and of what is none', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [`folder/file-${String(at)}.py`, 'x'])
    );
    writeFileSync(join(wheels, 'long-1-py3-none-any.whl'), zipOf(files));
    const long = await inFolder();
    const last = { ...files, 'folder/file-0.py': 'y' };
    writeFileSync(join(wheels, 'long-1-py3-none-any.whl'), zipOf(last));
    expect((await inFolder())?.text).not.toBe(long?.text);
    writeFileSync(join(wheels, 'none-1-py3-none-any.whl'), utf8('none'));
    expect(await inFolder()).toBeDefined();
  });

  it('of a folder that is not there are those of an empty one', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(await inFolder([join(folder, 'nowhere')])).toEqual(await inFolder([empty]));
  });

  it('are what the files of pip say, wherever pip looks for them', async () => {
    const none = await of();
    expect(none?.ages).toBe(true);
    const texts = [none?.text];
    for (const place of ['pip', '.config/pip', '.pip', 'venv', 'named']) {
      mkdirSync(join(folder, place), { recursive: true });
      const file = join(folder, place, 'pip.conf');
      writeFileSync(file, '[global]\nindex-url = https://u:p@i.example/simple\n');
      const found = await of({}, place === 'named' ? { PIP_CONFIG_FILE: file } : {});
      expect(found?.text).toContain('https://i.example/simple');
      texts.push(found?.text);
      rmSync(file);
    }
    expect(new Set(texts).size).toBe(2);
  });

  it('say no password of an index', async () => {
    const found = await of({ index: 'https://u:secret@i.example/', moreIndexes: [] });
    expect(found?.text).toContain('https://i.example/');
    expect(found?.text).not.toContain('secret');
    const page = await of({
      findLinks: ['https://u:secret@w.example/'],
      noIndex: true
    });
    expect(page?.ages).toBe(true);
    expect(page?.text).not.toContain('secret');
  });

  it('cannot be told of files that pip reads and nobody here', async () => {
    expect(await of({}, { PIP_CONSTRAINT: '/c.txt' })).toBeUndefined();
    expect(await of({ findLinks: ['file:///wheels'] })).toBeUndefined();
    const page = join(folder, 'page.html');
    writeFileSync(page, '');
    expect(await of({ findLinks: [page] })).toBeUndefined();
  });
});
