import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AddonFacts } from './addon.js';
import { trainingOperator } from './training-operator.js';

const facts: AddonFacts = {
  image: name => `registry.test:5000/${name}:v1`,
  engine: name => ({
    name,
    version: 'v1',
    binaries: {},
    versions: {},
    module: '/cache/module'
  })
};

interface Container {
  readonly image: string;
  readonly command: readonly string[];
}

/** The init container as the operator makes it from the template. */
const initContainer = (): Container => {
  const [object] = trainingOperator.content(facts).objects ?? [];
  const { data } = object as unknown as { data: Record<string, string> };
  const text = (data['initContainer.yaml'] ?? '')
    .replaceAll('{{.MasterAddr}}', 'job-master-0')
    .replaceAll('{{.InitContainerImage}}', 'tool:v1')
    .replaceAll('{{.MaxTries}}', '2');
  expect(text).not.toContain('{{');
  const [container] = JSON.parse(text) as [Container];
  return container;
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pod-'));
  const search = 'search team.svc.cluster.local svc.cluster.local cluster.local';
  await writeFile(join(folder, 'resolv.conf'), `${search}\nnameserver 10.0.0.1\n`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the container's script, with name servers that know the master or do not. */
const runScript = (resolves: boolean) => {
  const [, , script = ''] = initContainer().command;
  const setUp = `nslookup() { echo "asked $1"; ${String(resolves)}; }; sleep() { :; }`;
  const local = script.replace('/etc/resolv.conf', join(folder, 'resolv.conf'));
  return spawnSync('sh', ['-c', `${setUp}; ${local}`], { encoding: 'utf8' });
};

describe('a PyTorch worker’s wait for its master', () => {
  it('asks for the whole name in the pod’s own namespace, and goes on when it is found', () => {
    const { stdout, status } = runScript(true);
    expect([stdout, status]).toEqual([
      'asked job-master-0.team.svc.cluster.local\n',
      0
    ]);
  });

  it('gives up after the tries the operator allows', () => {
    const { stdout, status } = runScript(false);
    expect(stdout.match(/asked/g)).toHaveLength(2);
    expect(status).toBe(1);
  });

  it('runs in the image that the operator is told', () => {
    expect(initContainer().image).toBe('tool:v1');
  });
});
