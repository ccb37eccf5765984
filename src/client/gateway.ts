/**
 * The gateway over HTTP. Answers are trusted to be what the protocol says once their
 * version is ours: the gateway is part of the same installation, and a validator would
 * cost every page more than the rest of this code.
 */
import {
  API_ROOT,
  PAGE_ERRORS,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  ProblemError,
  ROUTES,
  problemOf,
  type HealthAnswer,
  type LaunchBody,
  type PlanAnswer,
  type PlanBody,
  type Problem,
  type RerunBody,
  type Run,
  type RunDetail
} from '@jupyterlab-kubeflow/protocol';

/** Sends a request to a path below the Jupyter server's base URL. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** A row of the page's own errors as a problem. */
export function pageProblem(
  code: keyof typeof PAGE_ERRORS,
  params: Readonly<Record<string, string | number>> = {}
): Problem {
  return problemOf(code, PAGE_ERRORS[code], params);
}

/** Every method rejects with `ProblemError`; with `AbortError` when it was aborted. */
export class GatewayClient {
  constructor(private readonly send: Send) {}

  health(): Promise<HealthAnswer> {
    return this.json(ROUTES.health, {});
  }

  plan(body: PlanBody, signal?: AbortSignal): Promise<PlanAnswer> {
    return this.json(ROUTES.plan, { ...post(body), ...(signal ? { signal } : {}) });
  }

  async launch(body: LaunchBody): Promise<Run> {
    return (await this.json<{ run: Run }>(ROUTES.runs, post(body))).run;
  }

  async rerun(id: string, body: RerunBody): Promise<Run> {
    return (await this.json<{ run: Run }>(ROUTES.rerun(id), post(body))).run;
  }

  detail(id: string): Promise<RunDetail> {
    return this.json(ROUTES.run(id), {});
  }

  /** The answer of a path below `API_ROOT`; with a body it is asked by POST. */
  ask(path: string, body?: unknown): Promise<unknown> {
    return this.json(path, body === undefined ? {} : post(body));
  }

  /** Asks a path to do what it is for. */
  async tell(path: string, body: unknown = {}): Promise<void> {
    await this.request(path, post(body));
  }

  async remove(id: string): Promise<void> {
    await this.request(ROUTES.run(id), { method: 'DELETE' });
  }

  /** The bytes of a file a run made. */
  async file(id: string, rank: number, path: string): Promise<Blob> {
    return (await this.request(ROUTES.file(id, rank, path), {})).blob();
  }

  async gatewayLog(): Promise<string> {
    return (await this.request(ROUTES.gatewayLog, {})).text();
  }

  private async json<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.request(path, init);
    return (await response.json()) as T;
  }

  private async request(path: string, init: RequestInit): Promise<Response> {
    const response = await this.reach(path, init);
    if (isOutdated(response)) throw new ProblemError(pageProblem('page-outdated'));
    if (response.ok) return response;
    throw new ProblemError(await problemIn(response));
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.send(`${API_ROOT}/${path}`, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ProblemError(pageProblem('server-unreachable'), { cause: error });
    }
  }
}

function post(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body)
  };
}

/** Answers of the relay itself and of proxies in between carry no version. */
function isOutdated({ headers }: Response): boolean {
  const version = headers.get(PROTOCOL_HEADER);
  return version !== null && version !== String(PROTOCOL_VERSION);
}

async function problemIn(response: Response): Promise<Problem> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (hasProblem(answer)) return answer.problem;
  return response.status === 404
    ? pageProblem('server-extension-missing')
    : pageProblem('answer-unexpected', { code: response.status });
}

function hasProblem(answer: unknown): answer is { problem: Problem } {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'problem' in answer &&
    typeof answer.problem === 'object'
  );
}
