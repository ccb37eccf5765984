/** Which row of the error table an answer of a registry is. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { fieldsOf, listOf, textOf } from '../cluster/fields.js';
import { RegistryError } from './registry-error.js';
import type { Repository } from './repository.js';
import { jsonOf } from './token.js';

/** What was asked of a registry, as far as sentences tell it. */
export interface RegistryCall {
  readonly repository: Repository;
  readonly action: 'pull' | 'push';
  /** The image or digest that is read. */
  readonly image?: string;
  /** Who asked; absent: nobody. */
  readonly user?: string;
}

/** An answer that is not the wanted one. */
export interface RegistryRefusal {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** The body, as far as it was read. */
  readonly body: string;
}

/** Statuses after which the same may go well soon. */
const PASSING: readonly number[] = [408, 429, 499, 500, 502, 503, 504, 522];

/** Longest detail that is quoted, in characters. */
const DETAIL_LIMIT = 300;

/** Waiting time when the registry names none, in seconds. */
const USUAL_WAIT = 10;

/** The error of a call that was answered with something else than success. */
export function registryRefusal(
  call: RegistryCall,
  refusal: RegistryRefusal
): RegistryError {
  const { status, retryAfter } = refusal;
  const found = { ...refusal, ...errorsIn(refusal.body) };
  const full = isFull(found);
  return new RegistryError(full ? fullProblem(call, found) : rowOf(call, found), {
    status,
    temporary: !full && PASSING.includes(status),
    codes: found.codes,
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter * 1000 })
  });
}

interface Found extends RegistryRefusal {
  readonly codes: readonly string[];
  readonly detail: string;
}

/** A registry's errors are JSON; what is none is of something in between. */
function errorsIn(body: string): Pick<Found, 'codes' | 'detail'> {
  const errors = listOf(fieldsOf(jsonOf(body))['errors']);
  const words = errors.flatMap(error => [
    textOf(error['message']) ?? textOf(error['code'])
  ]);
  const said = words.filter(word => word !== undefined).join('; ');
  const plain = /^\s*[<{]/.test(body) ? '' : (body.trim().split('\n')[0] ?? '');
  return {
    codes: errors.flatMap(error => textOf(error['code']) ?? []),
    detail: quoted(said || plain) || 'it does not say why'
  };
}

/** Words so long may be tokens. */
const LONG = /[\w+/=.~-]{72,}/g;

function quoted(text: string): string {
  return text.replace(LONG, '…').slice(0, DETAIL_LIMIT).replace(/\.$/, '');
}

function isFull({ status, body }: Found): boolean {
  if (status === 507) return true;
  return status >= 500 && /no space left|disk quota|insufficient storage/i.test(body);
}

function fullProblem({ repository }: RegistryCall, { body, detail }: Found): Problem {
  const { host, path } = repository;
  const words = /no space left on device/i.test(body) ? 'its disk is full' : detail;
  return problem('registry-full', { host, repository: path, detail: words });
}

function rowOf(call: RegistryCall, found: Found): Problem {
  const { host, path } = call.repository;
  const { status, detail } = found;
  switch (status) {
    case 401:
      return loginProblem(call);
    case 403:
      return call.action === 'push'
        ? problem('registry-push-forbidden', { host, repository: path, detail })
        : problem('registry-pull-forbidden', { host, repository: path, detail });
    case 404:
      return missing(call);
    case 413:
      return problem('registry-too-large', { host, repository: path });
    case 429:
      return problem('registry-busy', {
        host,
        seconds: Math.ceil(found.retryAfter ?? USUAL_WAIT)
      });
    default:
      return problem('registry-failed', {
        host,
        code: status,
        repository: path,
        detail
      });
  }
}

/** Wrong login, or none. */
export function loginProblem({ repository, user }: RegistryCall): Problem {
  const about = { host: repository.host, repository: repository.path };
  return user === undefined
    ? problem('registry-login-missing', about)
    : problem('registry-login-refused', { ...about, user });
}

function missing({ repository: { host, path }, action, image }: RegistryCall): Problem {
  return action === 'push'
    ? problem('repository-missing', { host, repository: path })
    : problem('image-missing', { host, image: image ?? path });
}
