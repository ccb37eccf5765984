/** Tokens of registries: how one is asked for, and how long it serves. */
import { fieldsOf, numberOf, textOf } from '../cluster/fields.js';
import type { BearerChallenge } from './challenge.js';
import type { Login } from './login.js';

/** A request to whoever gives tokens; the realm's own query stays. */
export interface TokenRequest {
  readonly method: 'GET' | 'POST';
  /** Added to the realm's query. */
  readonly query: readonly (readonly [string, string])[];
  /** Form fields of a POST. */
  readonly form: readonly (readonly [string, string])[];
  /** `Authorization`, where it is needed. */
  readonly authorization?: string;
}

export interface Token {
  readonly value: string;
  /** From when on another one is asked for, in milliseconds since the epoch. */
  readonly renewAt: number;
}

const CLIENT = 'jupyterlab-kubeflow';

/**
 * How to ask for these rights. A login by identity token is a POST, and where that is
 * not known (404, 405) a GET with `getInstead`.
 */
export function tokenRequest(
  { service }: BearerChallenge,
  scopes: readonly string[],
  {
    login,
    getInstead = false
  }: { readonly login?: Login; readonly getInstead?: boolean }
): TokenRequest {
  const about = service === undefined ? [] : [['service', service] as const];
  if (login?.kind === 'identity' && !getInstead) {
    const form = [
      ['grant_type', 'refresh_token'],
      ...about,
      ['client_id', CLIENT],
      ['scope', scopes.join(' ')],
      ['refresh_token', login.token]
    ] as const;
    return { method: 'POST', query: [], form };
  }
  const query = [...about, ...scopes.map(scope => ['scope', scope] as const)];
  return {
    method: 'GET',
    query,
    form: [],
    ...(login ? { authorization: `Basic ${login.basic}` } : {})
  };
}

/** Seconds that a token serves when its giver does not say. */
const SHORT_LIFE = 60;
/** Part of its life after which a token is renewed. */
const PART = 0.8;

/** @returns undefined when the answer holds no token */
export function parseToken(text: string, now: number): Token | undefined {
  const fields = fieldsOf(jsonOf(text));
  const value = textOf(fields['token']) ?? textOf(fields['access_token']);
  if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  const seconds = Math.max(0, numberOf(fields['expires_in']) ?? SHORT_LIFE);
  return { value, renewAt: now + seconds * 1000 * PART };
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
