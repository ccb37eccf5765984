/** Each way a local run can be refused or fail, with its row of the error table. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { LocalTarget } from '../../controller/src/adapters/local/target.js';
import type { LaunchRequest } from '../../controller/src/ports/target.js';
import { sleep } from '../../controller/src/adapters/run-folder/sleep.js';
import { localTarget } from './support/local.js';
import { commands, marked } from './support/marked.js';
import { SUPERVISOR } from './support/node.js';
import { all, ended, linesOf, problemOf, until } from './support/reading.js';
import { copiedFile, requestOf } from './support/requests.js';

const HANG = { kind: 'hang' } as const;
const folder = mkdtempSync(join(tmpdir(), 'jkf-problems-'));
const root = join(folder, 'runs');
const { target, dispose } = localTarget(root);
afterAll(async () => {
  await dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function endOf(request: LaunchRequest, on: LocalTarget = target): Promise<Run> {
  await on.launch(request);
  return ended(on, request.id);
}

describe('a run that cannot start', () => {
  const nothingLeft = (id: string): void => {
    const names = existsSync(root) ? readdirSync(root) : [];
    expect(names.filter(name => name.includes(id))).toEqual([]);
  };

  it('has a file that changed after the plan', async () => {
    const path = join(folder, 'data.csv');
    writeFileSync(path, 'planned');
    const request = requestOf('changed', [[]], {
      files: [copiedFile('data.csv', path)]
    });
    writeFileSync(path, 'changed');
    expect(await problemOf(target.launch(request))).toBe('source-changed');
    rmSync(path);
    expect(await problemOf(target.launch(request))).toBe('source-changed');
    nothingLeft('changed');
  });

  it.each([
    ['missing', join(folder, 'no-python')],
    ['a folder', folder],
    ['not executable', import.meta.filename]
  ])('has an interpreter that is %s', async (_name, python) => {
    const request = requestOf('no-python', [[]], { python });
    expect(await problemOf(target.launch(request))).toBe('kernel-gone');
    nothingLeft('no-python');
  });

  it('has parameters that do not fit into the environment', async () => {
    const value = 'x'.repeat(200_000);
    const parameter = { name: 'text', type: 'str', defaultSource: "''" } as const;
    const parameters = [{ ...parameter, value, cell: 1, line: 1 }];
    const request = requestOf('large', [[]], { parameters });
    expect(await problemOf(target.launch(request))).toBe('parameters-too-large');
  });

  it.each(['', 'Capitals', 'a/b', '../up', 'ends-', '1st', 'x'.repeat(41)])(
    'has the id "%s"',
    async id => {
      expect(await problemOf(target.launch(requestOf(id, [[]])))).toBe(
        'run-id-invalid'
      );
    }
  );

  it.each([
    ['is missing', [join(folder, 'no-program')]],
    ['ends at once', ['/bin/sh', '-c', 'echo no luck; exit 9']]
  ])('has a supervisor that %s', async (_name, command) => {
    const other = localTarget(root, command).target;
    expect(await problemOf(other.launch(requestOf('orphan', [[]])))).toBe(
      'run-not-started'
    );
    nothingLeft('orphan');
  });

  it('leads out of its folder', async () => {
    const [file] = requestOf('x', [[]]).bundle.files;
    if (!file) throw new RangeError('the bundle is empty');
    const request = requestOf('escape', [[]], {
      files: [{ ...file, path: '../../escaped' }]
    });
    await expect(target.launch(request)).rejects.toThrow('leads out of the bundle');
    nothingLeft('escape');
  });
});

describe('a run that fails', () => {
  it('finds no free ports', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const port = String((server.address() as AddressInfo).port);
    const [node = '', ...args] = SUPERVISOR;
    const command = [node, ...args, `--ports=${port}-${port}`];
    const other = localTarget(root, command).target;
    const run = await endOf(requestOf('ports', [[], []]), other);
    server.close();
    expect(run.problem?.code).toBe('ports-exhausted');
    expect(run.ranks.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });

  it('writes more than it may', async () => {
    const code =
      "import time\nopen('large', 'wb').write(b'x' * 3_000_000)\ntime.sleep(1000)";
    const run = await endOf(requestOf('writer', [[]], { code, diskBytes: 2_000_000 }));
    expect(run.problem).toMatchObject({
      code: 'run-disk-limit',
      params: { limit: '1.9 MiB' }
    });
    expect(run.ranks[0]?.state).toBe('stopped');
  });

  it('is killed, as by a system without memory', async () => {
    const code = 'import os\nos.kill(os.getpid(), 9)';
    const run = await endOf(requestOf('killed', [[]], { code }));
    expect(run.problem?.code).toBe('run-rank-killed');
    expect(run.ranks[0]).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
  });

  it('crashes in native code', async () => {
    const code = 'import os\nos.abort()';
    const run = await endOf(requestOf('crashed', [[]], { code }));
    expect(run.problem).toMatchObject({
      code: 'run-rank-signal',
      params: { signal: 'SIGABRT' }
    });
  });

  it('loses its interpreter between plan and start', async () => {
    const python = join(folder, 'python');
    writeFileSync(python, '#!/no/such/interpreter\n');
    chmodSync(python, 0o755);
    const run = await endOf(requestOf('lost', [[]], { python }));
    expect(run.problem?.code).toBe('kernel-gone');
  });
});

describe('the end of a run', () => {
  it('ends processes that ignore SIGTERM', async () => {
    const code =
      'import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n' +
      "print('deaf', flush=True)\ntime.sleep(1000)";
    await target.launch(requestOf('deaf', [[]], { code, graceSeconds: 0.2 }));
    await until(target, 'deaf', ({ kind }) => kind === 'log');
    await target.cancel('deaf');
    const run = await ended(target, 'deaf');
    expect(run.ranks[0]).toMatchObject({ signal: 'SIGKILL', exitCode: 137 });
    expect(marked('deaf')).toEqual([]);
  });

  it('ends what ranks that succeeded have left behind, even without the mark', async () => {
    const code =
      "import subprocess\nsubprocess.Popen(['setsid', 'sleep', '12345'])\n" +
      "subprocess.Popen(['env', '-i', 'sleep', '12345'])";
    const run = await endOf(requestOf('leftovers', [[]], { code }));
    expect(run.state).toBe('succeeded');
    expect(commands().filter(line => line.endsWith('sleep 12345'))).toEqual([]);
  });

  it('keeps bytes that are no UTF-8 as replacement characters', async () => {
    const code = "import os\nos.write(1, b'\\xff\\xfe ok\\n')";
    await endOf(requestOf('bytes', [[]], { code }));
    expect(linesOf(await all(target, 'bytes'), 0)).toEqual(['\ufffd\ufffd ok']);
  });

  it('cuts lines of more than a MiB, at characters, and loses nothing', async () => {
    const code = "import os\nos.write(1, ('é' * 1_300_000 + '\\n').encode())";
    await endOf(requestOf('long', [[]], { code }));
    const lines = linesOf(await all(target, 'long'), 0);
    expect(lines.length).toBe(3);
    expect(lines.join('')).toBe('é'.repeat(1_300_000));
  });
});

describe('the files of a run', () => {
  it('are refused for a repetition when somebody changed them', async () => {
    const { folder: place = '' } = await endOf(requestOf('tampered', [[]]));
    writeFileSync(join(place, 'bundle', 'player.py'), 'print(1)');
    const again = target.rerun({ id: 'again', from: 'tampered', parameters: {} });
    expect(await problemOf(again)).toBe('run-bundle-changed');
  });

  it('that are damaged are told of, and in nobody else’s way', async () => {
    const { folder: place = '' } = await endOf(requestOf('damaged', [[]]));
    writeFileSync(join(place, 'state.json'), '{"half":');
    expect(await problemOf(target.get('damaged'))).toBe('run-unreadable');
    expect((await target.list()).map(({ id }) => id)).not.toContain('damaged');
  });

  it('count as outputs when their content changed, caches and our own do not', async () => {
    const code =
      "import os\nopen('player.py', 'a').write('#')\n" +
      "open('steps.json', 'r+').write('[[]]')\nos.makedirs('__pycache__')\n" +
      "open('__pycache__/x.pyc', 'w')\nopen('.jkf/executed.ipynb', 'w')\n" +
      "os.makedirs('deep/er')\nopen('deep/er/é.txt', 'w').write('x')";
    await endOf(requestOf('outputs', [[]], { code }));
    const paths = (await target.outputs('outputs')).map(({ path }) => path);
    expect(paths).toEqual(['.jkf/executed.ipynb', 'deep/er/é.txt', 'player.py']);
  });

  it('that the program deleted are no outputs, and nothing to stumble over', async () => {
    const code = 'import os, shutil\nshutil.rmtree(os.getcwd())';
    const { state } = await endOf(requestOf('swept', [[], []], { code }));
    expect(state).toBe('succeeded');
    expect(await target.outputs('swept')).toEqual([]);
    expect(await problemOf(target.file('swept', 0, 'player.py'))).toBe(
      'output-missing'
    );
  });

  it('are ended with the run when somebody deletes them while it is active', async () => {
    const request = requestOf('lost-folder', [[{ kind: 'write', text: 'x\n' }, HANG]]);
    const { folder: place = '' } = await target.launch(request);
    await until(target, 'lost-folder', ({ kind }) => kind === 'log');
    rmSync(place, { recursive: true });
    expect(await problemOf(target.get('lost-folder'))).toBe('run-unknown');
    while (marked('lost-folder').length > 0) await sleep(50);
  });

  it('may be a link to elsewhere', async () => {
    const link = join(folder, 'link');
    symlinkSync(root, link);
    const linked = localTarget(link).target;
    expect((await endOf(requestOf('linked', [[]]), linked)).state).toBe('succeeded');
  });
});
