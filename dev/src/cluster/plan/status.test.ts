import { describe, expect, it } from 'vitest';
import { alignRows, statusRows } from './status.js';

describe('the table of status', () => {
  it('has a row for each component, aligned', () => {
    const lines = alignRows(
      statusRows([
        {
          name: 'etcd',
          state: 'ready',
          version: 'v1',
          memoryBytes: 3 * 2 ** 20,
          log: '/l'
        },
        { name: 'kubelet', state: 'exited', version: 'v1', log: '/k', detail: 'code 1' }
      ])
    );
    expect(lines).toEqual([
      'COMPONENT  HEALTH  VERSION  MEMORY  LOG',
      'etcd       ready   v1       3 MiB   /l',
      'kubelet    exited  v1       –       /k   code 1'
    ]);
  });
});
