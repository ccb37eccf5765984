/**
 * Why a value was chosen or a construct treated as it is: one template a code.
 * Grouped by the noun the reason is about, as the error table is.
 */
import { fill, type Fillings } from './fill.js';
import type { Message } from './message.js';
import { DOCTOR_REASONS } from './reasons/doctor.js';
import { INPUT_REASONS } from './reasons/inputs.js';
import { NOTEBOOK_REASONS } from './reasons/notebook.js';
import { PACKAGE_REASONS } from './reasons/packages.js';
import { PLAN_REASONS } from './reasons/plan.js';
import { WAIT_REASONS } from './reasons/wait.js';
import { PLACE_REASONS } from './reasons/place.js';
import { WORKLOAD_REASONS } from './reasons/workload.js';

export const REASONS = {
  ...NOTEBOOK_REASONS,
  ...PLAN_REASONS,
  ...INPUT_REASONS,
  ...DOCTOR_REASONS,
  ...PLACE_REASONS,
  ...WORKLOAD_REASONS,
  ...WAIT_REASONS,
  ...PACKAGE_REASONS
} as const;
export type ReasonCode = keyof typeof REASONS;

/** Fills a row of the reasons table. */
export function reason<C extends ReasonCode>(
  code: C,
  params: Fillings<(typeof REASONS)[C]>
): Message {
  return { code, params: { ...params }, text: fill(REASONS[code], params) };
}
