/** How runs end badly: exceptions, exit codes, signals. Nothing may be left behind. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { platform } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { Bench } from './jkf.js';
import { outcomeOf, unwrapped } from './outcome.js';
import { processesOf } from './processes.js';

const python = await environment('dev');

describe.skipIf(!python.path)(`runs that do not succeed${python.reason}`, () => {
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench(python.path);
  });
  afterAll(() => {
    bench.dispose();
  });

  it('names cell and line of the notebook when a cell raises', async () => {
    const path = bench.notebook(
      'failing.ipynb',
      '%matplotlib inline\nx = 1',
      { source: 'left out', tags: ['skip'] },
      'def divide(a, b):\n    return a / b\n\n!echo before\ndivide(x, 0)'
    );
    const { code, stdout, stderr } = await bench.follow(path);
    expect(code).toBe(1);
    expect(unwrapped(stderr)).toMatch(
      /cell 3 of \S+, line 2, raised ZeroDivisionError/
    );
    const output = stdout + stderr;
    expect(output).toMatch(/failing\.ipynb, cell 3", line 5/);
    expect(output).toContain('    return a / b');
    // Neither the runner's frames nor jkf's are the user's business.
    expect(output).not.toMatch(/jkf_runner|jkf\.cjs|node:internal/);
  });

  it('ends the other ranks when one fails, and blames the one that did', async () => {
    const path = bench.notebook(
      'two.ipynb',
      'import os, time\nrank = int(os.environ["RANK"])',
      'if rank == 1:\n    raise ValueError("only here")\ntime.sleep(600)'
    );
    const outcome = await bench.run(path, '--ranks', '2');
    expect(outcome.code).toBe(1);
    expect(outcome.run.problem).toMatchObject({
      code: 'run-failed-in-cell',
      place: { cell: 2, line: 2 }
    });
    expect(outcome.run.problem?.sentence).toContain('only here');
    expect(outcome.run.ranks.map(({ state }) => state)).toEqual(['stopped', 'failed']);
  });

  it('gives back the exit code of sys.exit', async () => {
    const path = bench.notebook(
      'exit.ipynb',
      'import sys',
      'sys.exit(42)',
      'print("no")'
    );
    const outcome = await bench.run(path);
    expect(outcome.code).toBe(42);
    expect(outcome.lines()).toEqual([]);
  });

  it('says which signal ended a rank', async () => {
    const path = bench.notebook(
      'killed.ipynb',
      'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)'
    );
    const outcome = await bench.run(path);
    expect(outcome.code).toBe(137);
    expect(outcome.run.problem?.code).toBe('run-rank-killed');
  });

  it('says that the ports it may use are taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    const path = bench.notebook('ports.ipynb', 'x = 1');
    const args = ['run', path, ...bench.interpreter(), '--ranks', '2', '-o', 'json'];
    const ended = await bench.start(args, { JKF_PORTS: `${port}-${port}` }).ended;
    server.close();
    const outcome = outcomeOf(ended);
    expect(outcome.code).toBe(1);
    expect(outcome.run.problem?.code).toBe('ports-exhausted');
    expect(processesOf(outcome.run.id)).toEqual([]);
  });

  it.skipIf(platform !== 'linux')(
    'ends with 130 on Ctrl-C and leaves no process behind',
    async () => {
      const path = bench.notebook(
        'slow.ipynb',
        'import subprocess, time\nchild = subprocess.Popen(["sleep", "600"])',
        'print("started", flush=True)\ntime.sleep(600)'
      );
      const args = ['run', path, ...bench.interpreter(), '--ranks', '2', '--follow'];
      const command = bench.start([...args, '-o', 'json']);
      await command.printed(/"text":"started"/);
      command.child.kill('SIGINT');
      const outcome = outcomeOf(await command.ended);
      expect(outcome.code).toBe(130);
      expect(outcome.run.state).toBe('cancelled');
      expect(processesOf(outcome.run.id)).toEqual([]);
    }
  );
});
