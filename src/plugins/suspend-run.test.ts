// @vitest-environment jsdom
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { nullTranslator } from '@jupyterlab/translation';
import { CLUSTER_ROUTES, type Run } from '@jupyterlab-kubeflow/protocol';
import { CommandRegistry } from '@lumino/commands';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandIDs, type IRuns } from '../tokens.js';
import { addSuspension } from './suspend-run.js';

// The icons beside them are files that only a bundler can read.
vi.mock('@jupyterlab/ui-components', () => ({ pauseIcon: {}, runIcon: {} }));
vi.mock('./report.js', () => ({
  attempt: (_: unknown, work: () => unknown) => work()
}));

const CLUSTER = { kind: 'cluster', context: 'c', namespace: 'n' } as const;
const RUNS = {
  'on-it': { id: 'on-it', state: 'running', target: CLUSTER },
  paused: { id: 'paused', state: 'suspended', target: CLUSTER },
  done: { id: 'done', state: 'succeeded', target: CLUSTER },
  here: { id: 'here', state: 'running' }
} as unknown as Readonly<Record<string, Run>>;

describe('the commands that suspend and resume', () => {
  let commands: CommandRegistry;
  let told: string[];
  /** Id of the run whose context menu is open. */
  let hit: string;
  beforeEach(() => {
    commands = new CommandRegistry();
    told = [];
    const contextMenuHitTest = () => ({ dataset: { run: hit } });
    const app = { commands, contextMenuHitTest } as unknown as JupyterFrontEnd;
    const runs = {
      get: (id: string) => RUNS[id],
      tell: (path: string) => {
        told.push(path);
        return Promise.resolve();
      }
    } as unknown as IRuns;
    const trans = nullTranslator.load('');
    addSuspension(app, runs, trans);
    // As the panel does after a view was opened, or the other way round.
    addSuspension(app, runs, trans);
  });

  it.each([
    ['on-it', true, false],
    ['paused', false, true],
    ['done', false, false],
    ['here', false, false],
    ['unknown', false, false]
  ])('of the run %s offer what can be done to it', (id, suspend, resume) => {
    const { suspendRun, resumeRun } = CommandIDs;
    for (const is of ['isEnabled', 'isVisible'] as const) {
      expect(commands[is](suspendRun, { id })).toBe(suspend);
      expect(commands[is](resumeRun, { id })).toBe(resume);
    }
  });

  it('tell the server which run it is', async () => {
    await commands.execute(CommandIDs.suspendRun, { id: 'on-it' });
    await commands.execute(CommandIDs.resumeRun, { id: 'paused' });
    expect(told).toEqual([
      CLUSTER_ROUTES.suspend('on-it'),
      CLUSTER_ROUTES.resume('paused')
    ]);
  });

  it('are about the run whose context menu is open', async () => {
    hit = 'paused';
    expect(commands.isVisible(CommandIDs.suspendRun)).toBe(false);
    expect(commands.isVisible(CommandIDs.resumeRun)).toBe(true);
    await commands.execute(CommandIDs.resumeRun);
    expect(told).toEqual([CLUSTER_ROUTES.resume('paused')]);
  });
});
