import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cataloguePath, complete, extract, faults, holes } from './catalogue.mjs';
import { ROOT } from './paths.mjs';

const wanted = extract(ROOT);
const korean = JSON.parse(readFileSync(cataloguePath(ROOT, 'ko_KR'), 'utf8'));

describe('strings to be translated', () => {
  it('are those of the page, of its settings and of both tables of sentences', () => {
    expect(wanted.get('%1 worker')).toMatchObject({ plural: '%1 workers' });
    expect(wanted.has('Run Again')).toBe(true);
    expect(wanted.has('There is no run {id}.')).toBe(true);
    expect(wanted.has('List the runs with: jkf runs list')).toBe(true);
    expect(wanted.has('it is tagged {tag}')).toBe(true);
    expect(wanted.has('Notify when a run has ended')).toBe(true);
  });
});

describe('the Korean catalogue', () => {
  it('has every string with its holes, and no others', () => {
    expect(faults(wanted, korean)).toEqual([]);
  });

  it('says what JupyterLab needs to load it', () => {
    expect(korean['']).toEqual({
      domain: 'jupyterlab_kubeflow',
      language: 'ko-KR',
      plural_forms: 'nplurals=1; plural=0;',
      version: 'jupyterlab_kubeflow'
    });
  });

  it('is Korean', () => {
    const texts = Object.entries(korean).filter(([text]) => /[a-z]{4}/i.test(text));
    const same = texts
      .filter(([text, forms]) => forms[0] === text)
      .map(([text]) => text);
    // Names and holes read the same in every language.
    expect(
      same.filter(text => !/^(?:\{\w+\}|YAML|JSON|Python %1|data.*)$/.test(text))
    ).toEqual([]);
  });
});

describe('a catalogue', () => {
  const some = new Map([
    ['Run %1', { where: 'a.ts' }],
    ['%1 run', { plural: '%1 runs', where: 'b.ts' }]
  ]);

  it.each([
    [{ 'Run %1': ['실행 %1'], '%1 run': ['%1개', '%1개'] }, 0],
    [{ 'Run %1': [''], '%1 run': ['%1개', '%1개'] }, 1],
    [{ 'Run %1': ['실행'], '%1 run': ['%1개', '%1개'] }, 1],
    [{ 'Run %1': ['실행 %1'], '%1 run': ['%1개'] }, 1],
    [{ 'Run %1': ['실행 %1'], '%1 run': ['%1개', '%1개'], Old: ['옛'] }, 1],
    [{}, 2]
  ])('%j has %i faults', (catalogue, count) => {
    expect(faults(some, catalogue)).toHaveLength(count);
  });

  it('is completed with empty entries, and cleared of old ones', () => {
    const header = { language: 'ko-KR' };
    const next = complete(some, { '': header, 'Run %1': ['실행 %1'], Old: ['옛'] });
    expect(next).toEqual({ '': header, '%1 run': ['', ''], 'Run %1': ['실행 %1'] });
  });

  it('compares holes whatever their order', () => {
    expect(holes('%2 of %1 {name}')).toEqual(holes('{name} %1 %2'));
  });
});
