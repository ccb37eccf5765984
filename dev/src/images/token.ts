/** Answers a registry's question who we are: with a password, or a token got for it. */
import * as z from 'zod/mini';
import {
  parseChallenge,
  type BearerChallenge
} from '@jupyterlab-kubeflow/controller/core/registry/challenge';
import { detourProblem, scopesOf, tokenUrl } from './challenge.js';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Who asks which registry. */
export interface Asker {
  /** The registry, with its port. */
  readonly host: string;
  readonly credentials?: Credentials | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A registry that is not to be asked again: it wants something we do not do. */
export class Refused extends Error {}

/**
 * The `Authorization` to ask with again; undefined when there is none to be had.
 * @param header the `WWW-Authenticate` of the refusal
 */
export async function authorize(
  header: string | undefined,
  asked: { readonly url: URL; readonly base: URL },
  options: Asker
): Promise<string | undefined> {
  const challenge = parseChallenge(header ?? '');
  if (challenge?.kind === 'bearer') return bearer(challenge, asked, options);
  return challenge && basic(options);
}

function basic({ credentials }: Asker): string | undefined {
  if (!credentials) return undefined;
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`);
  return `Basic ${pair.toString('base64')}`;
}

const PATIENCE_MS = 30_000;
const TokenSchema = z.object({
  token: z.optional(z.string()),
  access_token: z.optional(z.string())
});

async function bearer(
  challenge: BearerChallenge,
  { url, base }: { readonly url: URL; readonly base: URL },
  options: Asker
): Promise<string | undefined> {
  const { realm, scope } = challenge;
  const { host, signal } = options;
  refuseDetour(realm, base, host, 'for a token');
  const limit = AbortSignal.timeout(PATIENCE_MS);
  const secret = basic(options);
  const response = await fetch(tokenUrl(challenge, scopesOf(url, scope)), {
    headers: secret === undefined ? {} : { authorization: secret },
    // Nobody else gets the password.
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, limit]) : limit
  });
  if ([401, 403].includes(response.status)) return undefined;
  if (!response.ok) {
    throw new Error(`${realm} answered ${String(response.status)}, not with a token`);
  }
  const { token, access_token } = TokenSchema.parse(await response.json());
  const given = token ?? access_token;
  return given === undefined ? undefined : `Bearer ${given}`;
}

/** @throws Refused where a registry may not send us */
export function refuseDetour(
  target: string,
  base: URL,
  host: string,
  what: string
): void {
  const problem = detourProblem(target, base);
  if (problem === undefined) return;
  throw new Refused(
    `The registry ${host} sends us ${what} to ${target}, ${problem}. Nothing was sent there.`
  );
}
