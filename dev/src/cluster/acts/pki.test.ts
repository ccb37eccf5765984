import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates } from '../plan/pki.js';
import { ensureClient, ensurePki } from './pki.js';

const addresses = { subnet: '172.30.0.4/30', host: '172.30.0.5', node: '172.30.0.6' };
const openssl = spawnSync('openssl', ['version']).status === 0;
const skipped = openssl ? '' : ' (skipped: no openssl)';

describe.skipIf(!openssl)(`the certificates of a cluster${skipped}`, () => {
  const parent = mkdtempSync(join(tmpdir(), 'pki-'));
  const folder = join(parent, 'pki');
  beforeAll(() => ensurePki(folder, addresses), 60_000);
  afterAll(() => {
    rmSync(parent, { recursive: true });
  });
  const read = (name: string): X509Certificate =>
    new X509Certificate(readFileSync(join(folder, name)));

  it('are all signed by the authority they name', () => {
    for (const { name, authority } of certificates(addresses)) {
      expect(read(`${name}.crt`).verify(read(`${authority}.crt`).publicKey)).toBe(true);
    }
  });

  it('are for the addresses under which the API server is asked', () => {
    const server = read('apiserver.crt');
    for (const ip of ['172.30.0.6', '10.96.0.1', '127.0.0.1']) {
      expect(server.checkIP(ip)).toBe(ip);
    }
    expect(server.checkHost('kubernetes.default.svc')).toBe('kubernetes.default.svc');
  });

  it('say who is administrator and who the node', () => {
    expect(read('admin.crt').subject).toBe('O=system:masters\nCN=admin');
    expect(read('kubelet.crt').subject).toBe('O=system:nodes\nCN=system:node:node-1');
  });

  it('are made once, and leave no drafts', async () => {
    const before = readFileSync(join(folder, 'ca.crt'), 'utf8');
    await ensurePki(folder, addresses);
    expect(readFileSync(join(folder, 'ca.crt'), 'utf8')).toBe(before);
    expect(readdirSync(parent)).toEqual(['pki']);
  });

  it('can be had for another user', async () => {
    const base = await ensureClient(folder, 'kwok-controller');
    const certificate = new X509Certificate(readFileSync(`${base}.crt`));
    expect(certificate.subject).toBe('CN=kwok-controller');
  });
});
