/**
 * Starts whose answer may get lost on the way: nobody knows then whether the run exists.
 * Until an answer comes, the same work is asked for with the same id, and the gateway
 * finds the run it has made already.
 */
import { ProblemError, runId, type Run } from '@jupyterlab-kubeflow/protocol';
import { retryDelay } from '../client/feed.js';

/** Problems of those on the way: the gateway may have heard the question. */
const LOST = new Set(['server-unreachable', 'gateway-lost', 'gateway-not-started']);

export class Starts {
  /** Ids of starts without an answer, by what is to be started. */
  private readonly open = new Map<string, string>();

  /** Asks, and once more by itself when the answer is lost. */
  async start(
    work: unknown,
    name: string,
    ask: (id: string) => Promise<Run>
  ): Promise<Run> {
    const key = JSON.stringify(work);
    const id = this.open.get(key) ?? runId(name, Math.random);
    this.open.set(key, id);
    try {
      const run = await askTwice(() => ask(id));
      this.open.delete(key);
      return run;
    } catch (error) {
      if (!isLost(error)) this.open.delete(key);
      throw error;
    }
  }
}

async function askTwice(ask: () => Promise<Run>): Promise<Run> {
  try {
    return await ask();
  } catch (error) {
    if (!isLost(error)) throw error;
    await new Promise(resolve => setTimeout(resolve, retryDelay(0, Math.random)));
    return ask();
  }
}

/** Whether the question may have been heard though no answer to it came. */
function isLost(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  const { code, params } = error.problem;
  // A proxy in between says so with a status of its own.
  return (
    LOST.has(code) || (code === 'answer-unexpected' && Number(params['code']) >= 500)
  );
}
