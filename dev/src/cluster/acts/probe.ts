/** Asks a component whether it works. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { connect, type NetConnectOpts } from 'node:net';
import type { Probe } from '../plan/component.js';

const TIMEOUT_MS = 2000;

/** Undefined when it works; else why it does not. */
export function probe(target: Probe, authority: string): Promise<string | undefined> {
  switch (target.kind) {
    case 'alive':
      return Promise.resolve(undefined);
    case 'socket':
      return probeSocket({ path: target.path });
    case 'tcp':
      return probeSocket({ host: '127.0.0.1', port: target.port });
    case 'http':
      return probeHttp(target.url, target.accept ?? [200], authority);
  }
}

function probeSocket(target: NetConnectOpts): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect(target);
    const done = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(TIMEOUT_MS, () => {
      done('does not answer');
    });
    socket.on('connect', () => {
      done();
    });
    socket.on('error', error => {
      done(error.message);
    });
  });
}

function probeHttp(
  url: string,
  accept: readonly number[],
  authority: string
): Promise<string | undefined> {
  const secure = url.startsWith('https:');
  const options = secure ? { ca: readFileSync(authority), agent: false } : {};
  return new Promise(resolve => {
    const request = (secure ? https : http).get(url, options, response => {
      const status = response.statusCode ?? 0;
      response.resume();
      resolve(accept.includes(status) ? undefined : `answers ${String(status)}`);
    });
    request.setTimeout(TIMEOUT_MS, () => {
      request.destroy(new Error('does not answer'));
    });
    request.on('error', error => {
      resolve(error.message);
    });
  });
}
