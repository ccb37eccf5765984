/** Addresses of inputs: what they name, and what may not be in them. */

/** A folder of a claim. */
export interface ClaimFolder {
  readonly claim: string;
  readonly subPath?: string;
}

const SCHEMES = ['s3', 'gs', 'https', 'http', 'pvc'] as const;

/** Names of buckets, claims and hosts, as far as they must be safe in a request. */
const AUTHORITY = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?::\d{1,5})?$/;

/** Parameters by which somebody shows that he may: presigned addresses have them. */
const SIGNED =
  /[?&;#](?:[^=&;]*(?:signature|token|secret|password|credential|api[-_]?key|access[-_]?key)[^=&;]*|sig|key|auth|auth[-_]?key|jwt|pwd|sas)=/i;

interface Parts {
  readonly scheme: string;
  readonly user: string;
  readonly authority: string;
  readonly rest: string;
}

function partsOf(url: string): Parts | undefined {
  const [, scheme = '', user = '', authority = '', rest = ''] =
    /^([a-z0-9]+):\/\/([^/?#]*@)?([^/?#@]*)(.*)$/s.exec(url) ?? [];
  return scheme === '' ? undefined : { scheme, user, authority, rest };
}

/** Why data cannot be read from it, in words; `secret`: it has credentials in it. */
export function objection(url: string): string | undefined {
  const parts = partsOf(url);
  if (!parts || !(SCHEMES as readonly string[]).includes(parts.scheme))
    return 'it begins with none of s3://, gs://, https:// and pvc://';
  if (parts.user !== '' || SIGNED.test(parts.rest)) return 'secret';
  if (!AUTHORITY.test(parts.authority))
    return `${OWNERS[parts.scheme] ?? ''} is missing`;
  return pathObjection(parts);
}

const OWNERS: Readonly<Record<string, string>> = {
  s3: 'the bucket',
  gs: 'the bucket',
  https: 'the host',
  http: 'the host',
  pvc: 'the claim'
};

function pathObjection({ scheme, rest }: Parts): string | undefined {
  if (/[\s\p{Cc}]/u.test(rest)) return 'there are blanks in it';
  const isWeb = scheme === 'https' || scheme === 'http';
  if (isWeb) return undefined;
  return rest.split('/').includes('..') ? 'there is .. in it' : undefined;
}

/** Without user, password and query where they may be secret. */
export function addressIn(url: string): string {
  const parts = partsOf(url);
  // A password may have any character, and what is no address may have one.
  if (!parts || !AUTHORITY.test(parts.authority))
    return url.replace(/:\/\/.*@/s, '://');
  const rest = SIGNED.test(parts.rest)
    ? parts.rest.replace(/[?#].*$/s, '')
    : parts.rest;
  return `${parts.scheme}://${parts.authority}${rest}`;
}

/** The folder that `pvc://claim/folder` names; undefined for other addresses. */
export function claimOf(url: string): ClaimFolder | undefined {
  const parts = partsOf(url);
  if (parts?.scheme !== 'pvc') return undefined;
  const subPath = parts.rest.replace(/^\/+|\/+$/g, '');
  return { claim: parts.authority, ...(subPath === '' ? {} : { subPath }) };
}
