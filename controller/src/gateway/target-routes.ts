/** Where runs can be sent to, over HTTP: contexts, their namespaces, and what those offer. */
import { Hono } from 'hono';
import {
  ProblemError,
  CLUSTER_ROUTES,
  type NamespacesAnswer,
  type TargetChoice,
  type TargetsAnswer
} from '@jupyterlab-kubeflow/protocol';
import { metadataOf, RESOURCES } from '../core/cluster/object.js';
import type { Places } from '../service/services.js';
import type { GatewayDeps } from './deps.js';

export function targetRoutes({ services: { places } }: GatewayDeps): Hono {
  const app = new Hono();
  app.get(`/${CLUSTER_ROUTES.targets}`, async context =>
    context.json(await targets(places))
  );
  app.get('/targets/:context/namespaces', async context => {
    const { signal } = context.req.raw;
    const name = context.req.param('context');
    return context.json(await namespaces(places, name, signal));
  });
  app.get('/targets/:context/namespaces/:namespace', async context => {
    const { context: name, namespace } = context.req.param();
    const ref = { kind: 'cluster', context: name, namespace } as const;
    const { signal } = context.req.raw;
    return context.json(await places.choices(ref, { signal }));
  });
  return app;
}

const LOCAL: TargetChoice = { ref: { kind: 'local' }, current: false };

/** This computer first; a kubeconfig that cannot be read leaves it. */
async function targets(places: Places): Promise<TargetsAnswer> {
  try {
    const clusters = await places.clusters();
    const found = await clusters.targets();
    const choices = found.map(({ context, namespace, current }) => ({
      ref: { kind: 'cluster', context, namespace } as const,
      current
    }));
    return { targets: [LOCAL, ...choices] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { targets: [LOCAL], problem: error.problem };
  }
}

/** Only the context's own where they may not be listed. */
async function namespaces(
  places: Places,
  context: string,
  signal: AbortSignal
): Promise<NamespacesAnswer> {
  const api = await (await places.clusters()).open(context);
  const own = api.target.namespace;
  try {
    const found = await api.list(RESOURCES.namespace, {}, { signal });
    const names = found.map(object => metadataOf(object).name);
    return { namespaces: [own, ...names.filter(name => name !== own)] };
  } catch (error) {
    const code = error instanceof ProblemError ? error.problem.code : undefined;
    if (code === 'cluster-forbidden-outside') return { namespaces: [own] };
    throw error;
  }
}
