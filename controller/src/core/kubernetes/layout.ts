/** Where things are in a container. All that is written is below one emptyDir. */

/** Root of what is ours; nothing of an image is there. */
export const ROOT = '/jkf';

/** The ConfigMap, or the image of its own, with the bundle. */
export const BUNDLE_FOLDER = `${ROOT}/bundle`;

/** The emptyDir: working folder, home, temporary files, caches and events. */
export const RUN_FOLDER = `${ROOT}/run`;

/** Working folder of a rank. */
export const WORK_FOLDER = `${RUN_FOLDER}/work`;

/** The runner's events. */
export const EVENTS_FILE = `${RUN_FOLDER}/events.jsonl`;

export const SHM_FOLDER = '/dev/shm';

/** The runner in a working folder, and what unpacks a bundle, in the bundle. */
export const RUNNER = '.jkf/runner';
export const UNPACKER = `${RUNNER}/jkf_runner/unpack.py`;

/** Name of the container that prints the events, beside the rank. */
export const SIDECAR_NAME = 'jkf-events';

/** Names of the pods' volumes. */
export const VOLUMES = {
  bundle: 'jkf-bundle',
  inputs: 'jkf-inputs',
  run: 'jkf-run',
  shm: 'jkf-shm'
} as const;
