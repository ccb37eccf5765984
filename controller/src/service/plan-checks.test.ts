import { DEFAULT_SETTINGS } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import { prepareAll } from '../core/plan/sequence.js';
import { UNTRIED } from './import-trial.js';
import { checksOf, type Found } from './plan-checks.js';

function gathered(...cells: string[]): Found {
  const made = cells.map(source => ({ cell_type: 'code', source }));
  const text = JSON.stringify({ nbformat: 4, cells: made });
  const prepared = prepareAll({ path: 'n.ipynb', text }, [], DEFAULT_SETTINGS);
  const nothing = { failing: [], doubtful: [], untold: [] };
  const discovery = {
    ...{ importFaults: nothing, requirements: [] },
    ...{ problems: [], warnings: [], notes: [] }
  };
  return {
    ...{ prepared, syntax: [], tried: UNTRIED },
    ...{ found: { checks: [] }, findings: { discovery } }
  } as unknown as Found;
}

describe('the checks of a plan', () => {
  it('name the commands of apt that nobody can read, where an image would need them', () => {
    const found = gathered('!apt-get install -y $(cat list)', '!apt-get update');
    const unread = (elsewhere: boolean): unknown =>
      checksOf(found, [], elsewhere)
        .filter(({ problem: why }) => why?.code === 'build-unread')
        .map(({ outcome, problem: why }) => [outcome, why?.params]);
    const command = 'apt-get install -y $(cat list)';
    expect(unread(true)).toEqual([['warning', { command }]]);
    expect(unread(false)).toEqual([]);
  });
});
