/** Runs over HTTP: start, list, look, cancel, repeat, delete, and their files. */
import { Hono, type Context } from 'hono';
import {
  LaunchBody,
  RerunBody,
  ROUTES,
  type Run,
  type RunAnswer,
  type RunDetail,
  type RunsAnswer
} from '@jupyterlab-kubeflow/protocol';
import type { GatewayDeps } from './app.js';
import { readBody } from './body.js';
import { sendFile } from './files.js';
import { planRequest } from './plan-routes.js';
import { failuresOf } from './failures.js';

export function runRoutes(deps: GatewayDeps): Hono {
  const app = new Hono();
  const { planner, runs } = deps.services;
  const created = (context: Context, run: Run): Response => {
    deps.changed();
    return context.json({ run } satisfies RunAnswer, 201);
  };
  const done = (context: Context): Response => {
    deps.changed();
    return context.body(null, 204);
  };
  app.get(`/${ROUTES.runs}`, async context =>
    context.json({ runs: await runs.target.list() } satisfies RunsAnswer)
  );
  app.post(`/${ROUTES.runs}`, async context => {
    const { id, ...body } = await readBody(context, LaunchBody);
    const planned = await planner.plan(planRequest(deps.root, body));
    return created(context, await runs.start(planned, id));
  });
  app.get('/runs/:id', async context =>
    context.json(await detail(deps, context.req.param('id')))
  );
  app.delete('/runs/:id', async context => {
    await runs.target.remove(context.req.param('id'));
    return done(context);
  });
  app.post('/runs/:id/cancel', async context => {
    await runs.target.cancel(context.req.param('id'));
    return done(context);
  });
  app.post('/runs/:id/rerun', async context => {
    const { id, parameters } = await readBody(context, RerunBody);
    return created(context, await runs.rerun(context.req.param('id'), parameters, id));
  });
  return fileRoutes(app, deps);
}

function fileRoutes(app: Hono, { services: { runs } }: GatewayDeps): Hono {
  app.get('/runs/:id/log/:rank', async context => {
    const { id, rank } = context.req.param();
    const file = await runs.target.log(id, Number(rank));
    return sendFile(file, `${id}-rank-${rank}.log`);
  });
  app.get('/runs/:id/files/:rank/:path{.+}', async context => {
    const { id, rank, path } = context.req.param();
    return sendFile(await runs.target.file(id, Number(rank), path), path);
  });
  return app;
}

async function detail(
  { services: { runs } }: GatewayDeps,
  id: string
): Promise<RunDetail> {
  const { target } = runs;
  const [run, plan, outputs, failures] = await Promise.all([
    target.get(id),
    target.plan(id),
    target.outputs(id),
    failuresOf(target, id)
  ]);
  return { run, plan, outputs, failures };
}
