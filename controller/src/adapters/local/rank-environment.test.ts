import { describe, expect, it } from 'vitest';
import { foreignEnvironment } from './rank-environment.js';

describe('the environment that ranks inherit', () => {
  it('has no variables of another run or launcher', () => {
    const given = {
      PATH: '/bin',
      RANKING: 'kept',
      MASTER: 'kept',
      EMPTY: '',
      ABSENT: undefined,
      JKF_HOME: 'kept',
      JKF_RUN_ID: 'outer',
      JKF_SUPERVISOR: 'outer',
      JKF_EVENTS: 'outer',
      JKF_PARAMETERS: 'outer',
      JKF_SECRET: 'outer',
      RANK: '3',
      LOCAL_RANK: '3',
      WORLD_SIZE: '4',
      LOCAL_WORLD_SIZE: '4',
      MASTER_ADDR: 'far',
      MASTER_PORT: '1',
      PET_NNODES: '4',
      TF_CONFIG: '{}',
      JOB_COMPLETION_INDEX: '0'
    };
    expect(foreignEnvironment(given)).toEqual({
      PATH: '/bin',
      RANKING: 'kept',
      MASTER: 'kept',
      EMPTY: '',
      JKF_HOME: 'kept'
    });
  });
});
