/** Gives an order to a node's supervisor and waits for the answer. */
import { request } from 'node:http';
import { AnswerSchema, type Order } from '../plan/orders.js';
import { NodeStatusSchema, type NodeStatus } from '../plan/status.js';
import type { Outcome } from './run.js';

/** How long one waits for an answer. */
export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** @default somewhat more than a component may take to start */
  readonly limitMs?: number;
}

const ORDER_MS = 300_000;
const STATUS_MS = 10_000;

/** What the supervisor answers; an Error with its sentence when it could not. */
export async function giveOrder(
  socket: string,
  order: Order,
  { signal, limitMs = ORDER_MS }: Patience = {}
): Promise<unknown> {
  const limit = AbortSignal.timeout(limitMs);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  const answer = await post(socket, order, either).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw limit.aborted ? new Error(silence(order, limitMs)) : error;
  });
  return valueOf(answer);
}

const silence = ({ kind }: Order, limitMs: number): string =>
  `The node has not answered for ${String(limitMs / 1000)} s (${kind}). ` +
  'Its log: npm run cluster -- logs node. Without it: npm run cluster -- down';

function valueOf(text: string): unknown {
  const answer = AnswerSchema.parse(JSON.parse(text));
  if ('problem' in answer) throw new Error(answer.problem);
  return answer.value;
}

/** How the node is; undefined when no supervisor listens. */
export async function askStatus(socket: string): Promise<NodeStatus | undefined> {
  try {
    const patience = { limitMs: STATUS_MS };
    const answered = await giveOrder(socket, { kind: 'status' }, patience);
    return NodeStatusSchema.parse(await answered);
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
  { input, ...patience }: Patience & { readonly input?: string } = {}
): Promise<string> {
  const order: Order = { kind: 'run', command: [...command], input };
  const outcome = (await giveOrder(socket, order, patience)) as Outcome;
  const { code, stdout, stderr } = outcome;
  if (code === 0) return stdout;
  throw new Error(`In the node, ${command.join(' ')} failed:\n${stderr.trim()}`);
}

function post(socketPath: string, order: Order, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const how = { socketPath, method: 'POST', agent: false, signal } as const;
    const sent = request(how, response => {
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
