/**
 * Walks the schema of a workload beside a value: every change in one place that stays
 * within the schema must change the manifest, or the kind must be known not to carry it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  ClusterWorkload,
  WorkloadKind,
  type WorkloadField
} from '@jupyterlab-kubeflow/protocol';
import { carries } from './fields.js';
import type { ClusterFacts } from './input.js';
import { manifestsFor } from './manifests.js';
import {
  FRAMEWORK_OF,
  NEW_TRAINJOB,
  OLD_TRAINJOB,
  fullWorkload,
  inputOf,
  planOf,
  without
} from './testing.js';

/** A value that differs in one place. */
interface Variant {
  /** Fields to the place; `*` for members of lists and records. */
  readonly path: readonly string[];
  readonly value: unknown;
}

type Definition = z.core.$ZodTypes['_zod']['def'];
const defOf = (schema: z.core.$ZodType) => schema._zod.def as Definition;

type Walk = (schema: z.core.$ZodType, value: unknown) => Variant[];

/** All variants of a value that the schema takes. */
const variants: Walk = (schema, value) => {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return ofObject(def.shape, value as Fields);
    case 'array':
      return ofArray(def.element, value as unknown[]);
    case 'record':
      return ofRecord(value as Fields);
    case 'union':
      return def.options.flatMap(option =>
        z.safeParse(option, value).success ? variants(option, value) : []
      );
    case 'optional':
      return variants(def.innerType, value);
    default:
      return scalars(def, value).map(here);
  }
};

/** Other values of one that has no parts. */
function scalars(def: Definition, value: unknown): unknown[] {
  switch (def.type) {
    case 'enum':
      return Object.values(def.entries).filter(entry => entry !== value);
    case 'literal':
      return [];
    case 'string':
      return [`${String(value)}x`];
    case 'number':
      return [Number(value) + 1];
    case 'boolean':
      return [!value];
    default:
      throw new Error(`the walk knows no ${def.type}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

const here = (value: unknown): Variant => ({ path: [], value });

function ofObject(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  value: Fields
): Variant[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    if (!(name in value)) return [];
    const changed = variants(schema, value[name]).map(inner => ({
      path: [name, ...inner.path],
      value: { ...value, [name]: inner.value }
    }));
    if (defOf(schema).type !== 'optional') return changed;
    return [...changed, { path: [name], value: without(value, name) }];
  });
}

function ofArray(element: z.core.$ZodType, value: readonly unknown[]): Variant[] {
  const shorter = value.map((_, i) => ({ path: ['*'], value: value.toSpliced(i, 1) }));
  const changed = value.flatMap((member, i) =>
    variants(element, member).map(inner => ({
      path: ['*', ...inner.path],
      value: value.with(i, inner.value)
    }))
  );
  return [...shorter, ...changed];
}

/** Records of texts: another value, another key, one less. */
function ofRecord(value: Fields): Variant[] {
  return Object.entries(value).flatMap(([name, text]) => {
    const rest = without(value, name);
    return [
      rest,
      { ...rest, [`${name}x`]: text },
      { ...value, [name]: `${String(text)}x` }
    ].map(changed => ({ path: ['*'], value: changed }));
  });
}

/** Paths of all fields of a schema, in the form that variants have. */
function paths(schema: z.core.$ZodType): string[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, inner]) => {
        const below = paths(inner).map(path => `${name}.${path}`);
        return below.length > 0 ? below : [name];
      });
    case 'array':
      return (list => (list.length > 0 ? list : ['*']))(
        paths(def.element).map(path => `*.${path}`)
      );
    case 'record':
      return ['*'];
    case 'union':
      return [...new Set(def.options.flatMap(paths))];
    case 'optional':
      return paths(def.innerType);
    default:
      return [];
  }
}

/** Each kind once, TrainJob in two versions. */
const CASES: readonly [string, WorkloadKind, ClusterFacts][] = [
  ...WorkloadKind.options.map((kind): [string, WorkloadKind, ClusterFacts] => [
    kind,
    kind,
    { nativeSidecars: true, trainJob: NEW_TRAINJOB }
  ]),
  ['TrainJob of 2.0', 'TrainJob', { nativeSidecars: true, trainJob: OLD_TRAINJOB }]
];

/**
 * What is created, without the record, which has every field anyway; or why nothing is.
 */
function created(workload: ClusterWorkload, cluster: ClusterFacts): string {
  const plan = planOf(FRAMEWORK_OF[workload.kind], 3);
  try {
    const input = inputOf(workload.kind, { workload, cluster, plan });
    return JSON.stringify(manifestsFor(input).slice(1));
  } catch (error) {
    return String(error);
  }
}

/** Ranks of these kinds have no roles: only their number counts. */
const rolesCount = (kind: WorkloadKind): boolean =>
  kind !== 'Job' && kind !== 'TrainJob';
const isRole = ({ path }: Variant): boolean =>
  path[0] === 'replicas' && path.at(-1) === 'role';

/** Full workloads that differ in their numbers. */
const workloads = (kind: WorkloadKind) =>
  fc
    .record({
      cpu: fc.integer({ min: 1, max: 9999 }).map(n => n / 1000),
      memoryBytes: fc.integer({ min: 1, max: 2 ** 40 }),
      shmBytes: fc.integer({ min: 1, max: 2 ** 34 }),
      retries: fc.nat({ max: 9 }),
      ttlSeconds: fc.nat(),
      deadlineSeconds: fc.integer({ min: 1, max: 2 ** 31 }),
      suspend: fc.boolean(),
      // One is the default.
      nprocPerNode: fc.integer({ min: 2, max: 16 }),
      cleanPodPolicy: fc.constantFrom('None', 'Running', 'All' as const)
    })
    .map(numbers => ({ ...fullWorkload(kind, 3), ...numbers }));

describe('every field of a workload', () => {
  it.each(CASES)(
    'changes what is created when a %s carries it, and nothing when it does not',
    (_name, kind, cluster) => {
      fc.assert(
        fc.property(workloads(kind), workload => {
          const before = created(workload, cluster);
          for (const variant of variants(ClusterWorkload, workload)) {
            const field = variant.path[0] as WorkloadField;
            if (field === 'kind' || (isRole(variant) && !rolesCount(kind))) continue;
            const after = created(variant.value as ClusterWorkload, cluster);
            const said = `${kind} ${variant.path.join('.')}`;
            expect(after !== before, said).toBe(carries(kind, field, cluster));
          }
        }),
        { numRuns: 10 }
      );
    }
  );

  it('is walked: the workload of the tests has each of them', () => {
    const walked = new Set(
      WorkloadKind.options.flatMap(kind =>
        variants(ClusterWorkload, fullWorkload(kind, 3)).map(({ path }) =>
          path.join('.')
        )
      )
    );
    // Literals tell alternatives apart; changing one alone is no workload.
    const tags = ['env.*.from', 'volumes.*.kind'];
    const all = paths(ClusterWorkload).filter(path => !tags.includes(path));
    expect(all.filter(path => !walked.has(path))).toEqual([]);
    expect(all.length).toBeGreaterThan(40);
  });

  it('makes another object of another kind', () => {
    const kinds = CASES.map(([, kind, cluster]) =>
      created(fullWorkload(kind, 3), cluster)
    );
    expect(new Set(kinds).size).toBe(CASES.length);
  });
});
