/** The API server of one context. */
import type { Call, Verb } from '../../core/cluster/call.js';
import { isExpired } from '../../core/cluster/cluster-error.js';
import { fieldsOf, textOf } from '../../core/cluster/fields.js';
import {
  metadataOf,
  pathOf,
  type KubeObject,
  type Resource
} from '../../core/cluster/object.js';
import type { ClusterTarget } from '../../core/cluster/target.js';
import type {
  Access,
  ApplyOptions,
  CallOptions,
  ClusterApi,
  DeleteOptions,
  LogEntry,
  LogRequest,
  Review,
  Scope,
  WatchListener,
  WriteOptions
} from '../../ports/cluster.js';
import type { HttpRequest } from './connection.js';
import { LogStream } from './log-stream.js';
import {
  deleteBody,
  itemsOf,
  listQuery,
  reviewBody,
  wholeListQuery,
  writeQuery
} from './query.js';
import type { ReflectorOptions } from './reflector.js';
import type { Requests } from './requests.js';
import { HttpLogs, HttpWatch, type Caller } from './streams.js';
import { Watches } from './watches.js';

export interface ApiDeps {
  readonly target: ClusterTarget;
  readonly requests: Requests;
  readonly reflector: ReflectorOptions;
  /** Command that renews the credentials. */
  readonly renewal?: string;
}

/** For calls of paths that belong to no resource of ours. */
const REVIEWS: Resource = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  namespaced: false
};

const JSON_BODY = { 'Content-Type': 'application/json' };
const MERGE_BODY = { 'Content-Type': 'application/merge-patch+json' };
const APPLY_BODY = { 'Content-Type': 'application/apply-patch+yaml' };

interface Place {
  readonly namespace?: string;
  readonly name?: string;
}

export class KubernetesApi implements ClusterApi {
  readonly target: ClusterTarget;
  readonly #deps: ApiDeps;
  readonly #watches = new Watches();

  constructor(deps: ApiDeps) {
    this.target = deps.target;
    this.#deps = deps;
  }

  read(path: string, options: CallOptions = {}): Promise<KubeObject> {
    const names = { kind: path, plural: path, namespaced: false };
    const resource = { group: '', version: '', ...names };
    return this.#json(this.#call('get', resource), { ...options, method: 'GET', path });
  }

  get(
    resource: Resource,
    place: { readonly namespace?: string; readonly name: string },
    options: CallOptions = {}
  ): Promise<KubeObject> {
    const path = pathOf(resource, place.namespace, place.name);
    const call = this.#call('get', resource, place);
    return this.#json(call, { ...options, method: 'GET', path });
  }

  async list(
    resource: Resource,
    scope: Scope,
    options: CallOptions = {}
  ): Promise<readonly KubeObject[]> {
    const call = this.#call('list', resource, scope);
    const path = pathOf(resource, scope.namespace);
    const page = (query: string): Promise<KubeObject> =>
      this.#json(call, { ...options, method: 'GET', path: path + query });
    try {
      return await pages(resource, next => page(listQuery(scope, next)));
    } catch (error) {
      // Pages expire after some minutes: a list in one piece cannot.
      if (!isExpired(error)) throw error;
      return itemsOf(await page(wholeListQuery(scope)), resource);
    }
  }

  create(
    resource: Resource,
    object: KubeObject,
    options: WriteOptions = {}
  ): Promise<KubeObject> {
    const place = placeOf(object);
    return this.#json(this.#call('create', resource, place), {
      method: 'POST',
      path: pathOf(resource, place.namespace) + writeQuery(options, 'create'),
      headers: JSON_BODY,
      body: JSON.stringify(object),
      ...signalOf(options)
    });
  }

  apply(
    resource: Resource,
    object: KubeObject,
    options: ApplyOptions = {}
  ): Promise<KubeObject> {
    const place = placeOf(object);
    const path = pathOf(resource, place.namespace, place.name);
    return this.#json(this.#call('patch', resource, place), {
      method: 'PATCH',
      path: path + writeQuery(options, 'apply'),
      headers: APPLY_BODY,
      body: JSON.stringify(object),
      ...signalOf(options)
    });
  }

  patch(
    resource: Resource,
    place: { readonly namespace?: string; readonly name: string },
    change: KubeObject,
    options: WriteOptions = {}
  ): Promise<KubeObject> {
    const path = pathOf(resource, place.namespace, place.name);
    return this.#json(this.#call('patch', resource, place), {
      method: 'PATCH',
      path: path + writeQuery(options, 'create'),
      headers: MERGE_BODY,
      body: JSON.stringify(change),
      ...signalOf(options)
    });
  }

  async delete(
    resource: Resource,
    place: { readonly namespace?: string; readonly name: string },
    options: DeleteOptions = {}
  ): Promise<void> {
    await this.#json(this.#call('delete', resource, place), {
      method: 'DELETE',
      path: pathOf(resource, place.namespace, place.name),
      headers: JSON_BODY,
      body: deleteBody(options),
      ...signalOf(options)
    });
  }

  async review(access: Access, options: CallOptions = {}): Promise<Review> {
    const answer = await this.#json(this.#call('create', REVIEWS), {
      method: 'POST',
      path: pathOf(REVIEWS),
      headers: JSON_BODY,
      body: reviewBody(access),
      ...options
    });
    const status = fieldsOf(answer['status']);
    return {
      allowed: status['allowed'] === true,
      reason: textOf(status['reason']) ?? ''
    };
  }

  watch(
    resource: Resource,
    scope: Scope,
    listener: WatchListener,
    signal: AbortSignal
  ): void {
    const { reflector } = this.#deps;
    const source = (): HttpWatch => new HttpWatch(this.#caller, resource, scope);
    const key = JSON.stringify([pathOf(resource, scope.namespace), scope]);
    this.#watches.add({ key, source, options: reflector }, listener, signal);
  }

  logs(request: LogRequest): AsyncIterable<LogEntry> {
    const source = new HttpLogs(this.#caller, request);
    return new LogStream(source, request, this.#deps.reflector.timing).entries();
  }

  /** Ends all watches. */
  close(): void {
    this.#watches.close();
  }

  get #caller(): Caller {
    const { requests } = this.#deps;
    return { requests, call: (...args) => this.#call(...args) };
  }

  #json(call: Call, request: HttpRequest): Promise<KubeObject> {
    return this.#deps.requests.json(call, request);
  }

  #call(verb: Verb, resource: Resource, { namespace, name }: Place = {}): Call {
    const { renewal } = this.#deps;
    return {
      context: this.target.context,
      server: this.target.server,
      ...(renewal === undefined ? {} : { renewal }),
      verb,
      resource,
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name })
    };
  }
}

/** All pages of a list. */
async function pages(
  resource: Resource,
  page: (next?: string) => Promise<KubeObject>
): Promise<readonly KubeObject[]> {
  const objects: KubeObject[] = [];
  let next: string | undefined;
  do {
    const list = await page(next);
    objects.push(...itemsOf(list, resource));
    next = textOf(fieldsOf(list['metadata'])['continue']);
  } while (next !== undefined);
  return objects;
}

function placeOf(object: KubeObject): { namespace?: string; name: string } {
  const { namespace, name } = metadataOf(object);
  return { name, ...(namespace === '' ? {} : { namespace }) };
}

const signalOf = ({ signal }: CallOptions): CallOptions => (signal ? { signal } : {});
