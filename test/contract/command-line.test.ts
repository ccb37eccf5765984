/** The command that the panel offers means to `jkf` what was chosen in the panel. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BuildChoice,
  BuiltBy,
  DEFAULT_SETTINGS,
  DeliveryPlan,
  PackagesPlan,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { readRun } from '../../controller/src/cli/testing/read.js';
import { settingsArbitraries } from '../cluster-settings.js';
import { commandLine, runWords } from '../../src/ui/command-line.js';

/** Plain variables are `--env`, whichever part of the form they were written in. */
function asSaid(settings: Settings): Settings {
  const { env: all = [], ...cluster } = settings.cluster ?? {};
  const plain = all.flatMap(one =>
    one.from === 'value' ? [[one.name, one.value]] : []
  );
  const env = all.filter(({ from }) => from !== 'value');
  const { volumes = [] } = cluster;
  // Claims that are there come before new ones; their order has no meaning.
  const sorted = volumes.toSorted((a, b) =>
    a.kind < b.kind ? -1 : Number(a.kind > b.kind)
  );
  const others = Object.fromEntries(
    Object.entries({ ...cluster, volumes: sorted }).filter(
      ([, value]) => !isEmpty(value)
    )
  );
  const left = { ...others, ...(env.length > 0 ? { env } : {}) };
  const variables = Object.fromEntries(plain) as Record<string, string>;
  const rest = Object.entries(settings).filter(
    ([field]) => field !== 'cluster' && field !== 'target'
  );
  return {
    ...(Object.fromEntries(rest) as unknown as Settings),
    env: { ...settings.env, ...variables },
    ...(Object.keys(left).length > 0 ? { cluster: left } : {})
  };
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const name = fc.stringMatching(/^[A-Za-z_]\w{0,10}$/);
const text = fc.string({ unit: 'grapheme' });

const settings: fc.Arbitrary<Settings> = fc.record(
  {
    ranks: fc.integer({ min: 1, max: 1000 }),
    framework: fc.constantFrom('none' as const, 'torch' as const),
    kernel: name,
    name,
    diskBytes: fc.integer({ min: 1, max: 2 ** 50 }),
    parameters: fc.dictionary(name, text),
    include: fc.array(text.filter(each => each !== '')),
    exclude: fc.array(text.filter(each => each !== '')),
    env: fc.dictionary(name, text),
    inputs: fc.array(
      fc.record(
        {
          name: fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,9}$/),
          url: fc.constantFrom('s3://b/a/k', 'https://h/a?b=c,d', 'pvc://c/f'),
          secret: fc.constantFrom('store', 'a.b-c')
        },
        { requiredKeys: ['name', 'url'] }
      ),
      { minLength: 1 }
    ),
    then: fc.array(
      fc.stringMatching(/^[a-z -]{1,8}$/).map(each => `${each}.ipynb`),
      { minLength: 1 }
    ),
    args: fc.constant([]),
    target: fc.constant({
      ...{ kind: 'cluster' as const, context: 'dev', namespace: 'team-a' }
    }),
    cluster: settingsArbitraries.cluster.settings,
    image: fc.constant('registry.example/team/torch:2.4'),
    delivery: fc.constantFrom(...DeliveryPlan.shape.kind.options),
    packages: fc
      .record(
        {
          kind: fc.constantFrom(...PackagesPlan.shape.kind.options),
          keep: fc.array(name, { minLength: 1 }),
          without: fc.array(name, { minLength: 1 })
        },
        { requiredKeys: [] }
      )
      .filter(each => Object.keys(each).length > 0),
    build: fc
      .record(
        {
          kind: fc.constantFrom(...BuildChoice.options),
          by: fc.constantFrom(...BuiltBy.options),
          dockerfile: name,
          apt: fc.array(name, { minLength: 1 }),
          conda: fc.array(name, { minLength: 1 }),
          source: fc.array(name, { minLength: 1 }),
          without: fc.array(name, { minLength: 1 })
        },
        { requiredKeys: [] }
      )
      .filter(each => Object.keys(each).length > 0)
  },
  { requiredKeys: ['parameters', 'include', 'exclude', 'env', 'args', 'target'] }
);

describe('the command that the panel offers', () => {
  it('means what was chosen, each choice of it', () => {
    fc.assert(
      fc.property(settings, chosen => {
        const { target, settings: read } = readRun(runWords('a.ipynb', chosen));
        expect(target).toBe('dev/team-a');
        const said = asSaid(chosen);
        expect(read).toEqual(said);
      })
    );
  });

  it('is taken apart by a shell into the words that are meant', () => {
    const word = fc.string({ unit: 'grapheme' }).filter(each => !each.includes('\0'));
    fc.assert(
      fc.property(word, word, (name, value) => {
        const chosen = { ...DEFAULT_SETTINGS, name, env: { A: value } };
        const command = commandLine('my notebook.ipynb', chosen);
        const script = `jkf() { printf '%s\\0' jkf "$@"; }; ${command}`;
        const said = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        const words = ['jkf', ...runWords('my notebook.ipynb', chosen)];
        expect(said.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 20 }
    );
  });

  it('names also a notebook that begins like an option', () => {
    const { settings: read } = readRun(runWords('-p.ipynb', DEFAULT_SETTINGS));
    expect(read).toEqual(DEFAULT_SETTINGS);
  });

  it('says nothing of a cluster for a run on this computer', () => {
    const cluster = { cpu: 2 };
    const words = runWords('a.ipynb', { ...DEFAULT_SETTINGS, cluster, image: 'x' });
    expect(words).toEqual(['run', 'a.ipynb']);
  });
});
