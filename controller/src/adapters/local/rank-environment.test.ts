import { describe, expect, it } from 'vitest';
import { foreignEnvironment, ownPrograms } from './rank-environment.js';

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

describe('the programs a rank finds', () => {
  it("are the interpreter's own before all others", () => {
    const env = ownPrograms({ PATH: '/bin', A: '1' }, '/envs/mine/bin/python');
    expect(env).toEqual({ PATH: '/envs/mine/bin:/bin', A: '1' });
  });

  it('are not those of another environment that is activated', () => {
    const active = { PATH: '/other/bin:/bin', VIRTUAL_ENV: '/other' };
    expect(ownPrograms(active, '/envs/mine/bin/python')).toEqual({
      PATH: '/envs/mine/bin:/other/bin:/bin'
    });
    expect(ownPrograms(active, '/other/bin/python')['VIRTUAL_ENV']).toBe('/other');
  });
});
