import { describe, expect, it } from 'vitest';
import { mayPrepare } from './may-prepare.js';

describe('what is prepared before the click', () => {
  it.each([
    ['reg.example:5000/team/runs', ['reg.example:5000'], true],
    ['reg.example:5000/team/runs', ['other.example', ' reg.example:5000 '], true],
    ['team/runs', ['docker.io'], true],
    ['reg.example:5000/team/runs', [], false],
    ['reg.example:5000/team/runs', ['reg.example'], false],
    ['reg.example/team/runs', ['example'], false],
    ['reg.example/team/runs', [''], false],
    ['Reg Example', ['Reg Example'], false]
  ])('is for registries that were named: %s, %j: %s', (push, hosts, may) => {
    expect(mayPrepare(push, hosts)).toBe(may);
  });
});
