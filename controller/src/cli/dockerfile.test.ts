import { describe, expect, it } from 'vitest';
import { runLine, scriptedServices } from './testing/cli.js';
import { aPlan } from './testing/plan.js';
import { RecordedProcess } from './testing/process.js';
import { ScriptedTarget } from './testing/target.js';

const plan = aPlan();
const bundle = {
  digest: 'sha256:0',
  files: [
    {
      ...{ path: 'digits.py', mode: 0o644, sha256: '0', size: 2 },
      content: { kind: 'text', text: '1\n' } as const
    },
    {
      ...{ path: 'data/a.csv', mode: 0o644, sha256: '0', size: 2 },
      content: { kind: 'copy', from: '/work/data/a.csv' } as const
    }
  ],
  entry: plan.bundle.entry,
  requirements: ['six==1.16.0']
};
const services = scriptedServices(new ScriptedTarget([]), { plan, bundle });

function withNotebook(source: string): RecordedProcess {
  const process = new RecordedProcess();
  const cell = { cell_type: 'code', source, metadata: {}, outputs: [] };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
  process.readable.set('/work/digits.ipynb', JSON.stringify(notebook));
  process.readable.set('/work/apt.txt', 'curl\n');
  return process;
}

const LINE = 'image dockerfile digits.ipynb --base r.example/py:1';

describe('jkf image dockerfile', () => {
  it('prints it, with what the notebook installs', async () => {
    const process = withNotebook('!apt-get install -y graphviz\n!apt install $X\n1');
    const line = `${LINE} --apt git --apt-file apt.txt --base-user 1000`;
    const { code, out, err } = await runLine(line, services, process);
    expect([code, err]).toEqual([0, 'Not understood, and left out: apt install $X\n']);
    expect(out).toMatch(/^FROM r\.example\/py:1\n/);
    expect(out).toMatch(/ curl \\\n +git \\\n +graphviz \\\n/);
    expect(out).toContain('\nUSER 1000\n');
    expect(out.endsWith('COPY ["bundle/", "/opt/jkf/"]\n')).toBe(true);
  });

  it('writes it with all that it copies', async () => {
    const process = withNotebook('1');
    const { code, out } = await runLine(`${LINE} --export ctx`, services, process);
    expect([code, out]).toEqual([0, '']);
    expect([...process.written].map(([path]) => path)).toEqual([
      '/work/ctx/bundle/digits.py',
      '/work/ctx/bundle/data/a.csv',
      '/work/ctx/packages/requirements.txt',
      '/work/ctx/Dockerfile'
    ]);
    expect(process.written.get('/work/ctx/bundle/data/a.csv')).toBe(
      'copy of /work/data/a.csv'
    );
  });

  it('refuses what is more than a name', async () => {
    const process = withNotebook('1');
    const { code, err } = await runLine(`${LINE} --apt -oX=sh`, services, process);
    expect(code).not.toBe(0);
    expect(err).toContain('cannot stand in a Dockerfile');
  });
});
