/** Plans over HTTP. */
import { Hono } from 'hono';
import { resolve, sep } from 'node:path';
import { PlanBody, ROUTES, fail, type PlanAnswer } from '@jupyterlab-kubeflow/protocol';
import { isReady } from '../core/plan/checks.js';
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
  return app;
}

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
