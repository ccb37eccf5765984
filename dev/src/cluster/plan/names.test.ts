import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName, instanceNames, nameOfCheckout, ownerProblem } from './names.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the names of a cluster', () => {
  it('come from the checkout, so that two checkouts have two', () => {
    const one = nameOfCheckout('/home/me/one', hash);
    expect(nameOfCheckout('/home/me/two', hash)).not.toBe(one);
    expect(checkName(one)).toBe(one);
  });

  it('fit into what the kernel takes for an interface, however long', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,20}$/), name => {
        const { hostLink, nodeLink } = instanceNames(checkName(name), '/c', hash);
        expect(hostLink.length).toBeLessThanOrEqual(15);
        expect(hostLink).not.toBe(nodeLink);
      })
    );
  });

  it('are others in another cache, though somebody chose the same', () => {
    const [one, two] = ['/a/clusters/x', '/b/clusters/x'].map(folder =>
      instanceNames('x', folder, hash)
    );
    expect(one?.hostLink).not.toBe(two?.hostLink);
    expect(one?.cgroup).not.toBe(two?.cgroup);
  });

  it('belong to the checkout that made it', () => {
    expect(ownerProblem('x', '/one', '/one')).toBeUndefined();
    expect(ownerProblem('x', '/one', '/two')).toContain('of the checkout /one');
  });

  it.each(['', '-a', 'a-', 'A', 'a/b', '..', 'a'.repeat(21)])('are not “%s”', name => {
    expect(() => checkName(name)).toThrow('lower-case letters');
  });
});
