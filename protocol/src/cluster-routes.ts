/** Paths below `API_ROOT` that are about clusters, apart: no page needs them at its start. */
export const CLUSTER_ROUTES = {
  /** GET → `TargetsAnswer`. No cluster is contacted. */
  targets: 'targets',
  /** GET → `NamespacesAnswer`. */
  namespaces: (context: string) => `targets/${encodeURIComponent(context)}/namespaces`,
  /** GET → `ClusterChoices`. */
  choices: (context: string, namespace: string) =>
    `targets/${encodeURIComponent(context)}/namespaces/${encodeURIComponent(namespace)}`,
  /** POST `PrepareBody` → `PrepareAnswer`, when it is done. */
  prepare: 'prepare',
  /** POST `DiscardBody` → 204. */
  discard: 'prepare/discard',
  /** POST → 204. Stops its pods and keeps the run. */
  suspend: (id: string) => `runs/${encodeURIComponent(id)}/suspend`,
  /** POST → 204. Deletes an ended run, and the claims it made with their data. */
  removeWithClaims: (id: string) => `runs/${encodeURIComponent(id)}/remove-with-claims`,
  /** POST → 204. */
  resume: (id: string) => `runs/${encodeURIComponent(id)}/resume`
} as const;

/** About the plan that a page shows: apart, for nobody needs them when JupyterLab starts. */
export const PLAN_ROUTES = {
  /** POST `PlanBody` → `ManifestsAnswer`. Nothing is made. */
  manifests: 'plan/manifests',
  /** POST `PlanBody` → `WorkloadAnswer`. Nothing is made. */
  workload: 'plan/workload',
  /** POST `EditedBody` → `EditedAnswer`. Nothing is made. */
  edited: 'plan/edited',
  /** POST `PackagesBody` → `PackagesAnswer`. Nothing is made. */
  packages: 'plan/packages'
} as const;
