import { describe, expect, it } from 'vitest';
import { folderProblem } from './paths.js';

describe('the folder of a cluster', () => {
  it('may be in the user’s cache', () => {
    expect(
      folderProblem('/home/me/.cache/jupyterlab-kubeflow/clusters/a')
    ).toBeUndefined();
    expect(folderProblem('/runner/cache/a')).toBeUndefined();
  });

  it.each(['/var/lib/cache/a', '/run/a', '/dev/shm/a'])(
    'is not %s, which the node covers',
    folder => {
      expect(folderProblem(folder)).toContain('JKF_CACHE');
    }
  );

  it('is short enough for a socket', () => {
    expect(folderProblem(`/${'long/'.repeat(20)}`)).toContain('too long');
  });
});
