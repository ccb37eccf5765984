import fc from 'fast-check';
import type { BuildSettings, Requirement } from '@jupyterlab-kubeflow/protocol';
import { problem, reason } from '@jupyterlab-kubeflow/protocol';
import { describe, expect, it } from 'vitest';
import type { BuilderPlace } from '../builder/place.js';
import { without } from '../cluster/runs/without.js';
import { decideBuild, type BuildFacts } from './build.js';

const BUILDER: BuilderPlace = {
  kind: 'buildkit',
  image: 'b',
  resources: { cpu: '1', memory: '2Gi', disk: '40Gi' }
};
const NOTHING: BuildFacts = { apt: [], requirements: [], tools: [] };
const NEEDED: Requirement = {
  ...{ name: 'pkg', text: 'pkg==1.0', source: 'import', included: true },
  reason: reason('chosen', {})
};
const READY: BuildFacts = {
  ...{ apt: ['graphviz'], requirements: [NEEDED], tools: ['buildah'] },
  registry: { push: 'r.example/team/runs' },
  builder: BUILDER
};

const decide = (
  change: Partial<BuildFacts>,
  settings: BuildSettings = {}
): ReturnType<typeof decideBuild> => decideBuild(settings, { ...READY, ...change });

describe('what wheels cannot bring', () => {
  it('is nothing for most code', () => {
    expect(decideBuild({}, NOTHING)).toEqual({ checks: [] });
  });

  it('is built in the cluster where somebody has published a builder', () => {
    const { plan, checks } = decide({});
    expect(plan).toMatchObject({
      kind: 'cluster',
      push: 'r.example/team/runs',
      apt: ['graphviz'],
      reason: { text: 'built in the cluster: graphviz (apt)' }
    });
    expect(checks).toMatchObject([{ name: 'build', outcome: 'ok' }]);
  });

  it('is built by a program of this computer where the namespace forbids it', () => {
    const { plan } = decide({ podSecurity: 'restricted' });
    expect(plan).toMatchObject({ kind: 'local', tool: 'buildah' });
  });

  it('is left out with a warning where nothing can build', () => {
    const { plan, checks } = decideBuild(
      {},
      { ...without(READY, 'builder'), tools: [] }
    );
    expect(plan).toMatchObject({ kind: 'as-is', apt: ['graphviz'] });
    expect(checks).toMatchObject([
      { outcome: 'warning', problem: { code: 'builder-missing' } }
    ]);
  });

  it.each([
    [{ kind: 'build' }, 'builder-forbidden'],
    [{ source: ['pkg'] }, 'builder-forbidden'],
    [{ conda: ['gdal'] }, 'builder-forbidden']
  ] as const)(
    'fails the plan where %o asks for it and nothing can',
    (settings, code) => {
      const facts = { podSecurity: 'baseline', tools: [] };
      const asked = { ...settings } as unknown as BuildSettings;
      expect(decide(facts, asked).checks).toMatchObject([
        { outcome: 'failed', problem: { code } }
      ]);
    }
  );

  it('is left out without a word where that was chosen', () => {
    const { plan, checks } = decide({}, { kind: 'as-is' });
    expect(plan).toMatchObject({ kind: 'as-is', reason: { code: 'chosen' } });
    expect(checks).toEqual([]);
  });

  it('does not have what was left out, and has what was named besides, each once', () => {
    const { plan } = decide({}, { apt: ['git', 'graphviz'], without: ['curl'] });
    expect(plan?.apt).toEqual(['graphviz', 'git']);
    expect(decide({}, { without: ['graphviz'] })).toEqual({ checks: [] });
  });

  it('is all that the code needs where that was chosen', () => {
    expect(decide({}, { source: ['*'] }).plan?.source).toEqual(['pkg']);
    // A wish: layers do as well.
    const away = { podSecurity: 'restricted', tools: [] };
    expect(decide(away, { source: ['*'] }).checks).toMatchObject([
      { outcome: 'warning' }
    ]);
    expect(decide({ apt: [], requirements: [] }, { source: ['*'] })).toEqual({
      checks: []
    });
  });

  it('is what a Dockerfile brings, and nothing besides, or the plan fails', () => {
    const chosen = { dockerfile: 'docker/Dockerfile', apt: ['git'] };
    expect(decide({}, chosen).plan).toMatchObject({
      ...{ kind: 'cluster', dockerfile: 'docker/Dockerfile', apt: [], source: [] },
      reason: { text: 'built in the cluster: docker/Dockerfile' }
    });
    const away = { podSecurity: 'restricted', tools: [] };
    expect(decide(away, chosen).checks).toMatchObject([
      { outcome: 'failed', problem: { code: 'builder-forbidden' } }
    ]);
  });

  it('is built by whom somebody has chosen, or not at all', () => {
    expect(decide({}, { by: 'local' }).plan).toMatchObject({ tool: 'buildah' });
    const forbidden = { podSecurity: 'restricted' };
    expect(decide(forbidden, { by: 'cluster', kind: 'build' }).checks).toMatchObject([
      { outcome: 'failed', problem: { code: 'builder-forbidden' } }
    ]);
  });

  it('names what is wrong with the published builder, unless there is another', () => {
    const broken = problem('builder-setting', {
      ...{ map: 'm', key: 'kind', value: 'x', allowed: 'y' }
    });
    expect(decide({ builder: broken, tools: [] }).checks).toMatchObject([
      { problem: { code: 'builder-setting' } }
    ]);
    expect(decide({ builder: broken }).plan).toMatchObject({ kind: 'local' });
  });

  it('wants a place to push to', () => {
    expect(
      decideBuild({ kind: 'build' }, without(READY, 'registry')).checks
    ).toMatchObject([{ outcome: 'failed', problem: { code: 'build-push-unknown' } }]);
  });

  it('is either built, or told about, or was not wanted', () => {
    const facts = fc.record(
      {
        apt: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
        requirements: fc.constantFrom([], [NEEDED]),
        tools: fc.constantFrom([], ['buildah'] as const),
        builder: fc.constant(BUILDER),
        registry: fc.constant({ push: 'r/x' }),
        podSecurity: fc.constantFrom('restricted', 'baseline', 'privileged')
      },
      { requiredKeys: ['apt', 'requirements', 'tools'] }
    );
    const settings = fc.record(
      {
        kind: fc.constantFrom('build', 'as-is'),
        apt: fc.array(fc.constantFrom('a', 'd')),
        without: fc.array(fc.constantFrom('a', 'b')),
        by: fc.constantFrom('cluster', 'local'),
        source: fc.array(fc.constantFrom('p', '*'))
      },
      { requiredKeys: [] }
    );
    fc.assert(
      fc.property(facts, settings, (some, chosen) => {
        const { plan, checks } = decideBuild(chosen, some);
        if (!plan) return checks.length === 0;
        if (plan.kind !== 'as-is') {
          return plan.push !== undefined && checks[0]?.outcome === 'ok';
        }
        const isTold = checks.some(({ problem: why }) => why !== undefined);
        return isTold || chosen.kind === 'as-is';
      })
    );
  });
});
