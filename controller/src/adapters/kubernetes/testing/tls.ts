/** Certificates for tests, made by openssl. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

const openssl = (folder: string, ...args: string[]): void => {
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
};

/** A CA, `NAME.crt` and `NAME.key` in the folder. */
export function makeCa(folder: string, name: string): Pair {
  openssl(
    folder,
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ...['-nodes', '-days', '2', '-subj', `/CN=${name}`],
    ...['-keyout', `${name}.key`, '-out', `${name}.crt`]
  );
  return pairOf(folder, name);
}

/**
 * A certificate of that CA.
 * @param alt - subject alternative names, e.g. `DNS:cluster.test`
 */
export function makeCertificate(
  folder: string,
  ca: string,
  name: string,
  alt: string
): Pair {
  openssl(
    folder,
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`]
  );
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${alt}\n`);
  openssl(
    folder,
    ...['x509', '-req', '-in', `${name}.csr`, '-days', '2', '-CAcreateserial'],
    ...['-CA', `${ca}.crt`, '-CAkey', `${ca}.key`],
    ...['-extfile', `${name}.ext`, '-out', `${name}.crt`]
  );
  return pairOf(folder, name);
}

const pairOf = (folder: string, name: string): Pair => ({
  cert: readFileSync(join(folder, `${name}.crt`), 'utf8'),
  key: readFileSync(join(folder, `${name}.key`), 'utf8')
});
