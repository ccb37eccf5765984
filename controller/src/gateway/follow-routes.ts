/** A run followed over plain HTTP: for programs, which need no WebSocket for one run. */
import { Hono } from 'hono';
import { Readable } from 'node:stream';
import * as z from 'zod/mini';
import {
  Cursor,
  fail,
  type Followed,
  type FollowLine
} from '@jupyterlab-kubeflow/protocol';
import type { GatewayDeps } from './deps.js';
import { problemOf } from './errors.js';

export function followRoutes({ services: { runs }, log }: GatewayDeps): Hono {
  const app = new Hono();
  app.get('/runs/:id/follow', async context => {
    const id = context.req.param('id');
    const from = cursorOf(context.req.query('from'));
    // A run nobody knows is an answer of its own, not a line of a good one.
    await runs.target.get(id);
    const left = new AbortController();
    const options = { signal: left.signal, ...(from ? { from } : {}) };
    const lines = Readable.from(linesOf(runs.target.follow(id, options), log));
    lines.once('close', () => {
      left.abort();
    });
    return new Response(Readable.toWeb(lines) as ReadableStream, {
      headers: { 'Content-Type': 'application/x-ndjson' }
    });
  });
  return app;
}

async function* linesOf(
  items: AsyncIterable<Followed>,
  log: (text: string) => void
): AsyncGenerator<Uint8Array> {
  try {
    for await (const item of items) yield lineOf(item);
    yield lineOf({ kind: 'complete' });
  } catch (error) {
    yield lineOf({ kind: 'problem', problem: problemOf(error, log) });
  }
}

function lineOf(line: FollowLine): Uint8Array {
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

/** How far the reader had come. */
function cursorOf(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = z.safeParse(Cursor, JSON.parse(text) as unknown);
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through: the same answer serves.
  }
  return fail('gateway-body-invalid', { detail: 'from: a cursor' });
}
