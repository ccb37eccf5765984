/** The error table: one row a code, grouped by the noun it is about. */
import { BUILDER_ERRORS } from './builder.js';
import { CLI_ERRORS } from './cli.js';
import { CLUSTER_ERRORS } from './cluster.js';
import { GATEWAY_ERRORS } from './gateway.js';
import { INPUT_ERRORS } from './inputs.js';
import { NOTEBOOK_ERRORS } from './notebook.js';
import { LATER_PAGE_ERRORS } from './page-later.js';
import { PACKAGE_ERRORS } from './packages.js';
import { PAGE_ERRORS } from './page.js';
import { PLACE_ERRORS } from './place.js';
import { PLAN_ERRORS } from './plan.js';
import { POD_ERRORS } from './pod.js';
import { PROGRAM_ERRORS } from './program.js';
import { REGISTRY_ERRORS } from './registry.js';
import { RUN_ERRORS } from './run.js';
import { WORKLOAD_ERRORS } from './workload.js';

export type { ErrorRow } from './row.js';

/** The rows by the noun they are about. */
export const ERROR_GROUPS = {
  notebook: NOTEBOOK_ERRORS,
  plan: PLAN_ERRORS,
  workload: WORKLOAD_ERRORS,
  inputs: INPUT_ERRORS,
  run: RUN_ERRORS,
  cli: CLI_ERRORS,
  page: { ...PAGE_ERRORS, ...LATER_PAGE_ERRORS },
  gateway: GATEWAY_ERRORS,
  cluster: CLUSTER_ERRORS,
  place: PLACE_ERRORS,
  pod: POD_ERRORS,
  registry: REGISTRY_ERRORS,
  packages: PACKAGE_ERRORS,
  program: PROGRAM_ERRORS,
  builder: BUILDER_ERRORS
} as const;

export const ERRORS = {
  ...NOTEBOOK_ERRORS,
  ...PLAN_ERRORS,
  ...WORKLOAD_ERRORS,
  ...INPUT_ERRORS,
  ...RUN_ERRORS,
  ...CLI_ERRORS,
  ...PAGE_ERRORS,
  ...LATER_PAGE_ERRORS,
  ...GATEWAY_ERRORS,
  ...CLUSTER_ERRORS,
  ...PLACE_ERRORS,
  ...POD_ERRORS,
  ...REGISTRY_ERRORS,
  ...PACKAGE_ERRORS,
  ...PROGRAM_ERRORS,
  ...BUILDER_ERRORS
} as const;
export type ErrorCode = keyof typeof ERRORS;
