/** Docker's file of logins, which all builders read. */
import type { Login } from '../../core/registry/login.js';
import { dockerKey } from '../../core/registry/repository.js';

/** @param logins - by hosts with their ports */
export function loginFile(logins: ReadonlyMap<string, Login>): string {
  const auths = [...logins].map(([host, login]) => [dockerKey(host), fieldsOf(login)]);
  return JSON.stringify({ auths: Object.fromEntries(auths) as unknown });
}

function fieldsOf({ kind, basic, token }: Login): Readonly<Record<string, string>> {
  return kind === 'identity' ? { auth: basic, identitytoken: token } : { auth: basic };
}
