/** Runs over HTTP: start, list, look, cancel, repeat, delete, and their files. */
import { Hono, type Context } from 'hono';
import {
  LaunchBody,
  RerunBody,
  ProblemError,
  ROUTES,
  fail,
  type Plan,
  type RunAnswer,
  type RunDetail,
  type RunsAnswer
} from '@jupyterlab-kubeflow/protocol';
import type { RunTarget } from '../ports/target.js';
import { readBody } from './body.js';
import type { GatewayDeps } from './deps.js';
import { failuresOf } from './failures.js';
import { sendFile } from './files.js';
import { planRequest } from './plan-routes.js';
import { rerunOnce, startOnce, type Started } from './starts.js';

export function runRoutes(deps: GatewayDeps): Hono {
  const app = new Hono();
  app.get(`/${ROUTES.runs}`, async context => {
    const runs = await deps.services.runs.target.list();
    return context.json({ runs } satisfies RunsAnswer);
  });
  app.get('/runs/:id', async context =>
    context.json(await detail(deps, context.req.param('id')))
  );
  startRoutes(app, deps);
  endRoutes(app, deps);
  fileRoutes(app, deps);
  return app;
}

function startRoutes(app: Hono, deps: GatewayDeps): void {
  const { planner, runs } = deps.services;
  const answer = (context: Context, { run, created }: Started): Response => {
    deps.changed();
    return context.json({ run } satisfies RunAnswer, created ? 201 : 200);
  };
  app.post(`/${ROUTES.runs}`, async context => {
    const { id, ...body } = await readBody(context, LaunchBody);
    const request = { ...planRequest(deps.root, body), start: true };
    const planned = await planner.plan(request);
    return answer(context, await startOnce(runs, planned, id, deps.log));
  });
  app.post('/runs/:id/rerun', async context => {
    const body = await readBody(context, RerunBody);
    return answer(
      context,
      await rerunOnce(runs, context.req.param('id'), body, deps.log)
    );
  });
}

function endRoutes(app: Hono, deps: GatewayDeps): void {
  const { target } = deps.services.runs;
  const done = (context: Context): Response => {
    deps.changed();
    return context.body(null, 204);
  };
  app.post('/runs/:id/cancel', async context => {
    await target.cancel(context.req.param('id'));
    return done(context);
  });
  app.post('/runs/:id/suspend', async context => {
    await target.suspend(context.req.param('id'));
    return done(context);
  });
  app.post('/runs/:id/resume', async context => {
    await target.resume(context.req.param('id'));
    return done(context);
  });
  app.post('/runs/:id/remove-with-claims', async context => {
    await target.remove(context.req.param('id'), { claims: true });
    return done(context);
  });
  app.delete('/runs/:id', async context => {
    await target.remove(context.req.param('id'));
    return done(context);
  });
}

function fileRoutes(app: Hono, { services: { runs } }: GatewayDeps): void {
  app.get('/runs/:id/log/:rank', async context => {
    const { id, rank } = context.req.param();
    const file = await runs.target.log(id, rankOf(id, rank, 'log'));
    return sendFile(file, `${id}-rank-${rank}.log`);
  });
  app.get('/runs/:id/files/:rank/:path{.+}', async context => {
    const { id, rank, path } = context.req.param();
    return sendFile(await runs.target.file(id, rankOf(id, rank, path), path), path);
  });
}

function rankOf(id: string, rank: string, path: string): number {
  // `BUILDER` is below the ranks.
  return /^(?:-1|\d{1,6})$/.test(rank)
    ? Number(rank)
    : fail('output-missing', { id, rank, path });
}

async function detail(
  { services: { runs } }: GatewayDeps,
  id: string
): Promise<RunDetail> {
  const { target } = runs;
  const [run, plan, outputs, failures] = await Promise.all([
    target.get(id),
    planOf(target, id),
    target.outputs(id),
    failuresOf(target, id)
  ]);
  return { run, outputs, failures, ...(plan ? { plan } : {}) };
}

/** What other tools started has none. */
async function planOf(target: RunTarget, id: string): Promise<Plan | undefined> {
  try {
    return await target.plan(id);
  } catch (error) {
    const code = error instanceof ProblemError ? error.problem.code : undefined;
    if (code === 'run-foreign') return undefined;
    throw error;
  }
}
