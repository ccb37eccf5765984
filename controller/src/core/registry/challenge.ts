/** Reads `WWW-Authenticate`: how a registry wants to know who asks (RFC 9110, 11.6.1). */

export interface BearerChallenge {
  readonly kind: 'bearer';
  /** Address of whoever gives tokens. */
  readonly realm: string;
  readonly service?: string;
  /** Rights, with spaces between. */
  readonly scope?: string;
}

export type Challenge = { readonly kind: 'basic' } | BearerChallenge;

/** `name=value` or `name="value"`, where commas may stand within the quotes. */
const PARAMETER =
  /^\s*,?\s*([!#$%&'*+.^`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/;
const SCHEME = /^\s*,?\s*([!#$%&'*+.^`|~\w-]+)(?=\s|,|$)(?!\s*=)/;

interface Offer {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * What is asked for, of several offers the one with tokens; undefined when it is
 * something that we do not know.
 */
export function parseChallenge(header: string): Challenge | undefined {
  const offers = offersIn(header);
  const bearer = offers.map(bearerOf).find(found => found !== undefined);
  if (bearer) return bearer;
  return offers.some(({ scheme }) => scheme === 'basic')
    ? { kind: 'basic' }
    : undefined;
}

function bearerOf({ scheme, parameters }: Offer): BearerChallenge | undefined {
  const realm = parameters.get('realm');
  if (scheme !== 'bearer' || realm === undefined) return undefined;
  const [service, scope] = [parameters.get('service'), parameters.get('scope')];
  return {
    kind: 'bearer',
    realm,
    ...(service === undefined ? {} : { service }),
    ...(scope === undefined ? {} : { scope })
  };
}

function offersIn(header: string): Offer[] {
  const offers: Offer[] = [];
  let rest = header;
  for (;;) {
    const scheme = SCHEME.exec(rest);
    if (!scheme) return offers;
    rest = rest.slice(scheme[0].length);
    const parameters = new Map<string, string>();
    for (let found = PARAMETER.exec(rest); found; found = PARAMETER.exec(rest)) {
      const [whole, name = '', quoted, bare = ''] = found;
      parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare);
      rest = rest.slice(whole.length);
    }
    offers.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters });
  }
}
