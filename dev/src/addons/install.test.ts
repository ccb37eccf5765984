import { describe, expect, it } from 'vitest';
import type { AddonFacts } from './addon.js';
import { installAddon, type AddonTarget } from './install.js';
import { ADDONS } from './table.js';

const facts: AddonFacts = {
  image: name => `registry.test:5000/${name}:v1`,
  engine: name => ({ name, version: 'v1', binaries: { kwok: '/kwok' }, module: '/m' })
};

/** A cluster that remembers what it was asked, in order. */
const recorder = () => {
  const seen: string[] = [];
  const note = (line: string) => {
    seen.push(line);
    return Promise.resolve();
  };
  const target: AddonTarget = {
    render: ({ resources }) =>
      Promise.resolve([{ kind: 'ClusterRole', from: resources.join() }]),
    apply: objects =>
      note(`apply ${objects.map(({ kind }) => String(kind)).join(' ')}`),
    await: ({ resource }) => note(`await ${resource}`),
    addCapacity: capacity => note(`capacity ${JSON.stringify(capacity)}`),
    block: range => note(`block ${range}`),
    runProgram: ({ name }) => note(`run ${name}`)
  };
  return { seen, target };
};

describe('an add-on', () => {
  it.each<[keyof typeof ADDONS, string[]]>([
    ['kwok', ['block 10.245.0.0/16', 'apply ClusterRole', 'run kwok']],
    ['fake-gpu', ['capacity {"nvidia.com/gpu":"8"}']],
    ['s3', ['apply Namespace Secret Service Deployment', 'await deployment/s3']]
  ])('%s is put into a cluster in the order that works', async (name, expected) => {
    const { seen, target } = recorder();
    await installAddon(ADDONS[name], facts, target);
    expect(seen).toEqual(expected);
  });

  it('is not waited for when its objects are refused', async () => {
    const { seen, target } = recorder();
    const apply = () => Promise.reject(new Error('forbidden'));
    const installing = installAddon(ADDONS.s3, facts, { ...target, apply });
    await expect(installing).rejects.toThrow('forbidden');
    expect(seen).toEqual([]);
  });
});
