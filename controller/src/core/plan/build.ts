/** Whether an image has to be built by running commands, by whom, and what is said of it. */
import {
  problem,
  reason,
  type BuildPlan,
  type BuildSettings,
  type Check,
  type Problem,
  type Requirement
} from '@jupyterlab-kubeflow/protocol';
import type { BuilderPlace } from '../builder/place.js';
import { mayBuild } from '../builder/place.js';
import type { RegistryPlace } from '../cluster/registry-place.js';
import type { LocalTool } from '../dockerfile/builder.js';
import { chooseBuilder, needText } from '../dockerfile/builder.js';
import type { PlanForCluster } from '../kubernetes/from-plan.js';
import { some } from '../kubernetes/objects.js';
import { without } from '../cluster/runs/without.js';
import { failed, passed, warned } from './checks.js';
import { wantedOf } from './packages.js';

export interface BuildFacts {
  /** Packages of Debian that the code installs. */
  readonly apt: readonly string[];
  /** What the code needs. */
  readonly requirements: readonly Requirement[];
  /** Where images are pushed; absent: nobody says. */
  readonly registry?: Pick<RegistryPlace, 'push'>;
  /** What is published of a builder; a problem: what is published makes none. */
  readonly builder?: BuilderPlace | Problem;
  /** Pod Security level that the namespace enforces, where that is known. */
  readonly podSecurity?: string;
  /** Programs of this computer that build. */
  readonly tools: readonly LocalTool[];
}

export interface DecidedBuild {
  /** Absent: layers bring all there is to bring. */
  readonly plan?: BuildPlan;
  readonly checks: readonly Check[];
}

export function decideBuild(
  settings: BuildSettings = {},
  facts: BuildFacts
): DecidedBuild {
  const lists = listsOf(settings, facts);
  const needs = {
    ...{ ...lists, fromSource: lists.source },
    ...some('dockerfile', settings.dockerfile)
  };
  const because = needText(needs);
  if (because === undefined) return { checks: [] };
  const leave = (why: BuildPlan['reason']): BuildPlan => ({
    ...{
      kind: 'as-is',
      ...lists,
      ...some('dockerfile', settings.dockerfile),
      reason: why
    }
  });
  if (settings.kind === 'as-is') {
    return { plan: leave(reason('chosen', {})), checks: [] };
  }
  const found = chosenBuilder(needs, wanted(settings, facts));
  if ('sentence' in found) {
    const plan = leave(reason('build-left-out', { because }));
    const say = isAsked(settings) ? failed : warned;
    return { plan, checks: [say('build', found)] };
  }
  const dockerfile = some('dockerfile', settings.dockerfile);
  return {
    plan: { ...found, ...lists, ...dockerfile },
    checks: [passed('build', found.reason)]
  };
}

function listsOf(
  settings: BuildSettings,
  facts: BuildFacts
): Pick<BuildPlan, 'apt' | 'conda' | 'source'> {
  if (settings.dockerfile !== undefined) return { apt: [], conda: [], source: [] };
  const { apt = [], conda = [], without: left = [] } = settings;
  return {
    apt: unique([...facts.apt, ...apt]).filter(name => !left.includes(name)),
    conda: [...conda],
    source: sourceOf(settings, facts)
  };
}

/** By name: what code installs by itself it may not need here, and layers do for all. */
function isAsked({
  kind,
  dockerfile,
  conda = [],
  source = []
}: BuildSettings): boolean {
  const named = source.filter(name => name !== ALL);
  const isSaid = kind !== undefined || dockerfile !== undefined;
  return isSaid || named.length + conda.length > 0;
}

/** Names, each as its requirement has it. */
function sourceOf(
  { source = [] }: BuildSettings,
  { requirements }: BuildFacts
): string[] {
  if (!source.includes(ALL)) return unique(source);
  return unique(wantedOf(requirements, []).map(({ name }) => name));
}

/** Stands for all requirements. */
const ALL = '*';

/** Without those who are not to build. */
function wanted({ by }: BuildSettings, facts: BuildFacts): BuildFacts {
  if (by === 'cluster') return { ...facts, tools: [] };
  return by === 'local' ? without(facts, 'builder') : facts;
}

function chosenBuilder(
  needs: Parameters<typeof chooseBuilder>[0],
  { registry, builder, podSecurity, tools }: BuildFacts
): Pick<BuildPlan, 'kind' | 'tool' | 'push' | 'reason'> | Problem {
  const isBroken = builder !== undefined && 'sentence' in builder;
  if (isBroken && tools.length === 0) return builder;
  const place = isBroken ? undefined : builder;
  const choice = chooseBuilder(needs, {
    cluster: stateOf(place, podSecurity),
    local: tools
  });
  if (choice.kind === 'layers') throw new RangeError('nothing has to be built');
  if (choice.kind === 'none') return choice.problem;
  const { because } = choice;
  if (!registry) return problem('build-push-unknown', { because });
  const { push } = registry;
  return choice.kind === 'cluster'
    ? { kind: 'cluster', push, reason: reason('build-cluster', { because }) }
    : {
        kind: 'local',
        ...{ tool: choice.tool, push },
        reason: reason('build-local', { tool: choice.tool, because })
      };
}

function stateOf(
  place: BuilderPlace | undefined,
  level: string | undefined
): 'ready' | 'forbidden' | 'absent' {
  if (!place) return 'absent';
  return mayBuild(place, level) ? 'ready' : 'forbidden';
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** Whether an image is built before the run is made. */
export function isBuilt({ cluster }: PlanForCluster): boolean {
  const { build } = cluster;
  return build !== undefined && build.kind !== 'as-is';
}

/**
 * The plan as it is run: in the image that was built. Whoever repeats it builds nothing,
 * and gets the same.
 */
export function withBuilt(plan: PlanForCluster, image: string): PlanForCluster {
  const { environment, cluster } = plan;
  const { build } = cluster;
  if (!build) return plan;
  const { dockerfile } = build;
  const why = reason('image-built', { base: dockerfile ?? environment.image });
  // Nobody knows what else a user's image calls it.
  const python = dockerfile === undefined ? environment.python : 'python3';
  return {
    ...plan,
    environment: { ...environment, image, python, reason: why },
    cluster: {
      ...cluster,
      build: { ...build, kind: 'as-is', reason: reason('build-is-in', {}) }
    }
  };
}
