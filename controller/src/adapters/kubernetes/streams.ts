/** Watches and logs over HTTP: answers that go on for minutes. */
import type { IncomingMessage } from 'node:http';
import type { Call, Verb } from '../../core/cluster/call.js';
import { ClusterError } from '../../core/cluster/cluster-error.js';
import { fieldsOf, textOf } from '../../core/cluster/fields.js';
import { LineCutter } from '../../core/cluster/lines.js';
import {
  metadataOf,
  pathOf,
  RESOURCES,
  type KubeObject,
  type Resource
} from '../../core/cluster/object.js';
import { watchError } from '../../core/cluster/refusal.js';
import { parseWatchLine, type WatchEvent } from '../../core/cluster/watch-line.js';
import type { LogRequest, Scope } from '../../ports/cluster.js';
import type { LogQuery, LogSource } from './log-stream.js';
import { itemsOf, listQuery, logQuery, watchQuery } from './query.js';
import type { Page, WatchSource } from './reflector.js';
import { faultOf, type Requests } from './requests.js';

/** Who sends, and how a call is named in errors. */
export interface Caller {
  readonly requests: Requests;
  call(
    verb: Verb,
    resource: Resource,
    place?: { readonly namespace?: string; readonly name?: string }
  ): Call;
}

/** Longest event, in UTF-16 units: objects are at most a few megabytes. */
const EVENT_LIMIT = 2 ** 26;

export class HttpWatch implements WatchSource {
  readonly #caller: Caller;
  readonly #resource: Resource;
  readonly #scope: Scope;

  constructor(caller: Caller, resource: Resource, scope: Scope) {
    this.#caller = caller;
    this.#resource = resource;
    this.#scope = scope;
  }

  async page(signal: AbortSignal, next?: string): Promise<Page> {
    const list = await this.#caller.requests.json(this.#call('list'), {
      method: 'GET',
      path: this.#path + listQuery(this.#scope, next),
      signal
    });
    const more = textOf(fieldsOf(list['metadata'])['continue']);
    return {
      objects: itemsOf(list, this.#resource),
      resourceVersion: metadataOf(list).resourceVersion,
      ...(more === undefined ? {} : { next: more })
    };
  }

  async events(options: {
    readonly resourceVersion: string;
    readonly seconds: number;
    readonly signal: AbortSignal;
  }): Promise<AsyncIterable<WatchEvent>> {
    const { resourceVersion, seconds, signal } = options;
    const call = this.#call('watch');
    const answer = await this.#caller.requests.open(call, {
      method: 'GET',
      path: this.#path + watchQuery(this.#scope, resourceVersion, seconds),
      signal
    });
    return eventsOf(call, answer, signal);
  }

  errorOf(status: KubeObject): Error {
    return watchError(this.#call('watch'), status);
  }

  get #path(): string {
    return pathOf(this.#resource, this.#scope.namespace);
  }

  #call(verb: Verb): Call {
    return this.#caller.call(verb, this.#resource, this.#scope);
  }
}

/** A line that was cut off at the end is no event. */
async function* eventsOf(
  call: Call,
  answer: IncomingMessage,
  signal: AbortSignal
): AsyncGenerator<WatchEvent> {
  const cutter = new LineCutter(EVENT_LIMIT);
  for await (const text of textOfAnswer(call, answer, signal)) {
    for (const piece of cutter.push(text)) yield parseWatchLine(piece.text);
  }
}

export class HttpLogs implements LogSource {
  readonly #caller: Caller;
  readonly #request: LogRequest;

  constructor(caller: Caller, request: LogRequest) {
    this.#caller = caller;
    this.#request = request;
  }

  async *text(query: LogQuery): AsyncGenerator<string> {
    const { namespace, pod, signal } = this.#request;
    const place = { namespace, name: pod };
    const call = {
      ...this.#caller.call('get', RESOURCES.pod, place),
      subresource: 'log'
    };
    const path = pathOf(RESOURCES.pod, namespace, pod);
    const answer = await this.#caller.requests.open(call, {
      method: 'GET',
      path: `${path}/log${logQuery(this.#request, query)}`,
      headers: { Accept: '*/*' },
      ...(signal ? { signal } : {})
    });
    yield* textOfAnswer(call, answer, signal);
  }

  async pod(): Promise<KubeObject | undefined> {
    const { namespace, pod: name, signal } = this.#request;
    const call = this.#caller.call('get', RESOURCES.pod, { namespace, name });
    const path = pathOf(RESOURCES.pod, namespace, name);
    const request = { method: 'GET', path, ...(signal ? { signal } : {}) } as const;
    try {
      return await this.#caller.requests.json(call, request);
    } catch (error) {
      if (error instanceof ClusterError && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** Whoever stops reading closes the connection. */
async function* textOfAnswer(
  call: Call,
  answer: IncomingMessage,
  signal: AbortSignal | undefined
): AsyncGenerator<string> {
  try {
    for await (const chunk of answer.setEncoding('utf8')) yield String(chunk);
  } catch (error) {
    throw faultOf(call, error, signal);
  }
}
