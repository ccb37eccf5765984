/** The builder in the cluster: BuildKit in a pod of its own, a real registry, real runs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginOf } from '../../controller/src/core/registry/login.js';
import { locate } from '../../controller/src/core/registry/repository.js';
import type { Command } from '../local/command.js';
import { BuilderBench, builderMap } from './support/builder.js';
import { noCluster, Place } from './support/cluster.js';
import { Actor } from './support/runs.js';

/** BuildKit is compiled where it is not there yet. */
const UP_MS = 10 * 60_000;
const BUILD_MS = 120_000;

describe.skipIf(noCluster !== '')(`the cluster's builder${noCluster}`, () => {
  const place = noCluster === '' ? new Place('builder') : (undefined as never);
  const admin = noCluster === '' ? new Place('builder-admin') : (undefined as never);
  const actor = new Actor(place);
  const { bench } = actor;
  const builder = new BuilderBench(actor);
  /** A base whose apt has a package. */
  let base = '';

  const jkf = (args: string[], env: NodeJS.ProcessEnv = {}): Command =>
    actor.jkf(args, {
      ...{ JKF_PUSH: `${builder.host}/team/built`, JKF_PLAIN_HTTP: builder.host },
      ...{ JKF_ADMIN_NAMESPACE: admin.namespace, ...env }
    });

  beforeAll(async () => {
    await Promise.all([builder.begin(), admin.make()]);
    await admin.mustApply(builderMap({ image: builder.image }));
    base = await builder.debian();
  }, UP_MS);
  afterAll(() => Promise.all([builder.end(), admin.remove()]));

  it(
    'tells what it does, and leaves nothing but the image',
    async () => {
      const [lines, doing]: [string[], string[]] = [[], []];
      const digest = await builder.build(
        builder.request('RUN echo made in the cluster', 'builder/a:1'),
        {
          onLine: line => void lines.push(line),
          onProgress: ({ text }) => void doing.push(text)
        }
      );
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(lines.join('\n')).toContain('made in the cluster');
      expect(doing.join('\n')).toContain('RUN echo made in the cluster');
      await builder.nothingLeft();
    },
    BUILD_MS
  );

  it(
    'makes a run’s image with the packages of Debian that the notebook installs, once for all',
    async () => {
      const file = bench.notebook(
        'debian.ipynb',
        '!apt-get install -y jkf-hello',
        'import subprocess\nprint(subprocess.check_output("jkf-hello", text=True))'
      );
      const options = ['--memory', '128MiB', '--image', base];
      const line = ['run', file, ...actor.options('first'), ...options, '--follow'];
      const first = await jkf(line).ended;
      expect(first.code, first.stderr).toBe(0);
      expect(first.stdout).toContain('hello from a package');
      const log = await jkf(['runs', 'logs', 'first', '--rank', 'image']).ended;
      expect(log.stdout).toContain('Setting up jkf-hello');
      await builder.nothingLeft();
      const again = ['run', file, ...actor.options('second'), ...options, '--follow'];
      const second = await jkf(again).ended;
      expect(second.code, second.stderr).toBe(0);
      expect(second.stdout).toContain('hello from a package');
      const other = await jkf(['runs', 'logs', 'second', '--rank', 'image']).ended;
      expect(other.stdout).toBe('');
      const images = await place.must(
        ...['get', 'jobs', '-o'],
        'jsonpath={.items[*].spec.template.spec.containers[0].image}'
      );
      const [one, two] = images.split(' ');
      expect(one).toMatch(/\/team\/built@sha256:/);
      expect(two).toBe(one);
    },
    2 * BUILD_MS
  );

  it(
    'gives way to a program of this computer for those who want that',
    async () => {
      const file = bench.file(
        'here.py',
        'import subprocess\nprint(subprocess.check_output("jkf-hello", text=True))\n'
      );
      // As it works for root in a container.
      const env = { BUILDAH_ISOLATION: 'chroot', STORAGE_DRIVER: 'vfs' };
      const push = `${builder.host}/team/here`;
      const { code, stdout, stderr } = await jkf(
        [
          ...['run', file, ...actor.options('here'), '--image', base, '--follow'],
          ...['--apt', 'jkf-hello', '--built-by', 'local']
        ],
        { ...env, JKF_PUSH: push }
      ).ended;
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('hello from a package');
      const log = await jkf(['runs', 'logs', 'here', '--rank', 'image']).ended;
      expect(log.stdout).toContain('Setting up jkf-hello');
      expect(await builder.left()).toBe('');
    },
    2 * BUILD_MS
  );

  it(
    'builds the Dockerfile beside a file, with what it copies, once for all',
    async () => {
      const steps =
        'RUN apt-get update && apt-get install -y jkf-hello\nCOPY *.txt /words/';
      bench.file('own/Dockerfile', `FROM ${base}\n${steps}\n`);
      bench.file('own/words.txt', 'of the folder\n');
      bench.file('own/left.txt', 'not this\n');
      bench.file('own/.dockerignore', 'left.txt\n');
      const program = `import os, subprocess
print(os.listdir("/words"), subprocess.check_output("jkf-hello", text=True))
`;
      const file = bench.file('own/train.py', program);
      const line = ['run', file, '--dockerfile', 'Dockerfile', '--follow'];
      const { code, stdout, stderr } = await jkf([...line, ...actor.options('own')])
        .ended;
      expect(code, stderr).toBe(0);
      expect(stdout).toContain("['words.txt'] hello from a package");
      const again = await jkf([...line, ...actor.options('own-again')]).ended;
      expect(again.code, again.stderr).toBe(0);
      const log = await jkf(['runs', 'logs', 'own-again', '--rank', 'image']).ended;
      expect(log.stdout).toBe('');
      await builder.nothingLeft();
    },
    2 * BUILD_MS
  );

  it(
    'says which step failed, in a run’s words, and keeps its log',
    async () => {
      const file = bench.file('missing.py', 'print(1)\n');
      const { code, stderr } = await jkf([
        ...['run', file, ...actor.options('missing'), '--image', base],
        ...['--apt', 'jkf-is-nowhere', '--follow']
      ]).ended;
      expect(code).not.toBe(0);
      expect(stderr.replace(/\s+/g, ' ')).toMatch(
        /BuildKit could not build the image: .*exit code: 100/
      );
      // The end of its log, for nothing is left that has it.
      expect(stderr).toContain('Unable to locate package jkf-is-nowhere');
      expect(stderr).not.toContain('    at ');
      await builder.nothingLeft();
    },
    BUILD_MS
  );

  it(
    'ends when it is cancelled half-way, and leaves nothing',
    async () => {
      const abort = new AbortController();
      const built = builder.build(
        builder.request('RUN echo asleep && sleep 300', 'builder/slow:1'),
        {
          signal: abort.signal,
          onLine: line => {
            if (/\d asleep$/.test(line)) abort.abort(new Error('enough'));
          }
        }
      );
      await expect(built).rejects.toThrow('enough');
      await builder.nothingLeft();
    },
    BUILD_MS
  );

  it(
    'pushes with a login that is in a Secret alone',
    async () => {
      const { auth, username, password } = place.status.registries;
      const login = loginOf(username, password);
      const seen: string[] = [];
      const push = locate(`${auth}/builder/login:1`);
      const logins = new Map(login ? [[auth, login]] : []);
      const plainHttp = [builder.host, auth];
      const digest = await builder.build(
        builder.request('RUN echo with a login', 'x:1', { push, logins, plainHttp }),
        {
          onProgress: () => {
            void place
              .kubectl('get', 'jobs,pods,configmaps', '-o', 'yaml')
              .then(({ stdout }) => void seen.push(stdout));
          }
        }
      );
      expect(digest).toMatch(/^sha256:/);
      expect(seen.join('')).toContain('jkf-build-');
      expect(seen.join('')).not.toContain(login?.basic ?? password);
      await builder.nothingLeft();
    },
    BUILD_MS
  );

  it(
    'that is wanted where the namespace forbids it is told before, and nothing is made',
    async () => {
      const label = 'pod-security.kubernetes.io/enforce=restricted';
      await place.must('label', 'namespace', place.namespace, label);
      try {
        const file = bench.file('forbidden.py', 'print(1)\n');
        const { code, stderr, stdout } = await jkf(
          [
            ...['plan', file, ...actor.options('forbidden').slice(2), '--image', base],
            ...['--apt', 'jkf-hello', '--build', 'build']
          ],
          { PATH: '/usr/sbin:/nowhere' }
        ).ended;
        expect(code).not.toBe(0);
        expect((stdout + stderr).replace(/\s+/g, ' ')).toContain(
          'The namespace lets no builder run, which jkf-hello (apt) needs.'
        );
      } finally {
        await place.must(
          'label',
          'namespace',
          place.namespace,
          `${label.split('=')[0] ?? ''}-`
        );
      }
    },
    BUILD_MS
  );
});
