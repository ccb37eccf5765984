/** Logins in Secrets of a cluster, matched as the kubelet matches them. */
import { fieldsOf, textMapOf, textOf, type Fields } from '../cluster/fields.js';
import { fromUtf8 } from '../image/utf8.js';
import { fromBase64 } from '../kubernetes/base64.js';
import { loginIn } from './docker-config.js';
import type { Login } from './login.js';
import { apiHost, formatRepository, type Repository } from './repository.js';
import { jsonOf } from './token.js';

/** A key of a Secret, and the login below it. */
export interface SecretLogin {
  /** `[scheme://]host[:port][/path]`; labels of the host may hold `*` and `?`. */
  readonly key: string;
  readonly login: Login;
}

/** The logins of a Secret; none when it is of another type or cannot be read. */
export function secretLogins(secret: Fields): readonly SecretLogin[] {
  const data = textMapOf(secret['data']);
  const entries =
    textOf(secret['type']) === 'kubernetes.io/dockercfg'
      ? decoded(data['.dockercfg'])
      : fieldsOf(decoded(data['.dockerconfigjson'])['auths']);
  return Object.entries(entries).flatMap(([key, entry]) => {
    const login = loginIn(fieldsOf(entry));
    return login ? [{ key, login }] : [];
  });
}

/**
 * Logins to try for a repository, in order: longest key first, and of equal keys in the
 * order given (a pod's own Secrets before those of its service account).
 */
export function matchingLogins(
  logins: readonly SecretLogin[],
  repository: Repository
): readonly Login[] {
  return logins
    .filter(({ key }) => matches(key, repository))
    .sort((a, b) => b.key.length - a.key.length)
    .map(({ login }) => login);
}

function matches(key: string, repository: Repository): boolean {
  const wanted = split(formatRepository(repository));
  const given = split(key.replace(/^https?:\/\//, ''));
  const same =
    apiHost(given.host) === apiHost(wanted.host) || globs(given.host, wanted.host);
  return same && given.port === wanted.port && below(wanted, given);
}

function below(wanted: { path: string }, given: { path: string }): boolean {
  if (['', 'v1', 'v2'].includes(given.path)) return true;
  return wanted.path === given.path || wanted.path.startsWith(`${given.path}/`);
}

/** Label by label: a star does not reach over a dot. */
function globs(pattern: string, host: string): boolean {
  const [patterns, labels] = [pattern.split('.'), host.split('.')];
  return (
    patterns.length === labels.length &&
    patterns.every((each, at) => globOf(each).test(labels[at] ?? ''))
  );
}

function globOf(pattern: string): RegExp {
  const literal = pattern.replace(/[\\^$+.()|[\]{}]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`);
}

function split(text: string): { host: string; port: string; path: string } {
  const [front = '', ...rest] = text.split('/');
  const [, host = front, port = ''] = /^(.*?)(?::(\d+))?$/.exec(front) ?? [];
  return { host, port, path: rest.join('/').replace(/\/$/, '') };
}

function decoded(text: string | undefined): Fields {
  const bytes = fromBase64((text ?? '').replace(/\s/g, ''));
  return fieldsOf(jsonOf((bytes && fromUtf8(bytes)) ?? ''));
}
