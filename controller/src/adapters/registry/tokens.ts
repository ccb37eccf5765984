/** Asks whoever gives tokens for a registry. */
import { problem } from '@jupyterlab-kubeflow/protocol';
import type { BearerChallenge } from '../../core/registry/challenge.js';
import { detourProblem } from '../../core/registry/detour.js';
import type { Login } from '../../core/registry/login.js';
import { registryRefusal } from '../../core/registry/refusal.js';
import { RegistryError } from '../../core/registry/registry-error.js';
import type { Repository } from '../../core/registry/repository.js';
import {
  parseToken,
  tokenRequest,
  type Token,
  type TokenRequest
} from '../../core/registry/token.js';
import type { IncomingMessage } from 'node:http';
import { bytesOf, refusalOf } from './answer.js';
import { originOf } from './address.js';
import type { HttpRequest } from './http.js';
import type { Shared } from './shared.js';

export interface TokenQuestion {
  readonly challenge: BearerChallenge;
  readonly scopes: readonly string[];
  readonly repository: Repository;
  readonly login?: Login;
}

/** Undefined when the answer holds no token; `TokenRefused` for a login that fails. */
export type AskToken = (question: TokenQuestion) => Promise<Token | undefined>;

export class TokenRefused extends Error {}

export type Send = (request: HttpRequest) => Promise<IncomingMessage>;

/** Most that is read of an answer: tokens are kilobytes. */
const LIMIT = 1 << 20;

/** @param send - sends a request; told of faults as of the registry's */
export function tokenAsker(shared: Shared, send: Send): AskToken {
  return async question => {
    const realm = realmOf(question, shared);
    const answer = await ask(question, realm, send);
    if ([400, 401, 403].includes(answer.statusCode ?? 0)) {
      answer.resume();
      throw new TokenRefused();
    }
    if (answer.statusCode !== 200) {
      const { path } = question.repository;
      const repository = { host: realm.host, path };
      const refusal = await refusalOf(answer, shared.timing.now());
      throw registryRefusal({ repository, action: 'pull' }, refusal);
    }
    const text = (await bytesOf(answer, LIMIT)).toString('utf8');
    return parseToken(text, shared.timing.now());
  };
}

/** Where the token is asked for: somebody else wrote it, and it gets the login. */
function realmOf({ challenge, repository }: TokenQuestion, { access }: Shared): URL {
  const { host } = repository;
  const realm = URL.parse(challenge.realm);
  const origin = originOf(host, access);
  const detail = detourProblem(realm, origin, access);
  if (realm && detail === undefined) return realm;
  const params = { host, target: challenge.realm, detail: detail ?? '' };
  throw new RegistryError(problem('registry-detour', params), { temporary: false });
}

async function ask(
  question: TokenQuestion,
  realm: URL,
  send: Send
): Promise<IncomingMessage> {
  const { challenge, scopes, login } = question;
  const about = login ? { login } : {};
  const answer = await send(asHttp(realm, tokenRequest(challenge, scopes, about)));
  if (login?.kind !== 'identity' || ![404, 405].includes(answer.statusCode ?? 0)) {
    return answer;
  }
  answer.resume();
  const instead = tokenRequest(challenge, scopes, { ...about, getInstead: true });
  return send(asHttp(realm, instead));
}

function asHttp(realm: URL, request: TokenRequest): HttpRequest {
  const { method, query, form, authorization } = request;
  const url = new URL(realm);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  if (method === 'GET') return { method, url, headers };
  const fields = new URLSearchParams(Object.fromEntries(form));
  const body = Buffer.from(fields.toString());
  return {
    method,
    url,
    body,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': String(body.length)
    }
  };
}
