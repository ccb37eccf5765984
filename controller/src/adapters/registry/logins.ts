/** Finds logins on this computer: in the files of Docker and Podman, and by helpers. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import {
  loginSources,
  parseDockerConfig,
  type DockerConfig,
  type LoginSource
} from '../../core/registry/docker-config.js';
import type { Login } from '../../core/registry/login.js';
import type { Repository } from '../../core/registry/repository.js';
import { askHelper } from './helper.js';

export interface LoginPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Logins for a repository, the first one the most particular; files are read each time,
 * for somebody may have logged in meanwhile. `registry-file-invalid` when one is no JSON.
 */
export async function findLogins(
  places: LoginPlaces,
  repository: Repository
): Promise<readonly Login[]> {
  const logins: Login[] = [];
  for (const path of filesOf(places)) {
    const config = await readConfig(path);
    for (const source of config ? loginSources(config, repository) : []) {
      const login = await loginFrom(source, { path, repository, places });
      if (login) logins.push(login);
    }
  }
  return logins;
}

/** In the order in which they are looked at. */
function filesOf({ env, home }: LoginPlaces): readonly string[] {
  const docker = env['DOCKER_CONFIG'] || join(home, '.docker');
  const runtime = env['XDG_RUNTIME_DIR'];
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
  const own = env['REGISTRY_AUTH_FILE'];
  return [
    ...(own ? [own] : []),
    join(docker, 'config.json'),
    ...(runtime ? [join(runtime, 'containers', 'auth.json')] : []),
    join(config, 'containers', 'auth.json')
  ];
}

async function readConfig(path: string): Promise<DockerConfig | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.trim() === '') return undefined;
    return (
      parseDockerConfig(text) ??
      fail('registry-file-invalid', { path, detail: 'it is no JSON object' })
    );
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    if (code === '') throw error;
    return fail('registry-file-invalid', { path, detail: code });
  }
}

interface Found {
  readonly path: string;
  readonly repository: Repository;
  readonly places: LoginPlaces;
}

function loginFrom(
  source: LoginSource,
  { path, repository, places }: Found
): Promise<Login | undefined> {
  if (source.kind === 'login') return Promise.resolve(source.login);
  const { helper, server } = source;
  return askHelper({ helper, server, host: repository.host, path }, places.env);
}
