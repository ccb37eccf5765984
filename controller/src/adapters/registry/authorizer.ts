/** Says who we are to one registry, in one session. */
import { problem } from '@jupyterlab-kubeflow/protocol';
import { parseChallenge, type BearerChallenge } from '../../core/registry/challenge.js';
import type { Login } from '../../core/registry/login.js';
import { matchingLogins } from '../../core/registry/pull-secret.js';
import { loginProblem, type RegistryCall } from '../../core/registry/refusal.js';
import { RegistryError } from '../../core/registry/registry-error.js';
import type { Repository } from '../../core/registry/repository.js';
import { scopesOf } from '../../core/registry/scope.js';
import type { Token } from '../../core/registry/token.js';
import type { RegistryWork } from '../../ports/registry.js';
import { findLogins } from './logins.js';
import type { Shared } from './shared.js';
import { TokenRefused, type AskToken } from './tokens.js';

export interface AuthorizerDeps {
  readonly shared: Shared;
  readonly work: RegistryWork;
  /** A repository of the registry: the one pushed to, if it is there. */
  readonly repository: Repository;
  readonly askToken: AskToken;
}

export class Authorizer {
  readonly #deps: AuthorizerDeps;
  readonly #accepted = new Set<string>();
  readonly #refused = new Set<string>();
  /** Tokens that were asked for in this session. */
  readonly #fresh = new Set<string>();
  /** What refusals have asked for besides the rights of the work. */
  #asked = '';
  #logins: Promise<readonly Login[]> | undefined;
  /** Of the logins, the one that is tried. */
  #at = 0;

  constructor(deps: AuthorizerDeps) {
    this.#deps = deps;
  }

  /** The `Authorization` to ask with; undefined: ask without one. */
  async proof(): Promise<string | undefined> {
    const { shared, repository } = this.#deps;
    const challenge = shared.challenges.get(repository.host);
    if (!challenge) return undefined;
    if (challenge.kind === 'bearer') return this.#bearer(challenge);
    const login = await this.#login();
    return login && `Basic ${login.basic}`;
  }

  accepted(proof: string | undefined): void {
    if (proof !== undefined) this.#accepted.add(proof);
  }

  /**
   * Takes a refusal in.
   * @param header - its `WWW-Authenticate`
   * @returns whether asking again may help
   */
  async refused(header: string, proof: string | undefined): Promise<boolean> {
    const { shared, repository } = this.#deps;
    const challenge = parseChallenge(header);
    if (!challenge) return false;
    shared.challenges.set(repository.host, challenge);
    if (proof === undefined) return true;
    const before = this.#scopes().join();
    if (challenge.kind === 'bearer') {
      this.#asked = `${this.#asked} ${challenge.scope ?? ''}`.trim();
    }
    if (this.#scopes().join() !== before) return true;
    // Of requests that go at once, the first one has seen to it for all.
    if (this.#refused.has(proof)) return true;
    this.#refused.add(proof);
    const login = await this.#login();
    await this.#forget(proof, login);
    // A token of before has expired; what is new is of a login that does not do.
    const old = challenge.kind === 'bearer' && !this.#fresh.has(proof);
    return old || this.#accepted.has(proof) || this.#leave(login);
  }

  /** Who it is that asks, for sentences. */
  async user(): Promise<string | undefined> {
    const logins = await this.#all();
    return (logins[this.#at] ?? logins.at(-1))?.user;
  }

  async #bearer(challenge: BearerChallenge): Promise<string | undefined> {
    for (;;) {
      const login = await this.#login();
      try {
        return `Bearer ${(await this.#token(challenge, login)).value}`;
      } catch (error) {
        if (!(error instanceof TokenRefused)) throw error;
        if (!(await this.#leave(login))) throw this.#noLogin(login);
      }
    }
  }

  #noLogin(login: Login | undefined): RegistryError {
    const { repository } = this.#deps;
    const call: RegistryCall = { repository, action: 'pull' };
    const row = loginProblem(login ? { ...call, user: login.user } : call);
    return new RegistryError(row, { status: 401, temporary: false });
  }

  /** A token that serves; all who want one wait for the same. */
  async #token(challenge: BearerChallenge, login: Login | undefined): Promise<Token> {
    const { shared, repository, askToken } = this.#deps;
    const key = this.#key(login);
    // Whoever asked for it may have been given up; a refusal we are told ourselves.
    const known = await shared.tokens.get(key)?.catch(() => undefined);
    if (known && known.renewAt > shared.timing.now()) return known;
    const scopes = this.#scopes();
    const asked = askToken({
      challenge,
      scopes,
      repository,
      ...(login ? { login } : {})
    });
    shared.tokens.set(key, asked);
    try {
      const token = (await asked) ?? this.#noToken(challenge);
      this.#fresh.add(`Bearer ${token.value}`);
      return token;
    } catch (error) {
      if (shared.tokens.get(key) === asked) shared.tokens.delete(key);
      throw error;
    }
  }

  #noToken({ realm }: BearerChallenge): never {
    const detail = `${realm} gives no token`;
    const { host } = this.#deps.repository;
    throw new RegistryError(problem('registry-answer-invalid', { host, detail }), {
      temporary: false
    });
  }

  /** Only the token that was refused: another request may have renewed it already. */
  async #forget(proof: string, login: Login | undefined): Promise<void> {
    const { tokens } = this.#deps.shared;
    const key = this.#key(login);
    const token = await tokens.get(key)?.catch(() => undefined);
    if (token && `Bearer ${token.value}` === proof) tokens.delete(key);
  }

  #scopes(): readonly string[] {
    const { work, repository } = this.#deps;
    return scopesOf(work, repository.host, this.#asked);
  }

  #key(login: Login | undefined): string {
    const { host } = this.#deps.repository;
    return [host, login?.basic ?? '', ...this.#scopes()].join(' ');
  }

  /** Goes on to the next login, unless another request has done so. */
  async #leave(login: Login | undefined): Promise<boolean> {
    const logins = await this.#all();
    if (logins[this.#at] !== login) return true;
    if (this.#at + 1 >= logins.length) return false;
    this.#at += 1;
    return true;
  }

  async #login(): Promise<Login | undefined> {
    return (await this.#all())[this.#at];
  }

  #all(): Promise<readonly Login[]> {
    const { shared, work, repository } = this.#deps;
    this.#logins ??= findLogins(shared.places, repository).then(found => [
      ...matchingLogins(work.logins ?? [], repository),
      ...found
    ]);
    return this.#logins;
  }
}
