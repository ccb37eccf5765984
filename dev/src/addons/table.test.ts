import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ENGINES } from '../engines/table.js';
import { capacityPatch, waitArguments, type AddonFacts } from './addon.js';
import { kustomizationText } from './kustomization.js';
import { addonNames, ADDONS, DEFAULT_ADDONS } from './table.js';

const facts: AddonFacts = {
  image: name => `registry.test:5000/${name}:v1`,
  engine: name => ({
    name,
    version: 'v1.0.0',
    binaries: Object.fromEntries(
      ENGINES[name].binaries.map(each => [each, `/cache/${name}/bin/${each}`])
    ),
    versions: {},
    module: `/cache/${name}/module`
  })
};

const every = Object.entries(ADDONS);

describe('the add-ons of a cluster', () => {
  it('are training-operator unless another is said', () => {
    expect(DEFAULT_ADDONS).toEqual(['training-operator']);
  });

  it('are those that are named, each once', () => {
    expect(addonNames(['s3', 'kwok', 's3'])).toEqual(['s3', 'kwok']);
  });

  it('are refused by name when they do not exist, with those that do', () => {
    expect(() => addonNames(['gpu'])).toThrow(
      'There is no add-on gpu. There are: training-operator, trainer, s3, fake-gpu, kwok.'
    );
  });

  it.each(every)('%s names each engine, image and program it uses', (_, addon) => {
    const engines = new Set<string>();
    const images = new Set<string>();
    const content = addon.content({
      image: name => (images.add(name), facts.image(name)),
      engine: name => (engines.add(name), facts.engine(name))
    });
    const made = addon.images.map(({ name }) => name);
    expect([...images].sort()).toEqual([...made, ...addon.baseImages].sort());
    addon.images.forEach(({ engine }) => engines.add(engine));
    expect([...engines].sort()).toEqual([...addon.engines].sort());
    for (const { engine, binary } of addon.images) {
      expect(ENGINES[engine].binaries).toContain(binary);
    }
    expect(content.program?.binary).not.toBe('');
  });

  it.each(every)('%s asks for images by the reference it is given', (_, addon) => {
    const text = JSON.stringify(addon.content(facts));
    const references = text.match(/"image":"[^"]*"|[\w.:-]+\/[\w-]+:v1/g) ?? [];
    for (const { name } of addon.images) {
      expect(references.join()).toContain(`registry.test:5000/${name}:v1`);
    }
    expect(text).not.toContain(':latest');
  });

  it.each(every)('%s renders as kustomizations without absolute paths', (_, addon) => {
    for (const each of addon.content(facts).kustomizations ?? []) {
      const text = kustomizationText(each, '/tmp/one');
      const { resources } = parse(text) as { resources: string[] };
      expect(resources.length).toBeGreaterThan(0);
      for (const path of resources) expect(path).toMatch(/^\.\.\/\.\.\/cache\//);
    }
  });
});

describe('what is asked of a cluster', () => {
  it('waits for a condition within its namespace and a time', () => {
    expect(
      waitArguments(
        { resource: 'deployment/x', namespace: 'n', holds: 'condition=Available' },
        90
      )
    ).toEqual([
      'wait',
      'deployment/x',
      '--namespace',
      'n',
      '--for=condition=Available',
      '--timeout=90s'
    ]);
    expect(
      waitArguments({ resource: 'crd/x', holds: 'condition=Established' }, 5)
    ).not.toContain('--namespace');
  });

  it('adds to a node’s capacity under a name that holds a slash', () => {
    expect(capacityPatch({ 'nvidia.com/gpu': '8', 'a~b': '1' })).toEqual([
      { op: 'add', path: '/status/capacity/nvidia.com~1gpu', value: '8' },
      { op: 'add', path: '/status/capacity/a~0b', value: '1' }
    ]);
  });
});
