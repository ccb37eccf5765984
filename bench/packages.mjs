/**
 * An image with packages: beside buildah, which runs the Dockerfile that says the same.
 * The wheels are in a folder of this computer, so that no index is measured.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { section, table, time } from './measure.mjs';
import { pusher } from './pusher.mjs';
import { startRegistry, startWire } from './registry.mjs';

/** The program as it is shipped. */
const JKF = join(import.meta.dirname, '..', 'controller', 'dist', 'jkf.cjs');

const execute = promisify(execFile);

/** Twelve that notebooks import, about 150 MB with what they need. */
const NAMES = [
  ...['numpy', 'pandas', 'scipy', 'scikit-learn', 'matplotlib', 'pillow'],
  ...['pyarrow', 'requests', 'tqdm', 'joblib', 'humanize', 'tabulate']
];
const PYTHON = '3.11';
const ROUND_TRIP = 20;
/** How much faster than buildah. */
const GOALS = { first: 2, second: 20 };

async function tool(command, args, options = {}) {
  const { stdout } = await execute(command, args, { maxBuffer: 1 << 26, ...options });
  return stdout.trim();
}

async function timed(work) {
  const started = performance.now();
  const result = await work();
  const time = performance.now() - started;
  return typeof result === 'object' ? { ...result, time } : { time };
}

/** Wheels for the base, with what they need. @returns their versions, pinned */
async function download(folder) {
  const platforms = ['manylinux2014_x86_64', 'manylinux_2_28_x86_64'];
  await tool('python3', [
    ...['-m', 'pip', 'download', '--quiet', '--dest', folder],
    ...['--only-binary=:all:', '--python-version', PYTHON],
    ...platforms.flatMap(name => ['--platform', name]),
    ...NAMES
  ]);
}

/** Somebody who builds with buildah, and shares nothing with others. */
function buildahUser(folder, { host, wheels, base, repository }) {
  const context = join(folder, 'context');
  mkdirSync(context, { recursive: true });
  const conf = join(folder, 'registries.conf');
  writeFileSync(conf, `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
  writeFileSync(join(context, 'requirements.txt'), NAMES.join('\n'));
  const lines = [
    `FROM ${base}`,
    'COPY requirements.txt /tmp/requirements.txt',
    'RUN pip install --no-index --find-links /wheels --no-cache-dir -r /tmp/requirements.txt',
    'COPY train.py /app/train.py'
  ];
  writeFileSync(join(context, 'Dockerfile'), lines.join('\n'));
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run')];
  const env = {
    ...process.env,
    ...{ CONTAINERS_REGISTRIES_CONF: conf, BUILDAH_ISOLATION: 'chroot' },
    ...{ STORAGE_DRIVER: 'vfs', TMPDIR: folder }
  };
  return async code => {
    writeFileSync(join(context, 'train.py'), code);
    const name = `${host}/${repository}:latest`;
    await tool(
      'buildah',
      [
        ...store,
        'build',
        '--layers',
        '-v',
        `${wheels}:/wheels:ro`,
        '-t',
        name,
        context
      ],
      { env }
    );
    await tool('buildah', [...store, 'push', name, `docker://${name}`], { env });
    return {};
  };
}

/** Somebody who builds with jkf, and shares nothing with others. */
async function ourUser(folder, { host, wheels, base, repository }) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'train.py');
  writeFileSync(file, 'print(1)\n');
  writeFileSync(join(folder, 'requirements.txt'), NAMES.join('\n'));
  const env = { ...process.env, JKF_HOME: join(folder, 'home') };
  const gateway = await pusher(host);
  return {
    /** What every command on this code does first, with nothing kept. */
    plan: () =>
      tool(process.execPath, [JKF, 'plan', file], {
        env: { ...env, JKF_HOME: join(folder, 'home-of-plan') }
      }),
    build: async () => {
      const text = await tool(
        process.execPath,
        [
          ...[JKF, 'image', 'packages', file, '--base', base, '-o', 'json'],
          ...['--push', `${host}/${repository}`, '--plain-http', host],
          ...['--no-index', '--find-links', wheels]
        ],
        { env }
      );
      return JSON.parse(text).image;
    },
    code: (image, text) => {
      const bytes = new Uint8Array(Buffer.from(text));
      const files = [{ path: 'train.py', mode: 0o644, bytes }];
      return gateway.append(image, `${host}/${repository}-code`, files);
    },
    close: () => gateway.close()
  };
}

/** The base of the development images, in this registry. */
async function pushBase(host) {
  const args = ['scripts/dev.mjs', 'images', '--push', host, '--only', 'python'];
  return (await tool(process.execPath, [...args, '--plain-http'])).split('\n').at(-1);
}

async function byBuildah(folder, place) {
  const one = buildahUser(join(folder, 'buildah-1'), place);
  const first = await timed(() => one('print(1)\n'));
  const code = await timed(() => one('print(2)\n'));
  const other = buildahUser(join(folder, 'buildah-2'), place);
  return { first, code, second: await timed(() => other('print(3)\n')) };
}

async function byUs(folder, { wire, ...place }) {
  const one = await ourUser(join(folder, 'jkf-1'), place);
  const first = await timed(async () => {
    const image = await one.build();
    await one.code(image.reference, 'print(1)\n');
    return image;
  });
  const code = await timed(() => one.code(first.reference, 'print(2)\n'));
  const other = await ourUser(join(folder, 'jkf-2'), place);
  wire.requests = 0;
  const second = await timed(async () => {
    const image = await other.build();
    await other.code(image.reference, 'print(3)\n');
    return image;
  });
  const { requests } = wire;
  const plan = await timed(() => other.plan());
  await Promise.all([one.close(), other.close()]);
  return { first, code, second, plan, requests };
}

export async function packages({ folder }) {
  const wheels = join(folder, 'wheels');
  if (!existsSync(wheels)) await download(wheels);
  const registry = await startRegistry(join(folder, 'packages-registry'));
  const wire = await startWire(registry.host);
  try {
    wire.roundTrip = ROUND_TRIP;
    const name = (await pushBase(registry.host)).replace(registry.host, '');
    const base = `${wire.host}${name}`;
    const place = { host: wire.host, wheels, base };
    const theirs = await byBuildah(folder, { ...place, repository: 'theirs/train' });
    const ours = await byUs(folder, { ...place, wire, repository: 'ours/train' });
    return report(theirs, ours);
  } finally {
    wire.stop();
    registry.stop();
  }
}

function report(theirs, ours) {
  const ratio = key => theirs[key].time / ours[key].time;
  const row = (title, key) => [
    title,
    time(theirs[key].time),
    time(ours[key].time),
    `${ratio(key).toFixed(1)} times`,
    GOALS[key] === undefined ? '' : String(GOALS[key])
  ];
  const sent = ours.second.sentBytes;
  const failures = [
    ...Object.entries(GOALS).flatMap(([key, goal]) =>
      ratio(key) >= goal
        ? []
        : [`the ${key} build is ${ratio(key).toFixed(1)} times as fast, not ${goal}`]
    ),
    ...(sent === 0 ? [] : [`the second user sends ${sent} bytes of packages, not 0`])
  ];
  return section({
    title: `An image with ${String(NAMES.length)} packages and code, built and pushed, 20 ms round trip`,
    text: [
      table(
        ['', 'buildah', 'jkf', 'jkf is faster', 'goal'],
        [
          row('first build', 'first'),
          row('by another user, on another computer', 'second'),
          row('changed code, by the first user', 'code')
        ]
      ),
      restOf(ours)
    ].join('\n\n'),
    failures
  });
}

/** What is left of the time of somebody who has nothing, and finds all of it. */
function restOf({ plan, requests, second }) {
  return table(
    ['of what the other user does', ''],
    [
      ['the plan, as of every command on this code', time(plan.time)],
      ['requests over the wire', String(requests)],
      ['bytes of packages that are sent', String(second.sentBytes)]
    ]
  );
}
