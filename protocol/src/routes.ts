/**
 * Where the gateway answers. Apart from the schemas of `gateway.ts`, so that a page
 * that only asks loads no validator.
 */

/** Raised with every change an older page could misread. */
export const PROTOCOL_VERSION = 1;
export const PROTOCOL_HEADER = 'X-Jupyterlab-Kubeflow-Protocol';

/** Below the Jupyter server's base URL. */
export const API_ROOT = 'jupyterlab-kubeflow/api';

/** Paths below `API_ROOT`. */
export const ROUTES = {
  /** GET → `HealthAnswer`. */
  health: 'health',
  /** WebSocket, `feed.ts`. */
  feed: 'feed',
  /** POST `PlanBody` → `PlanAnswer`. */
  plan: 'plan',
  /** GET → `RunsAnswer`; POST `LaunchBody` → `RunAnswer`, 201; 200 when asked before. */
  runs: 'runs',
  /** GET → `RunDetail`; DELETE → 204. */
  run: (id: string) => `runs/${encodeURIComponent(id)}`,
  /** POST → 204. */
  cancel: (id: string) => `runs/${encodeURIComponent(id)}/cancel`,
  /** POST `RerunBody` → `RunAnswer`, 201; 200 when asked before. */
  rerun: (id: string) => `runs/${encodeURIComponent(id)}/rerun`,
  /** GET, `?from=` a `Cursor` as JSON → one `FollowLine` of JSON a line, as they come. */
  follow: (id: string) => `runs/${encodeURIComponent(id)}/follow`,
  /** GET → text of a rank's whole log, as an attachment. */
  log: (id: string, rank: number) =>
    `runs/${encodeURIComponent(id)}/log/${String(rank)}`,
  /** POST → 204. The relay's own: starts the gateway anew; runs are not affected. */
  restart: 'gateway/restart',
  /** GET → the last lines the gateway wrote, as text. The relay's own. */
  gatewayLog: 'gateway/log',
  /** GET → bytes of a file below the rank's working folder, in a sandbox. */
  file: (id: string, rank: number, path: string) =>
    `runs/${encodeURIComponent(id)}/files/${String(rank)}/${path
      .split('/')
      .map(encodeURIComponent)
      .join('/')}`
} as const;
