/** What is done before a run is asked for, over HTTP. */
import { Hono } from 'hono';
import {
  CLUSTER_ROUTES,
  DiscardBody,
  PrepareBody,
  type PrepareAnswer
} from '@jupyterlab-kubeflow/protocol';
import { readBody } from './body.js';
import type { GatewayDeps } from './deps.js';
import { planRequest } from './plan-routes.js';

export function prepareRoutes({ services, root }: GatewayDeps): Hono {
  const app = new Hono();
  app.post(`/${CLUSTER_ROUTES.prepare}`, async context => {
    const { registries, ...body } = await readBody(context, PrepareBody);
    const { signal } = context.req.raw;
    const mayPush = body.text === undefined;
    const planned = await services.planner.plan({ ...planRequest(root, body), signal });
    const permit = { registries, mayPush, signal };
    const prepared = await services.places.prepare(planned, permit);
    return context.json({ prepared } satisfies PrepareAnswer);
  });
  app.post(`/${CLUSTER_ROUTES.discard}`, async context => {
    const { path } = await readBody(context, DiscardBody);
    await services.images.discard(path);
    return context.body(null, 204);
  });
  return app;
}
