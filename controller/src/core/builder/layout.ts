/** Where things are in the pod of a build. */
import { ROOT } from '../kubernetes/layout.js';

/** The ConfigMap with the context, where it is small, and the daemon's settings. */
export const SETTINGS_FOLDER = `${ROOT}/build`;
/** The Secret, or two: logins, and where a large context is. */
export const SECRET_FOLDER = `${ROOT}/secret`;
export const LOGIN_FOLDER = `${ROOT}/login`;
export const TLS_FOLDER = `${ROOT}/tls`;
/** What the build itself writes. */
export const WORK_FOLDER = `${ROOT}/work`;
/** BuildKit's own. */
export const STORE_FOLDER = '/var/lib/buildkit';

export const CONTEXT_KEY = 'context.tar.gz';
export const DAEMON_KEY = 'buildkitd.toml';
/** Of the Secret: the address of a large context, signed. */
export const ADDRESS_KEY = 'context';
/** Of the Secret: Docker's file of logins. */
export const LOGIN_KEY = 'config.json';

export const CONTAINER = 'build';

/** The daemon of the pod. */
export const SOCKET = `unix://${WORK_FOLDER}/buildkitd.sock`;

/** How the script ends when something else than the build has failed. */
export const EXITS = { daemon: 70, context: 71 } as const;
