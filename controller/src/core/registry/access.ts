/** How registries may be reached. Hosts are with their port, as images name them. */
export interface RegistryAccess {
  /** Without TLS; all others are asked over TLS only. */
  readonly plainHttp: readonly string[];
  /** Hosts inside this network that registries may send us to: givers of tokens. */
  readonly trusted: readonly string[];
  /** File of certificates, PEM, that are trusted besides the usual ones. */
  readonly caFile?: string;
  /** Such certificates as text, PEM. */
  readonly ca?: string;
}
