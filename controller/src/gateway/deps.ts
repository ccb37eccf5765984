/** What a gateway is made of. */
import type { Services } from '../service/services.js';

export interface GatewayDeps {
  readonly services: Services;
  /** Absolute path of the folder the Jupyter server serves: paths of pages are below it. */
  readonly root: string;
  /** Only requests that carry it are answered. */
  readonly secret: string;
  readonly version: string;
  /** Where local runs are kept, for the page to name. */
  readonly home: string;
  /** One line or stack, for the server's log. */
  readonly log: (text: string) => void;
  /** Called after every change made here, so that pages see it at once. */
  readonly changed: () => void;
}
