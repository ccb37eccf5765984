import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BundleEntry } from '../../core/bundle/bundle.js';
import type { ImportResult, ImportTrial, ImportWatch } from '../../ports/kernel.js';
import { LocalImportTrials } from './import-trials.js';

const PYTHON = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8'
}).trim();

describe('importing in a process of its own', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trial-'));
    vi.stubEnv('TMPDIR', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    // Copies, processes: whatever came of it, nothing is left.
    expect(readdirSync(folder).filter(name => name.startsWith('jkf-'))).toEqual([]);
    await rm(folder, { recursive: true });
  });

  function file(path: string, text: string): BundleEntry {
    const content = { kind: 'text', text } as const;
    return { path, size: text.length, mode: 0o644, sha256: '', content };
  }

  interface Asking extends Partial<ImportTrial> {
    readonly patience?: number;
    readonly watch?: ImportWatch;
  }

  /** `a.b` imports it; `a:b c` takes names from it. */
  function tried(
    wanted: readonly string[],
    asking: Asking = {}
  ): Promise<ImportResult> {
    const { patience, watch, ...rest } = asking;
    const modules = wanted.map(text => {
      const [module = '', names] = text.split(':');
      return { module, names: names?.split(' ') ?? [] };
    });
    const trial = { files: [], roots: [''], env: {}, ...rest, modules };
    const trials = new LocalImportTrials({
      env: process.env,
      ...(patience === undefined ? {} : { patience })
    });
    return trials.run({ python: PYTHON, origin: 'option', env: {} }, trial, watch);
  }

  async function faults(
    wanted: readonly string[],
    asking: Asking = {}
  ): Promise<readonly (string | undefined)[]> {
    const result = await tried(wanted, asking);
    expect(result.kind).toBe('tried');
    return result.kind === 'tried' ? result.outcomes.map(({ fault }) => fault) : [];
  }

  it('finds the files of the run, its folders and its variables', async () => {
    const files = [
      file(
        'mine.py',
        'import os, inner\nassert open("d.csv").read() == os.environ["A"]'
      ),
      file('src/inner.py', 'x = 1'),
      file('d.csv', 'b')
    ];
    const asking = { files, roots: ['', 'src'], env: { A: 'b' } };
    expect(await faults(['mine', 'inner:x', 'json.decoder'], asking)).toEqual([
      undefined,
      undefined,
      undefined
    ]);
  });

  it('says what fails, and where in the files of the run', async () => {
    const files = [
      file('a.py', '\nimport nowhere_at_all'),
      file('b.py', 'raise SystemExit(3)'),
      file('c.py', 'print("noise")\nx = 1')
    ];
    expect(await faults(['a', 'b', 'c:y', 'c:x', 'os.nothing'], { files })).toEqual([
      "ModuleNotFoundError: No module named 'nowhere_at_all' (a.py, line 2)",
      'SystemExit: 3 (b.py, line 1)',
      expect.stringMatching(/^ImportError: cannot import name 'y' from 'c'/),
      undefined,
      "ModuleNotFoundError: No module named 'os.nothing'; 'os' is not a package"
    ]);
  });

  it('finds nothing of the folder it was started in, and starts no runs', async () => {
    await writeFile(join(folder, 'beside.py'), '');
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    const files = [
      file('starts.py', 'import os\nassert os.environ["FAIRING_RUNTIME"]')
    ];
    expect(await faults(['beside', 'starts'], { files })).toEqual([
      "ModuleNotFoundError: No module named 'beside'",
      undefined
    ]);
  });

  it('changes nothing that lies beside the notebook', async () => {
    const own = join(folder, 'data.csv');
    await writeFile(own, 'mine');
    const data: BundleEntry = {
      ...file('data.csv', ''),
      content: { kind: 'copy', from: own }
    };
    const files = [file('w.py', 'open("data.csv", "w").write("theirs")'), data];
    expect(await faults(['w'], { files })).toEqual([undefined]);
    expect(readFileSync(own, 'utf8')).toBe('mine');
  });

  it('goes on to say how Python ended when a module ends it', async () => {
    const files = [
      file('dies.py', 'import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)'),
      file('leaves.py', 'import os\nos._exit(0)')
    ];
    expect(await faults(['os', 'dies', 'json'], { files })).toEqual([
      undefined,
      'Python itself ended with SIGSEGV'
    ]);
    expect(await faults(['leaves', 'json'], { files })).toEqual([
      'Python itself ended with exit code 0'
    ]);
  });

  it('ends at its deadline with what modules have started, and tells which was late', async () => {
    const mark = join(folder, 'late');
    const child = `import time\ntime.sleep(1.5)\nopen(${JSON.stringify(mark)}, "w")`;
    const text = `import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", ${JSON.stringify(child)}])
time.sleep(600)`;
    const asking = { files: [file('slow.py', text)], patience: 1000 };
    expect(await tried(['os', 'slow', 'json'], asking)).toMatchObject({
      ...{ kind: 'late', module: 'slow' },
      outcomes: [{ module: 'os' }]
    });
    await new Promise(done => setTimeout(done, 1500));
    expect(existsSync(mark)).toBe(false);
  });

  it('ends with its signal, and says what it imports', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const why = new Error('enough');
    const watch = {
      signal: abort.signal,
      onModule: (module: string) => {
        seen.push(module);
        if (module === 'slow') abort.abort(why);
      }
    };
    const files = [file('slow.py', 'import time\ntime.sleep(600)')];
    await expect(tried(['os', 'slow', 'json'], { files, watch })).rejects.toBe(why);
    expect(seen).toEqual(['os', 'slow']);
  });

  it('copies no more files when its signal has come', async () => {
    const why = new Error('enough');
    const gone: BundleEntry = {
      ...file('gone.py', ''),
      content: { kind: 'copy', from: join(folder, 'gone.py') }
    };
    const watch = { signal: AbortSignal.abort(why) };
    await expect(tried(['os'], { files: [gone], watch })).rejects.toBe(why);
  });

  it('says so when the files cannot be put together', async () => {
    const gone = join(folder, 'gone.py');
    const files: BundleEntry[] = [
      { ...file('gone.py', ''), content: { kind: 'copy', from: gone } }
    ];
    const result = await tried(['os'], { files });
    expect(result.kind === 'untried' ? result.detail : '').toContain('ENOENT');
  });
});
