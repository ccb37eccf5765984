import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../folders.js';
import { ALL_PACKAGES, needed } from './packages.js';

describe('the packages of a node', () => {
  it('are complete where everything is', () => {
    expect(needed(() => true)).toBeUndefined();
  });

  it('are named with the line that installs what is missing, and no more', () => {
    expect(needed(path => path !== 'runc' && path !== '/usr/lib/cni/ptp')).toContain(
      'apt-get install -y --no-install-recommends runc containernetworking-plugins'
    );
  });

  it('are, with those that its images are made with, known before anything is built', () => {
    const bare = (path: string): boolean => !/busybox|mmdebstrap/.test(path);
    expect(needed(bare, ['pause'])).toBeUndefined();
    expect(needed(bare, ['pause', 'tool'])).toMatch(/recommends busybox-static$/);
    expect(needed(bare, ['notebook', 'torch'])).toMatch(/recommends mmdebstrap$/);
  });

  it('are all installed where everything is tested', () => {
    const script = readFileSync(join(ROOT, '.ci', 'run'), 'utf8');
    const lists = [...script.matchAll(/^packages\+?=\((.*)\)$/gm)];
    const installed = lists.flatMap(([, names = '']) => names.split(' '));
    expect(installed).toEqual(expect.arrayContaining([...ALL_PACKAGES]));
  });
});
