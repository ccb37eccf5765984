import { describe, expect, it } from 'vitest';
import { ProblemError, type Message } from '@jupyterlab-kubeflow/protocol';
import { inventory, requirement, wheel } from '../core/packages/testing.js';
import { inventoryOf } from '../core/packages/inventory.js';
import type { ResolverAnswer } from '../ports/packages.js';
import type { Before } from './found-before.js';
import type { PackagesDeps } from './packages.js';
import {
  conflict,
  find,
  found,
  inTheWay,
  lacking,
  missing,
  never,
  NEW,
  NOW,
  scripted
} from './testing/searches.js';

describe('packages for an image', () => {
  it('are asked of the resolver as far as the base lacks them', async () => {
    const { resolver, asked } = scripted(found('app-1', 'dep-2.0'));
    const said: string[] = [];
    const onProgress = ({ text }: Message): void => {
      said.push(text);
    };
    const {
      found: { groups, python },
      fresh
    } = await find(resolver, ['app', 'dep>=2', 'torch'], { onProgress });
    expect([...(asked[0]?.wanted ?? [])]).toEqual([
      ['app', 'app'],
      ['dep', 'dep>=2']
    ]);
    expect([...(asked[0]?.released ?? [])]).toEqual(['dep']);
    expect(asked[0]?.target).toMatchObject({ python: '3.11', machine: 'x86_64' });
    expect(groups).toMatchObject({
      inBase: [{ name: 'torch' }],
      added: [{ name: 'app' }],
      differs: [{ name: 'dep', version: '2.0', base: '1.0', wins: 'notebook' }]
    });
    expect([python, fresh.map(({ name }) => name)]).toEqual(['3.11', ['app', 'dep']]);
    expect(said).toEqual(['looking for 2 packages', 'looking for app']);
  });

  it('that are nowhere are left out, and the others found all the same', async () => {
    const { resolver, asked } = scripted(lacking('nosuch'), found('app-1'));
    const {
      found: { groups }
    } = await find(resolver, ['app', 'nosuch']);
    expect([...(asked[1]?.wanted.keys() ?? [])]).toEqual(['app']);
    expect(groups.added.map(({ name }) => name)).toEqual(['app']);
    expect(groups.impossible).toEqual([
      { name: 'nosuch', requirement: 'nosuch', problem: missing }
    ]);
  });

  it('that no index has are taken as they are installed here, and are not kept in mind', async () => {
    const why = lacking('own');
    const failure = {
      ...('failure' in why ? why.failure : never()),
      lacking: 'dep-of-own'
    };
    const nowhere = { ok: false, failure } as ResolverAnswer;
    const { resolver, asked, here } = scripted(nowhere, found('own-1', 'dep-of-own-1'));
    here['dep-of-own'] = '/cache/installed/1';
    const kept: unknown[] = [];
    const before = {
      ...NEW,
      keep: (...all: unknown[]) => Promise.resolve(void kept.push(all))
    };
    const {
      found: { groups }
    } = await find(resolver, ['own'], { before });
    expect(asked[1]?.sources.findLinks).toEqual(['/cache/installed/1']);
    expect(groups.added.map(({ name }) => name)).toContain('own');
    expect(groups.notes.map(({ code }) => code)).toContain('packages-from-here');
    expect(kept).toEqual([]);
  });

  it('get another version of the base when they need it, unless that is pinned', async () => {
    const { resolver, asked } = scripted(inTheWay('dep'), found('app-1', 'dep-3'));
    const {
      found: { groups }
    } = await find(resolver, ['app']);
    expect(asked[1]?.released.has('dep')).toBe(true);
    expect(groups.differs).toMatchObject([{ name: 'dep', version: '3', base: '1.0' }]);
    const again = scripted(inTheWay('dep'));
    await expect(
      find(again.resolver, ['app'], { pinned: ['dep'] })
    ).rejects.toMatchObject({ problem: conflict });
  });

  it('keep to what the notebook says of a package that the base does not decide', async () => {
    const { resolver, asked } = scripted(inTheWay('dep'), found('app-1', 'dep-1.5'));
    await find(resolver, ['app', 'dep<2']);
    expect(asked[0]?.wanted.has('dep')).toBe(false);
    expect(asked[1]?.wanted.get('dep')).toBe('dep<2');
  });

  it.each([
    ['what was let go already', [inTheWay('dep'), inTheWay('dep')]],
    ['who was not asked for', [lacking('strange')]],
    [
      'everything',
      [{ ok: false, failure: { kind: 'all', problem: conflict } } as const]
    ]
  ])('cannot be found when %s is in the way', async (_, answers) => {
    const { resolver } = scripted(...answers);
    await expect(find(resolver, ['app'])).rejects.toBeInstanceOf(ProblemError);
  });

  it('cannot be added when they are too large for an image', async () => {
    const { resolver, sizes } = scripted({
      ok: true,
      chosen: [
        { ...wheel('big-1', 'more'), file: 'big-1-cp311-linux.whl' },
        wheel('more-1')
      ]
    });
    sizes['big'] = { size: 800 * 1024 ** 2 };
    const {
      found: { groups },
      fresh
    } = await find(resolver, ['big']);
    expect(groups.impossible).toMatchObject([
      { name: 'big', requirement: 'big', problem: { code: 'package-too-large' } }
    ]);
    expect(groups.impossible[0]?.problem.sentence).toContain('800 MiB');
    expect(fresh.map(({ name }) => name)).toEqual(['more']);
  });

  it('are fetched as far as the base lacks them', async () => {
    const { resolver, fetched } = scripted(found('app-1', 'torch-2.1'));
    const search = await find(resolver, ['app']);
    await search.fetch(search.fresh);
    expect(fetched).toEqual(['app']);
  });

  it('need a Python in the base, and a name of one', async () => {
    const { resolver } = scripted();
    const none = inventoryOf([]);
    await expect(find(resolver, ['app'], { has: none })).rejects.toMatchObject({
      problem: { code: 'base-without-python' }
    });
    await expect(find(resolver, [], { base: 'A B' })).rejects.toMatchObject({
      problem: { code: 'image-name-invalid' }
    });
  });

  it('that were found are kept, and not looked for again', async () => {
    const kept: Before[] = [];
    const keep: PackagesDeps['before']['keep'] = (sought, finding) => {
      kept.push({ sought, finding, isShared: false });
      return Promise.resolve();
    };
    const first = scripted(found('app-1'));
    const one = await find(first.resolver, ['app'], { before: { ...NEW, keep } });
    const before = { keep, known: () => Promise.resolve(kept[0]) };
    const again = scripted();
    const other = await find(again.resolver, ['app'], { before });
    expect(other.found).toEqual(one.found);
    expect(other.fresh).toEqual(one.fresh);
    expect(again.asked).toEqual([]);
    await other.fetch(other.fresh);
    expect(again.fetched).toEqual(['app']);
    const anew = scripted(found('app-2'));
    const newer = await find(anew.resolver, ['app'], { before, anew: true });
    expect(newer.fresh.map(({ version }) => version)).toEqual(['2']);
  });

  it('of which some are nowhere are looked for again', async () => {
    const kept: unknown[] = [];
    const keep = (...args: unknown[]): Promise<void> => {
      kept.push(args);
      return Promise.resolve();
    };
    const { resolver } = scripted(lacking('nosuch'), found('app-1'));
    await find(resolver, ['app', 'nosuch'], { before: { ...NEW, keep } });
    expect(kept).toEqual([]);
  });

  describe('that somebody else found', () => {
    const sought: Before['sought'] = {
      ...{ requirements: [requirement('app')], pinned: [], machine: 'x86_64' },
      ...{ inventoryKey: 'key', conditions: { text: 'index', ages: true } }
    };
    const theirs: Before = {
      ...{ sought, isShared: true },
      finding: { at: NOW - 720_000, inventory: inventory(), chosen: [wheel('app-1')] }
    };
    const before = { ...NEW, known: () => Promise.resolve(theirs) };
    const push = 'r.example/team';

    it('are said to be theirs', async () => {
      const { resolver } = scripted();
      const { found: said } = await find(resolver, ['app'], { before, push });
      expect(said.groups.notes.map(({ text }) => text)).toEqual([
        'the versions are those that somebody who pushes to r.example/team found 12 min ago'
      ]);
    });

    it('are fetched as far as this computer finds the same', async () => {
      const same = scripted(found('app-1'));
      const search = await find(same.resolver, ['app'], { before, push });
      await search.fetch(search.fresh);
      expect([same.asked.length, same.fetched]).toEqual([1, ['app']]);
      const other = scripted({
        ok: true,
        chosen: [{ ...wheel('app-1'), sha256: 'cd'.repeat(32) }]
      });
      const forged = await find(other.resolver, ['app'], { before, push });
      await expect(forged.fetch(forged.fresh)).rejects.toMatchObject({
        problem: { code: 'resolver-failed' }
      });
      expect(other.fetched).toEqual([]);
    });

    it('are not fetched under another name than this computer finds', async () => {
      // Of the same digest.
      const named = [wheel('other-1')];
      const finding = {
        ...theirs.finding,
        chosen: [...theirs.finding.chosen, ...named]
      };
      const known = (): Promise<Before> => Promise.resolve({ ...theirs, finding });
      const { resolver, fetched } = scripted(found('app-1'));
      const search = await find(resolver, ['app'], { before: { ...NEW, known }, push });
      await expect(search.fetch(search.fresh)).rejects.toMatchObject({
        problem: { code: 'resolver-failed' }
      });
      expect(fetched).toEqual([]);
    });
  });
});
