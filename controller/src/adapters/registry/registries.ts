/** Registries over HTTP, as the OCI distribution specification has them. */
import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fail } from '@jupyterlab-kubeflow/protocol';
import type { RegistryAccess } from '../../core/registry/access.js';
import { Memory } from '../../core/registry/capabilities.js';
import type {
  Registries,
  RegistrySession,
  RegistryWork
} from '../../ports/registry.js';
import type { Timing } from '../../ports/timing.js';
import { Http } from './http.js';
import type { LoginPlaces } from './logins.js';
import { Session } from './session.js';
import type { Shared } from './shared.js';

export interface RegistriesOptions extends LoginPlaces {
  readonly access: RegistryAccess;
  readonly timing: Timing;
  /** Longest silence of a connection, in milliseconds. @default a minute */
  readonly patience?: number;
}

const PATIENCE = 60_000;

/** `registry-file-invalid` when the file of certificates cannot be read. */
export async function httpRegistries(options: RegistriesOptions): Promise<Registries> {
  const { access, timing, env, home, patience = PATIENCE } = options;
  const files = access.caFile === undefined ? [] : [await certificates(access.caFile)];
  const ca = [...files, ...(access.ca === undefined ? [] : [access.ca])].join('\n');
  const http = new Http({ env, patience, ...(ca === '' ? {} : { ca }) });
  const shared: Shared = {
    http,
    access,
    timing,
    places: { env, home },
    challenges: new Map(),
    tokens: new Map(),
    tags: new Map(),
    contents: new Map()
  };
  return {
    memory: new Memory(),
    open: (work: RegistryWork): RegistrySession => {
      // Each request of a session listens: there may be as many at once as layers.
      if (work.signal) setMaxListeners(0, work.signal);
      return new Session(shared, work);
    },
    close: () => {
      http.close();
    }
  };
}

async function certificates(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const { code = 'it cannot be read' } = error as NodeJS.ErrnoException;
    const detail = code === 'ENOENT' ? 'it is not there' : code;
    return fail('registry-file-invalid', { path, detail });
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  return fail('registry-file-invalid', {
    path,
    detail: 'no certificate (PEM) is in it'
  });
}
