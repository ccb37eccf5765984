/** Reasons for what becomes of cells and of the constructs in them. */
export const NOTEBOOK_REASONS = {
  'cell-kept': 'Python code'
} as const;
