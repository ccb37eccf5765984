import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitOf } from './commit.js';

describe('the commit of a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-commit-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const git = (...args: string[]): string => {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    return execFileSync('git', ['-C', folder, ...who, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore']
    }).trim();
  };
  const commit = (): string => {
    git('commit', '--allow-empty', '--quiet', '--message', 'one');
    return git('rev-parse', 'HEAD');
  };

  it('is none where there is no repository, or no commit', async () => {
    expect(await commitOf(folder)).toBeUndefined();
    git('init', '--quiet');
    expect(await commitOf(folder)).toBeUndefined();
  });

  it('is that of its branch, also from a folder below', async () => {
    git('init', '--quiet');
    const head = commit();
    const below = join(folder, 'a', 'b');
    mkdirSync(below, { recursive: true });
    expect([await commitOf(folder), await commitOf(below)]).toEqual([head, head]);
  });

  it('is found among packed refs, and where no branch is checked out', async () => {
    git('init', '--quiet');
    const head = commit();
    git('pack-refs', '--all');
    expect(await commitOf(folder)).toBe(head);
    git('checkout', '--quiet', '--detach');
    expect(await commitOf(folder)).toBe(head);
  });

  it('is that of a worktree, which has a branch of its own', async () => {
    git('init', '--quiet');
    commit();
    git('worktree', 'add', '--quiet', '-b', 'other', join(folder, 'tree'));
    const tree = join(folder, 'tree');
    const own = git('-C', 'tree', 'rev-parse', 'HEAD');
    expect(await commitOf(tree)).toBe(own);
    git('pack-refs', '--all');
    expect(await commitOf(tree)).toBe(own);
  });

  it('is none where git’s files say nothing', async () => {
    writeFileSync(join(folder, '.git'), 'nonsense\n');
    expect(await commitOf(folder)).toBeUndefined();
  });
});
