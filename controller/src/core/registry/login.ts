/** How one proves to a registry who one is. */
import { fromUtf8, utf8 } from '../image/utf8.js';
import { base64, fromBase64 } from '../kubernetes/base64.js';

/** A name with a password, or with a token that stands for both. */
export interface Login {
  readonly kind: 'password' | 'identity';
  /** For sentences; `<token>` where an identity token stands for both. */
  readonly user: string;
  /** Base64 of name and secret, as HTTP's Basic has it. */
  readonly basic: string;
  /** Exchanged for tokens; of identity tokens only. */
  readonly token: string;
}

/** What Docker writes for a user who is known by a token alone. */
const TOKEN_USER = '<token>';

/** @returns undefined where one of both is empty */
export function loginOf(user: string, secret: string): Login | undefined {
  if (user === '' || secret === '') return undefined;
  const basic = base64(utf8(`${user}:${secret}`));
  return user === TOKEN_USER
    ? { kind: 'identity', user, basic, token: secret }
    : { kind: 'password', user, basic, token: '' };
}

/** The login of Docker's `auth` field: base64 of `user:password`. */
export function decodedLogin(auth: string): Login | undefined {
  const bytes = fromBase64(padded(auth.trim()));
  if (!bytes) return undefined;
  const text = fromUtf8(bytes) ?? '';
  const colon = text.indexOf(':');
  if (colon <= 0) return undefined;
  return {
    kind: 'password',
    user: text.slice(0, colon),
    basic: base64(bytes),
    token: ''
  };
}

function padded(text: string): string {
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}
