/** Proxies that the environment names, as every program on this computer is told of them. */

/** Either spelling; the upper one first. */
export function proxiesOf(
  env: Readonly<Record<string, string | undefined>>
): Record<'HTTP_PROXY' | 'HTTPS_PROXY' | 'NO_PROXY', string | undefined> {
  const of = (name: string): string | undefined => env[name] ?? env[name.toLowerCase()];
  return {
    HTTP_PROXY: of('HTTP_PROXY'),
    HTTPS_PROXY: of('HTTPS_PROXY'),
    NO_PROXY: of('NO_PROXY')
  };
}
