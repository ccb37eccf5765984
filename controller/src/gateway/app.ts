/**
 * The gateway's HTTP half. Routes only translate: a body is parsed once into a value
 * of the protocol, a service does the work, its answer or problem goes back.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import {
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  ROUTES,
  problem,
  type HealthAnswer
} from '@jupyterlab-kubeflow/protocol';
import { bytesText } from '../core/plan/text.js';
import type { GatewayDeps } from './deps.js';
import { answerProblem, problemOf } from './errors.js';
import { followRoutes } from './follow-routes.js';
import { requireJson, requireSecret } from './guard.js';
import { planRoutes } from './plan-routes.js';
import { prepareRoutes } from './prepare-routes.js';
import { runRoutes } from './run-routes.js';
import { targetRoutes } from './target-routes.js';

/** A notebook with its outputs, as JSON in JSON. */
const BODY_BYTES = 256 * 1024 * 1024;

export function createApp(deps: GatewayDeps): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.res.headers.set(PROTOCOL_HEADER, String(PROTOCOL_VERSION));
    context.res.headers.set('Cache-Control', 'no-store');
    context.res.headers.set('X-Content-Type-Options', 'nosniff');
  });
  app.use(requireSecret(deps.secret));
  app.use(requireJson);
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: context =>
        answerProblem(
          context,
          problem('gateway-too-large', { limit: bytesText(BODY_BYTES) })
        )
    })
  );
  app.get(`/${ROUTES.health}`, context => context.json(health(deps)));
  app.route('/', planRoutes(deps));
  app.route('/', prepareRoutes(deps));
  app.route('/', runRoutes(deps));
  app.route('/', followRoutes(deps));
  app.route('/', targetRoutes(deps));
  app.notFound(context => {
    const { method, path } = context.req;
    return answerProblem(context, problem('gateway-no-route', { method, path }));
  });
  app.onError((error, context) => {
    // Who has left reads no answer, and what ended with it is no fault.
    if (context.req.raw.signal.aborted) return new Response(undefined, { status: 499 });
    return answerProblem(context, problemOf(error, deps.log));
  });
  return app;
}

function health({ version, home }: GatewayDeps): HealthAnswer {
  return { version, home, protocol: PROTOCOL_VERSION };
}
