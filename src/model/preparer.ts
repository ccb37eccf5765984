/**
 * What is done for a run's image before it is started: only for registries that the user
 * has named, and never shown as an error, for a start finds out by itself.
 */
import {
  CLUSTER_ROUTES,
  type Plan,
  type PlanBody,
  type PrepareAnswer
} from '@jupyterlab-kubeflow/protocol';

export interface PreparerOptions {
  /** Hosts of registries, as the user has set them now. */
  readonly allowed: () => Promise<readonly string[]>;
  readonly ask: (path: string, body: unknown) => Promise<unknown>;
  readonly tell: (path: string, body: unknown) => Promise<unknown>;
}

export class Preparer {
  /** Notebooks of which the gateway may have something. */
  private readonly prepared = new Set<string>();

  constructor(private readonly options: PreparerOptions) {}

  /** @returns whether the code is in the registry, so that a start pushes nothing */
  async prepare(plan: Plan, body: PlanBody): Promise<boolean> {
    if (!needsImage(plan)) return false;
    try {
      const registries = await this.options.allowed();
      if (registries.length === 0) return false;
      this.prepared.add(body.path);
      const asked = { ...body, registries };
      const answer = await this.options.ask(CLUSTER_ROUTES.prepare, asked);
      return (answer as PrepareAnswer).prepared === 'pushed';
    } catch {
      return false;
    }
  }

  /** Ends what is prepared for a notebook that is closed. */
  async close(path: string): Promise<void> {
    if (!this.prepared.delete(path)) return;
    try {
      await this.options.tell(CLUSTER_ROUTES.discard, { path });
    } catch {
      // It ends by itself.
    }
  }
}

function needsImage(plan: Plan): boolean {
  return 'cluster' in plan && plan.cluster.delivery.kind === 'append';
}
