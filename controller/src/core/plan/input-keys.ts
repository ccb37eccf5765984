/** Keys that a Secret has for an input, by the names that the usual tools read. */

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  s3: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  gs: ['GOOGLE_APPLICATION_CREDENTIALS'],
  https: ['HTTP_HEADER']
};

/** Keys that the Secret of an input lacks. */
export function missingKeys(url: string, keys: readonly string[]): string[] {
  const [scheme = ''] = url.split('://');
  return (NEEDED[scheme] ?? []).filter(key => !keys.includes(key));
}
