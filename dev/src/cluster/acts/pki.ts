/** Issues a cluster's keys and certificates with openssl, all or none. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { AddressPlan } from '../plan/addresses.js';
import {
  AUTHORITIES,
  certificates,
  extensionsOf,
  subjectOf,
  type Authority,
  type Certificate
} from '../plan/pki.js';
import { must } from './run.js';

const DAYS = '3650';

/** Makes the folder of keys and certificates unless it is there. */
export async function ensurePki(folder: string, addresses: AddressPlan): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    await Promise.all(AUTHORITIES.map(name => authority(draft, name)));
    await Promise.all(certificates(addresses).map(each => issue(draft, each)));
    await serviceAccounts(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** A client certificate beside the others; gives its path without the ending. */
export async function ensureClient(folder: string, user: string): Promise<string> {
  const name = `client-${user.replaceAll(':', '-')}`;
  const base = `${folder}/${name}`;
  if (!existsSync(`${base}.crt`)) await issue(folder, { name, authority: 'ca', user });
  return base;
}

async function writeKey(path: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  });
  await writeFile(path, privateKey, { mode: 0o600 });
  return publicKey;
}

async function authority(folder: string, name: Authority): Promise<void> {
  const base = `${folder}/${name}`;
  await writeKey(`${base}.key`);
  await must([
    'openssl',
    ...['req', '-x509', '-new', '-key', `${base}.key`, '-out', `${base}.crt`],
    ...['-days', DAYS, '-subj', `/CN=development ${name}`],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature']
  ]);
}

async function issue(folder: string, certificate: Certificate): Promise<void> {
  const base = `${folder}/${certificate.name}`;
  const signer = `${folder}/${certificate.authority}`;
  await writeKey(`${base}.key`);
  await writeFile(`${base}.ext`, extensionsOf(certificate));
  const request = await must([
    'openssl',
    ...['req', '-new', '-key', `${base}.key`, '-subj', subjectOf(certificate)]
  ]);
  await must(
    [
      'openssl',
      ...['x509', '-req', '-CA', `${signer}.crt`, '-CAkey', `${signer}.key`],
      ...['-set_serial', `0x${randomUUID().replaceAll('-', '')}`, '-days', DAYS],
      ...['-extfile', `${base}.ext`, '-out', `${base}.crt`]
    ],
    { input: request }
  );
  await rm(`${base}.ext`);
}

/** The key that signs the tokens of service accounts, and its public half. */
async function serviceAccounts(folder: string): Promise<void> {
  const publicKey = await writeKey(`${folder}/service-accounts.key`);
  await writeFile(`${folder}/service-accounts.pub`, publicKey);
}
