/** The supervisor's ear: orders as JSON over HTTP, on a socket that only root can open. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { attempt } from '../acts/run.js';
import { OrderSchema, type Order } from '../plan/orders.js';
import type { NodeStatus } from '../plan/status.js';
import type { Programs } from './programs.js';

/** What orders work on. */
export interface Node {
  readonly programs: Programs;
  /** What went wrong while the node started. */
  readonly problem: () => string | undefined;
}

/** Listens at a path until closed. */
export function listen(path: string, node: Node): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, node).then(value => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    });
  });
  // Starting a component may take as long as it takes.
  server.requestTimeout = 0;
  rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve(server);
    });
  });
}

async function answer(request: IncomingMessage, node: Node): Promise<object> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const order = OrderSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
    return { value: (await carryOut(order, node)) ?? null };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut(order: Order, { programs, problem }: Node): Promise<unknown> {
  switch (order.kind) {
    case 'status': {
      const said = problem();
      const components = await programs.status();
      return { components, ...(said ? { problem: said } : {}) } satisfies NodeStatus;
    }
    case 'heal':
      return programs.heal();
    case 'act':
      return programs.act(order.component, order.verb);
    case 'put':
      return programs.put(order.component);
    case 'remove':
      return programs.remove(order.component);
    case 'post':
      return postJson(order.url, order.body);
    case 'run':
      return attempt(order.command, order.input ? { input: order.input } : {});
  }
}

async function postJson(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (response.ok) return response.json();
  throw new Error(
    `${url} answers ${String(response.status)}: ${await response.text()}`
  );
}
