import { describe, expect, it } from 'vitest';
import { instancePaths } from './paths.js';
import { NODE_MARK, nodeProcesses, sweepSteps, type Remains } from './sweep.js';

const names = { name: 'one', hostLink: 'jkf1h', nodeLink: 'jkf1n', cgroup: 'jkf-one' };
const paths = instancePaths('/cache/clusters/one');

const REMAINS: Remains = {
  pids: [7, 8],
  links: ['lo', 'eth0', 'jkf2h', 'jkf1h'],
  loops: ['/dev/loop3'],
  cgroups: ['/sys/fs/cgroup/cpu/jkf-one'],
  folder: true
};
const NOTHING: Remains = {
  pids: [],
  links: ['lo'],
  loops: [],
  cgroups: [],
  folder: false
};

describe('what a cluster leaves', () => {
  it('goes in the order in which one thing holds the next', () => {
    const kinds = sweepSteps(REMAINS, names, paths).map(({ kind }) => kind);
    expect(kinds).toEqual(['kill', 'link', 'loop', 'cgroup', 'folder']);
  });

  it('never includes interfaces of others', () => {
    const steps = sweepSteps(REMAINS, names, paths);
    const links = steps.flatMap(step => (step.kind === 'link' ? [step.name] : []));
    expect(links).toEqual(['jkf1h']);
  });

  it('is nothing where nothing is', () => {
    expect(sweepSteps(NOTHING, names, paths)).toEqual([]);
  });
});

describe('the processes of a node', () => {
  const process = (
    pid: number,
    ...args: string[]
  ): { pid: number; args: string[] } => ({
    pid,
    args
  });

  it('are those that carry its folder, and no other cluster’s', () => {
    const found = nodeProcesses(
      [
        process(1, 'unshare', '--net', NODE_MARK, paths.folder, 'node'),
        process(2, 'unshare', '--net', NODE_MARK, `${paths.folder}-2`, 'node'),
        process(3, 'grep', paths.folder, NODE_MARK)
      ],
      paths.folder
    );
    expect(found).toEqual([1]);
  });
});
