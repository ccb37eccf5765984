/** Packages that an image lacks, on a real cluster, a real registry and the index that pip has. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../local/command.js';
import { commands } from '../contract/support/marked.js';
import { noCluster, Place } from './support/cluster.js';
import { Actor } from './support/runs.js';

const UP_MS = 5 * 60_000;
const RUN_MS = 180_000;

/** An index that takes connections and never answers. */
async function silent(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${String(port)}/simple` };
}

describe.skipIf(noCluster !== '')(`packages of an image${noCluster}`, () => {
  const place = noCluster === '' ? new Place('packages') : (undefined as never);
  const actor = new Actor(place);
  const { bench } = actor;

  const jkf = (args: string[], env: NodeJS.ProcessEnv = {}): Command => {
    const host = place.status.registries.open;
    const push = { JKF_PUSH: `${host}/team/packages`, JKF_PLAIN_HTTP: host };
    return actor.jkf(args, { ...push, ...env });
  };
  /** Of all Jobs. */
  const images = async (): Promise<readonly string[]> => {
    const path = '{.items[*].spec.template.spec.containers[0].image}';
    return (await place.must('get', 'jobs', '-o', `jsonpath=${path}`)).split(' ');
  };

  beforeAll(() => actor.begin(), UP_MS);
  afterAll(() => actor.end());

  it(
    'are there when it runs, and in the same versions when that is repeated',
    async () => {
      bench.file('with/requirements.txt', 'humanize==4.11.0\n');
      const file = bench.file(
        'with/train.py',
        'import humanize\nprint("size is", humanize.naturalsize(10**6))\n'
      );
      const line = ['run', file, ...actor.options('with'), '--follow'];
      const { code, stdout, stderr } = await jkf(line).ended;
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('size is 1.0 MB');
      const [image = ''] = await images();
      expect(image).toMatch(/\/team\/packages@sha256:/);
      // Nothing is looked for: there is no index any more.
      const again = ['runs', 'rerun', 'with', '--follow'];
      const gone = { PIP_INDEX_URL: 'http://127.0.0.1:9/simple' };
      const repeated = await jkf(again, gone).ended;
      expect(repeated.code, repeated.stderr).toBe(0);
      expect(await images()).toEqual([image, image]);
    },
    RUN_MS
  );

  it(
    'are those that run a whole notebook, too, and its outputs come back',
    async () => {
      const file = bench.notebook('whole.ipynb', 'x = 20', 'print("value", x + 1)');
      const { code, stdout, stderr } = await jkf([
        ...['run', file, '--mode', 'notebook', ...actor.options('whole')],
        ...['--memory', '512MiB', '--cpu', '500m', '--follow']
      ]).ended;
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('value 21');
      expect(stderr).toContain('.jkf/executed.ipynb');
    },
    RUN_MS
  );

  it.each([
    ['no index has one', {}, 'No index has jkf-is-nowhere==1.0'],
    [
      'the index is away',
      { PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_RETRIES: '0' },
      'The package index 127.0.0.1:9 cannot be reached'
    ]
  ])('keep a run from starting when %s, and nothing is left', async (_, env, said) => {
    bench.file('never/requirements.txt', 'jkf-is-nowhere==1.0\n');
    const file = bench.file('never/train.py', 'import jkf_is_nowhere\n');
    const { code, stderr } = await jkf(['run', file, ...actor.options('never')], env)
      .ended;
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain(said);
    expect(stderr).not.toContain('    at ');
    expect(await actor.find('never')).toBeUndefined();
    expect(await actor.objects('never')).toBe('');
  });

  it('are not looked for any more after Ctrl-C, and nothing is left', async () => {
    const { server, url } = await silent();
    bench.file('slow/requirements.txt', 'jkf-is-slow\n');
    const file = bench.file('slow/train.py', 'import jkf_is_slow\n');
    const line = ['run', file, ...actor.options('slow')];
    const start = jkf(line, { PIP_INDEX_URL: url });
    await actor.until(
      'slow',
      ({ waiting }) => waiting?.code.startsWith('packages-') === true
    );
    start.child.kill('SIGINT');
    expect((await start.ended).code).toBe(130);
    expect(await actor.find('slow')).toBeUndefined();
    // Who looked is gone, too.
    await expect
      .poll(() => commands().filter(line => line.includes('jkf-packages-')))
      .toEqual([]);
    server.close();
  });
});
