/** Proves who the user is, as kubectl would: what to send, and when to ask for it anew. */
import { resolve } from 'node:path';
import type { ExecCredential } from '../../core/cluster/exec-credential.js';
import { fieldsOf, textOf, type Fields } from '../../core/cluster/fields.js';
import type { Clock } from '../../ports/clock.js';
import { impersonation, incomplete, pemOf, readNamed, type Access } from './access.js';
import { runPlugin } from './exec-plugin.js';

/** What goes with every request. */
export interface Proof {
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** PEM of the client's certificate and key. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

export interface CredentialOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** Token files are read again after so long: the kubelet renews them in place. */
const FILE_AGE = 60_000;

/** Credentials are renewed so long before they expire, in milliseconds. */
const MARGIN = 10_000;

interface Kept<T> {
  readonly value: T;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export class Credentials {
  readonly #access: Access;
  readonly #options: CredentialOptions;
  #exec: Kept<Promise<ExecCredential>> | undefined;
  #file: Kept<string> | undefined;

  constructor(access: Access, options: CredentialOptions) {
    this.#access = access;
    this.#options = options;
  }

  /** What proves who we are now; runs the login command when there is one and it is time. */
  async proof(): Promise<Proof> {
    const { fields } = this.#access.user;
    const certificate = await this.#certificate();
    const own = await this.#identity(fields);
    const pair = own.certificate ?? certificate;
    return {
      headers: { ...own.headers, ...impersonation(fields) },
      ...(pair ? { certificate: pair } : {})
    };
  }

  /** They were not accepted. Whether others can be had by asking again. */
  refused(): boolean {
    const renewable = this.#exec !== undefined || this.#file !== undefined;
    this.#exec = undefined;
    this.#file = undefined;
    return renewable;
  }

  /** In the order in which kubectl decides: token, password, login command. */
  async #identity(fields: Fields): Promise<Proof> {
    const token = (await this.#fileToken(fields)) ?? textOf(fields['token']);
    if (token !== undefined) return { headers: bearer(token) };
    const user = textOf(fields['username']);
    if (user !== undefined) return { headers: basic(user, textOf(fields['password'])) };
    if (fields['exec'] !== undefined) return this.#execProof();
    const provider = fieldsOf(fields['auth-provider']);
    const idToken = textOf(fieldsOf(provider['config'])['id-token']);
    return { headers: idToken === undefined ? {} : bearer(idToken) };
  }

  async #fileToken(fields: Fields): Promise<string | undefined> {
    const file = textOf(fields['tokenFile']);
    if (file === undefined) return undefined;
    const now = this.#options.clock.now();
    if (this.#file && this.#file.until > now) return this.#file.value;
    const path = resolve(this.#access.user.folder, file);
    const { context } = this.#access.target;
    const value = (await readNamed(context, 'tokenFile', path)).trim();
    this.#file = { value, until: now + FILE_AGE };
    return value;
  }

  async #execProof(): Promise<Proof> {
    const { token, certificate, key } = await this.#execCredential();
    return {
      headers: token === undefined ? {} : bearer(token),
      ...(certificate === undefined || key === undefined
        ? {}
        : { certificate: { cert: certificate, key } })
    };
  }

  /** Requests that come together share one call of the command; a failure is not kept. */
  #execCredential(): Promise<ExecCredential> {
    const { clock, env } = this.#options;
    if (this.#exec && this.#exec.until > clock.now()) return this.#exec.value;
    const value = runPlugin(this.#access, env);
    const asked = { value, until: Infinity };
    this.#exec = asked;
    value.then(
      ({ expiresAt = Infinity }) => {
        if (this.#exec === asked) this.#exec = { value, until: expiresAt - MARGIN };
      },
      () => {
        if (this.#exec === asked) this.#exec = undefined;
      }
    );
    return value;
  }

  async #certificate(): Promise<Proof['certificate']> {
    const { target, user } = this.#access;
    const entry = { fields: user.fields, path: resolve(user.folder, 'kubeconfig') };
    const cert = await pemOf(target.context, 'client-certificate', entry);
    const key = await pemOf(target.context, 'client-key', entry);
    if (cert === undefined && key === undefined) return undefined;
    if (cert !== undefined && key !== undefined) return { cert, key };
    const what = cert === undefined ? 'client-certificate' : 'client-key';
    return incomplete(target.context, what, 'the kubeconfig does not have it');
  }
}

const bearer = (token: string): Record<string, string> => ({
  Authorization: `Bearer ${token}`
});

const basic = (user: string, password = ''): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
});
