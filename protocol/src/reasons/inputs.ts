/** What is said of the inputs of a run. */
export const INPUT_REASONS = {
  'input-size-told': '{size}, says its server',
  'input-size-cluster': 'its size is known on the cluster',
  'input-size-here': 'its size is known once it is fetched',
  'input-mounted': 'a folder of the volume {claim}, only to read',
  'inputs-ready': 'there before the code starts',
  'inputs-each-pod': 'fetched by each of the {pods} pods, before its code starts',
  'inputs-kept': 'fetched before the code starts, and kept for the next run'
} as const;
