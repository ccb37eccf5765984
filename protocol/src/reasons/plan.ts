/** Reasons for the values a plan chose: files, requirements, environment, workload, checks. */
export const PLAN_REASONS = {
  'kernel-of-notebook': 'the notebook names the kernel {kernel}'
} as const;
