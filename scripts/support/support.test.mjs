import { describe, expect, it } from 'vitest';
import { atLeast } from './packages.mjs';
import { countJunit } from './runners.mjs';
import { duration } from './steps.mjs';
import { NOTHING, countLine, failed, passed, skipped, sum } from './tally.mjs';

describe('atLeast', () => {
  it.each([
    ['v24.1.0', '22.19', true],
    ['22.19.0', '22.19', true],
    ['22.9.5', '22.19', false],
    ['v20.20.2', '22.19', false],
    ['3.9.2', '3.9', true],
    ['3.13', '3.9.1', true]
  ])('%s against %s is %s', (version, floor, expected) => {
    expect(atLeast(version, floor)).toBe(expected);
  });
});

describe('duration', () => {
  it.each([
    [40, '0.0 s'],
    [9940, '9.9 s'],
    [9960, '10 s'],
    [119_400, '119 s'],
    [125_000, '2 min 5 s']
  ])('%i ms is %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});

describe('countJunit', () => {
  it('counts cases and keeps the reason of a skip', () => {
    const xml =
      '<testsuite><testcase classname="t.a" name="one" time="0"/>' +
      '<testcase classname="t.a" name="two"><failure message="x &lt; y">…</failure></testcase>' +
      '<testcase classname="t.b" name="three[&quot;a&quot;]">' +
      '<skipped type="pytest.skip" message="no GPU &amp; no driver">…</skipped></testcase>' +
      '<testcase classname="t.b" name="four"><error message="setup">…</error></testcase></testsuite>';
    expect(countJunit(xml)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: 't.b: three["a"]', reason: 'no GPU & no driver' }]
    });
  });
});

describe('the tally', () => {
  it('adds up to one line', () => {
    const total = sum([
      NOTHING,
      passed(),
      passed(),
      failed('no'),
      skipped('gpu', 'none')
    ]);
    expect(countLine(total)).toBe('2 passed, 1 failed, 1 skipped');
    expect(total.output).toBe('no');
  });
});
