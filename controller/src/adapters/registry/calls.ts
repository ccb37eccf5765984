/** Calls of one session: login, attempts, redirects, and errors as rows of the table. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { problem, ProblemError } from '@jupyterlab-kubeflow/protocol';
import { backoffMs, type Backoff } from '../../core/cluster/backoff.js';
import { detourProblem, isSame } from '../../core/registry/detour.js';
import { registryFault } from '../../core/registry/fault.js';
import { registryRefusal, type RegistryCall } from '../../core/registry/refusal.js';
import { RegistryError } from '../../core/registry/registry-error.js';
import { sameRegistry, type Repository } from '../../core/registry/repository.js';
import type { RegistryWork } from '../../ports/registry.js';
import { originOf } from './address.js';
import { drain, refusalOf } from './answer.js';
import { Authorizer } from './authorizer.js';
import type { HttpRequest } from './http.js';
import type { Shared } from './shared.js';
import { tokenAsker } from './tokens.js';

/** How often a call is tried. */
export const ATTEMPTS = 4;

/** A call, and how it goes over HTTP. */
export interface Question extends RegistryCall {
  readonly method: HttpRequest['method'];
  /** Below the registry's `/v2/<path>/`, or a whole address that it gave. */
  readonly to: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for every try. */
  readonly body?: Uint8Array | (() => Promise<Readable>);
  /** Statuses that are wanted; all others are errors. */
  readonly wanted: readonly number[];
  /** How often it is tried. @default 4 */
  readonly attempts?: number;
}

const BACKOFF: Backoff = { first: 500, most: 8000 };

/** Longest wait for a registry that asks for one, in milliseconds. */
const LONGEST_WAIT = 30_000;

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 5;
const MOST_LOGINS = 6;

export class Calls {
  requests = 0;
  readonly shared: Shared;
  readonly #work: RegistryWork;
  readonly #authorizers = new Map<string, Authorizer>();

  constructor(shared: Shared, work: RegistryWork) {
    this.shared = shared;
    this.#work = work;
  }

  get signal(): AbortSignal | undefined {
    return this.#work.signal;
  }

  /** The answer of a call, as soon as it begins; its body must be read. */
  async ask(question: Question): Promise<IncomingMessage> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await this.#once(question);
      } catch (error) {
        if (failures >= (question.attempts ?? ATTEMPTS)) throw error;
        await this.wait(error, failures);
      }
    }
  }

  /** Waits until a failed call may be tried again; throws the error when it may not. */
  async wait(error: unknown, failures: number): Promise<void> {
    if (!(error instanceof RegistryError) || !error.temporary) throw error;
    const asked = error.retryAfterMs ?? 0;
    if (asked > LONGEST_WAIT) throw error;
    const { timing } = this.shared;
    const wait = backoffMs(BACKOFF, failures, timing.random(), asked);
    await timing.sleep(wait, this.signal);
  }

  /** What ended a call, as an error of it; the signal's reason when that did. */
  fault(error: unknown, { host }: Repository): unknown {
    if (this.signal?.aborted) return this.signal.reason;
    if (error instanceof ProblemError || !(error instanceof Error)) return error;
    const { code, message } = error as NodeJS.ErrnoException;
    return registryFault(host, { code: code ?? '', message });
  }

  /** The whole address of a question; `registry-detour` where we may not go. */
  address({ to, repository }: Pick<Question, 'to' | 'repository'>): URL {
    const { access } = this.shared;
    const origin = originOf(repository.host, access);
    if (typeof to === 'string') return new URL(`/v2/${repository.path}/${to}`, origin);
    const detail = detourProblem(to, origin, access);
    if (detail === undefined) return to;
    const params = { host: repository.host, target: to.origin, detail };
    throw new RegistryError(problem('registry-detour', params), { temporary: false });
  }

  async #once(question: Question): Promise<IncomingMessage> {
    const url = this.address(question);
    const ours = isSame(url, originOf(question.repository.host, this.shared.access));
    const answer = await (ours
      ? this.#asSomebody(question, url)
      : this.#send(question, url));
    return this.#accepted(question, await this.#redirected(question, url, answer));
  }

  /** With a login where one is wanted; a second one where the first is refused. */
  async #asSomebody(question: Question, url: URL): Promise<IncomingMessage> {
    const authorizer = this.#authorizer(question.repository);
    let proof = await authorizer.proof();
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#send(question, url, proof);
      if (answer.statusCode !== 401) {
        authorizer.accepted(proof);
        return answer;
      }
      const header = answer.headers['www-authenticate'] ?? '';
      if (tries === MOST_LOGINS || !(await authorizer.refused(header, proof))) {
        return answer;
      }
      const next = await authorizer.proof();
      if (next === proof) return answer;
      await drain(answer);
      proof = next;
    }
  }

  /** Elsewhere without a login: who answers for the registry may send us anywhere. */
  async #redirected(
    question: Question,
    from: URL,
    answer: IncomingMessage
  ): Promise<IncomingMessage> {
    let [at, last] = [from, answer];
    for (let hops = 0; hops < MOST_REDIRECTS; hops += 1) {
      const { location } = last.headers;
      const follows = question.method === 'GET' || question.method === 'HEAD';
      if (!follows || !location || !REDIRECTS.includes(last.statusCode ?? 0)) break;
      await drain(last);
      const { repository } = question;
      at = this.address({ repository, to: URL.parse(location, at.href) ?? at });
      last = await this.#send(question, at);
    }
    return last;
  }

  async #send(question: Question, url: URL, proof?: string): Promise<IncomingMessage> {
    const { method, headers, body, repository } = question;
    const made = typeof body === 'function' ? await body() : body;
    const authorization = proof === undefined ? {} : { Authorization: proof };
    const request: HttpRequest = {
      method,
      url,
      headers: { ...headers, ...authorization },
      ...(made === undefined ? {} : { body: made })
    };
    return this.#http(request, repository);
  }

  async #http(request: HttpRequest, repository: Repository): Promise<IncomingMessage> {
    this.requests += 1;
    const { signal } = this;
    try {
      return await this.shared.http.send(signal ? { ...request, signal } : request);
    } catch (error) {
      throw this.fault(error, repository);
    }
  }

  async #accepted(
    question: Question,
    answer: IncomingMessage
  ): Promise<IncomingMessage> {
    if (question.wanted.includes(answer.statusCode ?? 0)) return answer;
    const { repository } = question;
    const user = await this.#authorizer(repository).user();
    const call = user === undefined ? question : { ...question, user };
    throw registryRefusal(call, await refusalOf(answer, this.shared.timing.now()));
  }

  #authorizer(repository: Repository): Authorizer {
    const { host } = repository;
    const known = this.#authorizers.get(host);
    if (known) return known;
    const { push } = this.#work;
    const made = new Authorizer({
      shared: this.shared,
      work: this.#work,
      repository: push && sameRegistry(push, repository) ? push : repository,
      askToken: tokenAsker(this.shared, request => this.#http(request, repository))
    });
    this.#authorizers.set(host, made);
    return made;
  }
}
