/** What somebody has found counts for others, as far as it can be believed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LACKING, PackagesPlace } from './support/packages-place.js';

describe.skipIf(LACKING !== '')(`what others have found${LACKING}`, () => {
  let place: PackagesPlace;
  beforeAll(async () => {
    place = await PackagesPlace.start();
  });
  beforeEach(() => {
    place.clear();
  });
  afterAll(async () => {
    await place.dispose();
  });

  it('is not for whoever looks anew', async () => {
    const first = await (
      await place.user()
    ).build(place.base(), place.repository(), ['app', 'fast']);
    const other = await place.user();
    place.index.seen.length = 0;
    const second = await other.build(
      place.base(),
      place.repository(),
      ['app', 'fast'],
      true
    );
    expect([second.digest, second.sentBytes]).toEqual([first.digest, 0]);
    expect(place.index.seen).not.toEqual([]);
    // Of this computer it counts.
    place.index.seen.length = 0;
    await other.build(place.base(), place.repository(), ['app', 'fast']);
    expect([other.isByOthers, place.index.seen]).toEqual([false, []]);
  });

  it('does not count where its layers are not there', async () => {
    const one = await place.user();
    const honest = await one.build(place.base(), place.repository(), ['app']);
    place.next();
    const [wheel] = one.before?.finding.chosen ?? [];
    const forged = wheel ? [{ ...wheel, version: '9', sha256: 'ab'.repeat(32) }] : [];
    await one.leave(place.repository(), { at: Date.now(), chosen: forged });
    const other = await place.user();
    const image = await other.build(place.base(), place.repository(), ['app']);
    expect([image.digest, other.isByOthers]).toEqual([honest.digest, false]);
    // Who looked for it has left a better one.
    const third = await place.user();
    const last = await third.build(place.base(), place.repository(), ['app']);
    expect([last.digest, third.isByOthers]).toEqual([honest.digest, true]);
  });

  it('does not count for ever', async () => {
    const one = await place.user();
    await one.build(place.base(), place.repository(), ['app']);
    place.next();
    await one.leave(place.repository(), { at: Date.now() - 3 * 3_600_000 });
    const other = await place.user();
    place.index.seen.length = 0;
    await other.build(place.base(), place.repository(), ['app']);
    expect(other.isByOthers).toBe(false);
    expect(place.index.seen).not.toEqual([]);
  });

  it('is newer for all once somebody has looked anew', async () => {
    place.index.wheel('late', '1.0');
    const old = await (
      await place.user()
    ).build(place.base(), place.repository(), ['late']);
    place.index.wheel('late', '2.0');
    const other = await place.user();
    const same = await other.build(place.base(), place.repository(), ['late']);
    expect([same.digest, other.isByOthers]).toEqual([old.digest, true]);
    const newer = await other.build(place.base(), place.repository(), ['late'], true);
    expect(newer.digest).not.toBe(old.digest);
    const third = await place.user();
    const last = await third.build(place.base(), place.repository(), ['late']);
    expect([last.digest, third.isByOthers]).toEqual([newer.digest, true]);
  });
});
