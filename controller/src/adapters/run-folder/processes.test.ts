import { describe, expect, it } from 'vitest';
import {
  listProcesses,
  membersOf,
  parsePs,
  parseStat,
  type Process
} from './processes.js';

/** `7<1@7 *`: process 7, child of 1, in session 7; `*` marked, `?` unreadable, `z` dead. */
function processes(text: string): Process[] {
  return text.split(', ').map(word => {
    const [, pid, parent, session, signs = ''] =
      /^(\d+)<(\d+)@(\d+) ?(.*)$/.exec(word) ?? [];
    return {
      pid: Number(pid),
      parent: Number(parent),
      session: Number(session),
      zombie: signs.includes('z'),
      marked: signs.includes('?') ? undefined : signs.includes('*')
    };
  });
}

describe('the processes of a run', () => {
  const ranks = { mark: 'JKF_RUN_ID=a', sessions: [20, 30] };

  it.each([
    ['with the mark, wherever they are', '5<1@5 *, 6<1@6', [5]],
    ['in a session of a rank', '20<9@20 *, 21<1@20, 22<1@22', [20, 21]],
    ['in the session of a rank that has ended', '21<1@20, 22<1@22', [21]],
    [
      'in the session of a rank that its parent has not collected',
      '20<9@20 z, 21<1@20',
      [21]
    ],
    ['whose environment nobody may read', '20<9@20 ?, 21<20@21 ?', [20, 21]],
    ['descended from them', '5<1@5 *, 6<5@6, 7<6@7, 8<1@8', [5, 6, 7]],
    ['listed before their parents', '7<6@7, 6<5@6, 5<1@5 *', [7, 6, 5]],
    ['not those of a stranger with a rank’s number', '20<1@20, 21<20@20', []],
    ['not the dead', '5<1@5 *z, 6<1@6 *', [6]],
    ['not the one who asks', '99<1@99 *, 6<99@6', [6]]
  ])('are those %s', (_why, text, expected) => {
    const found = membersOf(processes(text), ranks, 99);
    expect(found.sort()).toEqual([...expected].sort());
  });

  it('are those of a rank that emptied its environment, while it is a child', () => {
    const children = { ...ranks, children: [20] };
    expect(membersOf(processes('20<9@20, 21<20@21'), children, 99)).toEqual([20, 21]);
  });
});

describe('reading the system’s process table', () => {
  it('takes a command with spaces and parentheses', () => {
    const rest = Array.from({ length: 15 }, (_, i) => String(i)).join(' ');
    const line = `42 (a) b) S 7 42 41 ${rest} 98765 0 0`;
    expect(parseStat(line)).toEqual({
      zombie: false,
      parent: 7,
      session: 41,
      start: '98765',
      ticks: 7 + 8 + 9 + 10
    });
  });

  it('takes no half line', () => {
    expect(parseStat('42 (python) S 7')).toBeUndefined();
    expect(parsePs('  PID  PPID', 'JKF_RUN_ID=a')).toBeUndefined();
  });

  it.each([
    ['  42     7    41 S+   python x.py A=1 JKF_RUN_ID=a B=2', true],
    ['42 7 41 Ss python x.py JKF_RUN_ID=ab', undefined],
    ['42 7 41 Z (python)', undefined]
  ])('takes a line of ps: %s', (line, marked) => {
    const zombie = line.includes(' Z ');
    const expected = { pid: 42, parent: 7, session: 41, zombie, marked };
    expect(parsePs(line, 'JKF_RUN_ID=a')).toEqual(expected);
  });

  it('finds this very process', () => {
    const own = listProcesses('JKF_RUN_ID=a').find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parent: process.ppid, zombie: false });
  });
});
