/** Logins as Docker, Podman and their like keep them: `config.json` and `auth.json`. */
import {
  fieldsOf,
  isFields,
  textMapOf,
  textOf,
  type Fields
} from '../cluster/fields.js';
import { decodedLogin, loginOf, type Login } from './login.js';
import { apiHost, dockerKey, type Repository } from './repository.js';
import { jsonOf } from './token.js';

/** Where a login comes from. */
export type LoginSource =
  | { readonly kind: 'login'; readonly login: Login }
  /** The program `docker-credential-NAME` gives it for the server. */
  | { readonly kind: 'helper'; readonly helper: string; readonly server: string };

/** A file of logins. */
export interface DockerConfig {
  readonly auths: Readonly<Record<string, unknown>>;
  readonly credHelpers: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** @returns undefined when it is no JSON object */
export function parseDockerConfig(text: string): DockerConfig | undefined {
  const value = jsonOf(text);
  if (!isFields(value)) return undefined;
  const credsStore = textOf(value['credsStore']);
  return {
    auths: fieldsOf(value['auths']),
    credHelpers: textMapOf(value['credHelpers']),
    ...(credsStore === undefined ? {} : { credsStore })
  };
}

/** Programs are looked up on the PATH: nothing else may be started. */
const HELPER = /^[\w.-]+$/;

/**
 * Where the login for a repository may be, the most particular first: a helper of the
 * registry, the helper for all, then the file itself.
 */
export function loginSources(
  config: DockerConfig,
  repository: Repository
): readonly LoginSource[] {
  const key = dockerKey(repository.host);
  const own = Object.entries(config.credHelpers).find(
    ([name]) => hostOfKey(name) === apiHost(repository.host)
  )?.[1];
  const helpers = [own, config.credsStore].filter(
    helper => helper !== undefined && HELPER.test(helper)
  );
  const stored = storedLogin(config.auths, repository);
  return [
    ...helpers.map(
      helper => ({ kind: 'helper', helper: helper ?? '', server: key }) as const
    ),
    ...(stored ? [{ kind: 'login', login: stored } as const] : [])
  ];
}

/** Of keys for a registry and for repositories of it, the longest that fits. */
function storedLogin(
  auths: DockerConfig['auths'],
  { host, path }: Repository
): Login | undefined {
  const fitting = Object.entries(auths).filter(([key]) => {
    if (hostOfKey(key) !== apiHost(host)) return false;
    const below = pathOfKey(key);
    return below === '' || path === below || path.startsWith(`${below}/`);
  });
  return fitting
    .sort(([a], [b]) => pathOfKey(b).length - pathOfKey(a).length)
    .map(([, entry]) => loginIn(fieldsOf(entry)))
    .find(login => login !== undefined);
}

/** The login of an entry; an entry without one only says that a helper has it. */
export function loginIn(entry: Fields): Login | undefined {
  const identity = textOf(entry['identitytoken']);
  if (identity !== undefined) return loginOf('<token>', identity);
  const auth = textOf(entry['auth']);
  if (auth !== undefined) return decodedLogin(auth);
  return loginOf(textOf(entry['username']) ?? '', textOf(entry['password']) ?? '');
}

/** What a helper printed; undefined when that is no login. */
export function parseHelperAnswer(text: string): Login | undefined {
  const { Username: user, Secret: secret } = fieldsOf(jsonOf(text));
  return loginOf(textOf(user) ?? '', textOf(secret) ?? '');
}

/** Keys were addresses once: `https://r.example/v2/`. */
function hostOfKey(key: string): string {
  return apiHost(bare(key).split('/')[0] ?? '');
}

function pathOfKey(key: string): string {
  const [, ...parts] = bare(key).split('/');
  const path = parts.join('/').replace(/\/$/, '');
  return /^v[12]$/.test(path) ? '' : path;
}

function bare(key: string): string {
  return key.replace(/^https?:\/\//, '');
}
