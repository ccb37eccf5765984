/** What a command is given. */
import type { Process } from '../ports/process.js';
import type { Services } from '../service/services.js';

/** Where a gateway listens, and what it serves. */
export interface GatewayPlace {
  /** Path of the socket. */
  readonly socket: string;
  /** Absolute path of the folder the Jupyter server serves. */
  readonly root: string;
  /** File that tells its user's programs where it listens, while it does. */
  readonly announce?: string;
}

export interface Cli {
  readonly process: Process;
  /** What is typed before a command: `jkf`, or how a checkout is started. */
  readonly program: string;
  /** Version of this product. */
  readonly version: string;
  /** Made when first asked for: `--help` needs none of it. */
  services(): Promise<Services>;
  /** The Python package that converted scripts import: path → text. */
  helperPackage(): Promise<Readonly<Record<string, string>>>;
  /** The hidden commands: what detached processes do. Each gives its exit code. */
  supervise(folder: string): Promise<number>;
  sweep(folder: string): Promise<number>;
  gateway(place: GatewayPlace): Promise<number>;
}
