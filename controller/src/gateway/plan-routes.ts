/** Plans over HTTP. */
import { Hono, type Context } from 'hono';
import { resolve, sep } from 'node:path';
import {
  EditedBody,
  PLAN_ROUTES,
  PackagesBody,
  PlanBody,
  ROUTES,
  fail,
  type EditedAnswer,
  type ManifestsAnswer,
  type PackagesAnswer,
  type PlanAnswer,
  type WorkloadAnswer
} from '@jupyterlab-kubeflow/protocol';
import type { KubernetesObject } from '../core/kubernetes/objects.js';
import { isReady } from '../core/plan/checks.js';
import { runId } from '../core/plan/name.js';
import type { PlanRequest, Planned } from '../service/services.js';
import type { GatewayDeps } from './deps.js';
import { readBody } from './body.js';

export function planRoutes(deps: GatewayDeps): Hono {
  const app = new Hono();
  app.post(`/${ROUTES.plan}`, async context => {
    const body = await readBody(context, PlanBody);
    const planned = await deps.services.planner.plan({
      ...planRequest(deps.root, body),
      signal: context.req.raw.signal
    });
    return context.json(answer(planned));
  });
  app.post(`/${PLAN_ROUTES.manifests}`, async context => {
    const body = await readBody(context, PlanBody);
    const { planner, places } = deps.services;
    const { signal } = context.req.raw;
    const request = { ...planRequest(deps.root, body), signal };
    const planned = await planner.plan(request);
    const id = runId(planned.plan.name, Math.random);
    const objects = await places.manifests(planned, id);
    return context.json({ objects: objects.map(toJson) } satisfies ManifestsAnswer);
  });
  app.post(`/${PLAN_ROUTES.packages}`, async context => {
    const { look = false, ...body } = await readBody(context, PackagesBody);
    const { planner, places } = deps.services;
    const { signal } = context.req.raw;
    const planned = await planner.plan({ ...planRequest(deps.root, body), signal });
    const answer = await places.packages(planned, { look, signal });
    return context.json(answer satisfies PackagesAnswer);
  });
  editRoutes(app, deps);
  return app;
}

/** The manifest of the workload, to be edited. */
function editRoutes(app: Hono, deps: GatewayDeps): void {
  const { planner, places } = deps.services;
  const planned = (context: Context, body: PlanBody): Promise<Planned> =>
    planner.plan({
      ...planRequest(deps.root, body),
      signal: context.req.raw.signal
    });
  app.post(`/${PLAN_ROUTES.workload}`, async context => {
    const body = await readBody(context, PlanBody);
    const manifest = toJson(await places.workload(await planned(context, body)));
    return context.json({ manifest } satisfies WorkloadAnswer);
  });
  app.post(`/${PLAN_ROUTES.edited}`, async context => {
    const { manifest, ...body } = await readBody(context, EditedBody);
    const patch = await places.edited(await planned(context, body), manifest);
    return context.json({ patch } satisfies EditedAnswer);
  });
}

const toJson = (object: KubernetesObject): Record<string, unknown> => ({ ...object });

/** What a page asks, as the planner is asked. */
export function planRequest(
  root: string,
  { path, text, settings }: PlanBody
): PlanRequest {
  return {
    path: below(root, path),
    shown: path,
    ...(text === undefined ? {} : { text }),
    settings
  };
}

/** A path of a page stays below the folder the Jupyter server serves. */
function below(root: string, path: string): string {
  const full = resolve(root, path.replace(/^\/+/, ''));
  const inside = full.startsWith(root.endsWith(sep) ? root : root + sep);
  return inside ? full : fail('path-outside', { path });
}

function answer({ plan, bundle }: Planned): PlanAnswer {
  const script = bundle.files.find(({ path }) => path === plan.bundle.entry.path);
  const shown = plan.mode === 'script' || plan.mode === 'function';
  const text =
    shown && script?.content.kind === 'text' ? script.content.text : undefined;
  return {
    plan,
    ready: isReady(plan.checks),
    ...(text === undefined ? {} : { script: text })
  };
}
