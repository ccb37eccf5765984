/** Gives an order to a node's supervisor and waits for the answer. */
import { request } from 'node:http';
import { AnswerSchema, type Order } from '../plan/orders.js';
import { NodeStatusSchema, type NodeStatus } from '../plan/status.js';
import type { Outcome } from './run.js';

/** What the supervisor answers; an Error with its sentence when it could not. */
export async function giveOrder(socket: string, order: Order): Promise<unknown> {
  const answer = AnswerSchema.parse(JSON.parse(await post(socket, order)));
  if ('problem' in answer) throw new Error(answer.problem);
  return answer.value;
}

/** How the node is; undefined when no supervisor listens. */
export async function askStatus(socket: string): Promise<NodeStatus | undefined> {
  try {
    return NodeStatusSchema.parse(await giveOrder(socket, { kind: 'status' }));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code))
      return undefined;
    throw error;
  }
}

/** Runs a command inside the node; its failure is an Error with what it said. */
export async function runInside(
  socket: string,
  command: readonly [string, ...string[]],
  input?: string
): Promise<string> {
  const order: Order = { kind: 'run', command: [...command], input };
  const { code, stdout, stderr } = (await giveOrder(socket, order)) as Outcome;
  if (code === 0) return stdout;
  throw new Error(`In the node, ${command.join(' ')} failed:\n${stderr.trim()}`);
}

function post(socketPath: string, order: Order): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method: 'POST', agent: false }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve(Buffer.concat(chunks).toString());
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(order));
  });
}
