import { describe, expect, it } from 'vitest';
import { chooseBuilder, type BuildNeeds, type BuilderPlaces } from './builder.js';

const NOTHING: BuildNeeds = { apt: [], conda: [], fromSource: [] };
const NOWHERE: BuilderPlaces = { cluster: 'absent', local: [] };

describe('the builder of an image', () => {
  it('is none where wheels are all that is missing', () => {
    expect(chooseBuilder(NOTHING, NOWHERE)).toEqual({ kind: 'layers' });
  });

  it.each<[Partial<BuildNeeds>, string]>([
    [{ apt: ['git'] }, 'git (apt)'],
    [{ fromSource: ['pyodbc'], apt: ['git'] }, 'git (apt), pyodbc (source code)'],
    [{ conda: ['gdal'] }, 'gdal (conda)'],
    [{ dockerfile: 'Dockerfile', apt: ['git'] }, 'Dockerfile']
  ])('is the cluster’s for %j', (needs, because) => {
    const places: BuilderPlaces = { cluster: 'ready', local: ['podman'] };
    const choice = chooseBuilder({ ...NOTHING, ...needs }, places);
    expect(choice).toEqual({ kind: 'cluster', because });
  });

  it('is the first one of this computer where the cluster has none', () => {
    const places: BuilderPlaces = {
      cluster: 'forbidden',
      local: ['podman', 'buildah']
    };
    const choice = chooseBuilder({ ...NOTHING, apt: ['git'] }, places);
    expect(choice).toEqual({ kind: 'local', tool: 'podman', because: 'git (apt)' });
  });

  it.each([
    ['absent', 'builder-missing'],
    ['forbidden', 'builder-forbidden']
  ] as const)('is missing with what to do: %s', (cluster, code) => {
    const choice = chooseBuilder({ ...NOTHING, apt: ['git'] }, { ...NOWHERE, cluster });
    expect(choice).toMatchObject({
      kind: 'none',
      problem: { code, sentence: expect.stringContaining('git (apt)') as string }
    });
  });
});
