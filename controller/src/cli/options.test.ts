import { DEFAULT_SETTINGS, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import type { PlanRequest } from '../service/services.js';
import { settingsOf, type PlanFlags } from './options.js';
import { runLine } from './testing/cli.js';

/** The settings of a whole command line, as the planner gets them. */
async function requested(line: string): Promise<PlanRequest | undefined> {
  let request: PlanRequest | undefined;
  const plan = (asked: PlanRequest): Promise<never> => {
    request = asked;
    return Promise.reject(new Error('enough'));
  };
  await runLine(line, { planner: { plan, convert: plan } });
  return request;
}

describe('the options of a plan', () => {
  it('leave everything to the plan when none is given', async () => {
    expect(await requested('plan notes/digits.ipynb')).toEqual({
      path: '/work/notes/digits.ipynb',
      ...{ shown: 'notes/digits.ipynb', isTyped: true },
      settings: DEFAULT_SETTINGS
    });
  });

  it('all arrive', async () => {
    const typed =
      'run x.ipynb --mode script --ranks 3 --framework torch -p a=1 -p b=x=y -i data ' +
      '-i *.csv -x big.bin -e K=V --input d=s3://b/k,secret=s --input w=https://h/a --kernel k --python .venv/bin/python --name n --disk-limit 2GiB';
    expect((await requested(typed))?.settings).toEqual({
      mode: 'script',
      ranks: 3,
      framework: 'torch',
      parameters: { a: '1', b: 'x=y' },
      include: ['data', '*.csv'],
      exclude: ['big.bin'],
      inputs: [
        { name: 'd', url: 's3://b/k', secret: 's' },
        { name: 'w', url: 'https://h/a' }
      ],
      env: { K: 'V' },
      args: [],
      kernel: 'k',
      python: '.venv/bin/python',
      name: 'n',
      diskBytes: 2 * 2 ** 30
    });
  });

  it.each<[string, string, string[] | undefined]>([
    [
      'run nb/a.ipynb nb/b.ipynb nb/c.ipynb',
      '/work/nb/a.ipynb',
      ['b.ipynb', 'c.ipynb']
    ],
    ['run ./a.ipynb b.ipynb', '/work/a.ipynb', ['b.ipynb']],
    ['run a.ipynb ./-b.ipynb', '/work/a.ipynb', ['-b.ipynb']],
    ['run nb/a.ipynb other/b.ipynb', '/work/nb/a.ipynb', ['other/b.ipynb']],
    ['run dir', '/work/dir/a.ipynb', ['b.ipynb']],
    ['run a.ipynb', '/work/a.ipynb', undefined]
  ])('%s runs %s, and then %j', async (line, path, then) => {
    const request = await requested(line);
    expect([request?.path, request?.settings.then]).toEqual([path, then]);
    expect(request?.settings.args).toEqual([]);
  });

  it('end where the arguments of a file begin', async () => {
    const request = await requested('plan train.py -r 2 -- --ranks 9 data');
    expect(request?.settings).toMatchObject({
      ranks: 2,
      args: ['--ranks', '9', 'data']
    });
  });
});

describe('options that do not go together', () => {
  it.each<[PlanFlags, readonly string[], string]>([
    [{ ranks: '2', replicas: 'worker=2' }, [], 'options-conflict'],
    [{ function: 'train', mode: 'script' }, [], 'options-conflict'],
    [{ mode: 'function' }, [], 'option-missing'],
    [{}, ['--epochs', '5'], 'arguments-unexpected'],
    [{}, ['other.ipynb', 'x'], 'arguments-unexpected'],
    [{ ranks: 'many' }, [], 'option-invalid'],
    [{ diskLimit: 'all' }, [], 'option-invalid']
  ])('%j %j', (flags, args, code) => {
    const attempt = (): unknown => settingsOf('x.ipynb', args, flags);
    expect(attempt).toThrow(ProblemError);
    expect(attempt).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ code }) as unknown
      }) as Error
    );
  });
});
