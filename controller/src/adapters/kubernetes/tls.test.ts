import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigOptions } from './testing/place.js';
import { ConfigPlace } from './testing/place.js';
import { FakeApi } from './testing/fake-api.js';
import { makeCa, makeCertificate, type Pair } from './testing/tls.js';

let place: ConfigPlace;
let api: FakeApi;
let ca: Pair;
let otherCa: Pair;
let client: Pair;
const clients: (string | undefined)[] = [];

beforeAll(async () => {
  place = await ConfigPlace.make();
  ca = makeCa(place.folder, 'ca');
  otherCa = makeCa(place.folder, 'other');
  client = makeCertificate(place.folder, 'ca', 'ada', 'DNS:ada');
  const pair = makeCertificate(place.folder, 'ca', 'api', 'DNS:cluster.test');
  api = new FakeApi({
    ...pair,
    ca: ca.cert,
    requestCert: true,
    rejectUnauthorized: false
  });
  await api.start();
  api.onRequest = ({ socket }) => {
    clients.push(socket instanceof TLSSocket ? nameOf(socket) : undefined);
  };
});

afterAll(async () => {
  await place.remove();
  await api.stop();
});

/** Nothing is there of a client that showed no certificate. */
function nameOf(socket: TLSSocket): string | undefined {
  const shown: Partial<ReturnType<TLSSocket['getPeerCertificate']>> =
    socket.getPeerCertificate();
  return shown.subject?.CN as string | undefined;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const server = (): string => `https://127.0.0.1:${String(api.port)}`;

const ask = async (
  options: Omit<ConfigOptions, 'server'> & { server?: string },
  env: object = {}
): Promise<void> => {
  api.answer(/^\/version$/, { status: 200 });
  await place.config({ server: server(), ...options });
  const clusters = place.clusters({ env: { KUBECONFIG: place.path, ...env } });
  await (await clusters.open('dev')).read('/version');
};

const trusted = () => ({
  'certificate-authority-data': base64(ca.cert),
  'tls-server-name': 'cluster.test'
});

describe('a server with a certificate', () => {
  it('is trusted by the CA of the kubeconfig, under the name it gives', async () => {
    await ask({ cluster: trusted() });
  });

  it('is trusted by a CA in a file beside the kubeconfig', async () => {
    const cluster = {
      'certificate-authority': 'ca.crt',
      'tls-server-name': 'cluster.test'
    };
    await ask({ cluster });
  });

  it('is not checked where the kubeconfig says so', async () => {
    await ask({ cluster: { 'insecure-skip-tls-verify': true } });
  });

  it.each<[string, () => object]>([
    ['of another CA', () => ({ 'certificate-authority-data': base64(otherCa.cert) })],
    ['of another name', () => ({ 'certificate-authority-data': base64(ca.cert) })],
    ['that only the system’s CAs vouch for', () => ({})]
  ])('%s is not trusted', async (_case, cluster) => {
    await expect(ask({ cluster: cluster() })).rejects.toMatchObject({
      problem: { code: 'cluster-certificate', params: { context: 'dev' } },
      temporary: false
    });
  });

  it('sees the client’s certificate, from data and from files', async () => {
    clients.length = 0;
    const data = {
      'client-certificate-data': base64(client.cert),
      'client-key-data': base64(client.key)
    };
    await ask({ cluster: trusted(), user: data });
    const files = { 'client-certificate': 'ada.crt', 'client-key': 'ada.key' };
    await ask({ cluster: trusted(), user: files });
    await ask({ cluster: trusted() });
    expect(clients).toEqual(['ada', 'ada', undefined]);
  });

  it('sees the certificate that a login command gives', async () => {
    clients.length = 0;
    const apiVersion = 'client.authentication.k8s.io/v1';
    const status = { clientCertificateData: client.cert, clientKeyData: client.key };
    const answer = JSON.stringify({ apiVersion, kind: 'ExecCredential', status });
    await place.file('answer', answer);
    await place.file(
      'login',
      '#!/bin/sh\nexec /bin/cat "$(/usr/bin/dirname "$0")/answer"\n'
    );
    await ask({
      cluster: trusted(),
      user: { exec: { apiVersion, command: './login' } }
    });
    expect(clients).toEqual(['ada']);
  });

  it('that speaks no TLS is told apart from one that is not there', async () => {
    const plain = await new FakeApi().start();
    const plainServer = `https://127.0.0.1:${String(plain.port)}`;
    await expect(ask({ server: plainServer })).rejects.toMatchObject({
      problem: { code: 'cluster-answer-invalid' }
    });
    await plain.stop();
    await expect(ask({ server: plainServer })).rejects.toMatchObject({
      problem: {
        code: 'cluster-unreachable',
        params: { detail: 'nothing listens there' }
      },
      temporary: true
    });
  });
});

describe('a proxy', () => {
  const asked: string[] = [];
  const proxy = http.createServer();
  beforeAll(async () => {
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(request.url ?? '');
      const onward = connect(api.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  const url = (): string =>
    `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;

  it('of the kubeconfig is used, with the client’s certificate inside', async () => {
    clients.length = 0;
    const user = { 'client-certificate': 'ada.crt', 'client-key': 'ada.key' };
    await ask({
      server: 'https://cluster.test:6443',
      cluster: { ...trusted(), 'proxy-url': url() },
      user
    });
    expect(asked.splice(0)).toEqual(['cluster.test:6443']);
    expect(clients).toEqual(['ada']);
  });

  it('of the environment is used, but not for hosts that it excepts', async () => {
    const env = { HTTPS_PROXY: url(), NO_PROXY: '127.0.0.1' };
    await ask({ server: 'https://cluster.test:6443', cluster: trusted() }, env);
    expect(asked.splice(0)).toEqual(['cluster.test:6443']);
    await ask({ cluster: trusted() }, env);
    expect(asked).toEqual([]);
  });

  it('of another kind is refused before anything is sent', async () => {
    const cluster = { ...trusted(), 'proxy-url': 'socks5://127.0.0.1:1' };
    await expect(ask({ cluster })).rejects.toMatchObject({
      problem: { code: 'context-incomplete' }
    });
  });
});
