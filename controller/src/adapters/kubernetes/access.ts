/** A context's way to its API server: address, trust, proxy, and who the user is. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import {
  fieldsOf,
  listOf,
  textOf,
  textsOf,
  type Fields
} from '../../core/cluster/fields.js';
import {
  entryNamed,
  type Entry,
  type Kubeconfig
} from '../../core/cluster/kubeconfig.js';
import type { ClusterTarget } from '../../core/cluster/target.js';

/** How to reach the server. */
export interface Endpoint {
  readonly server: URL;
  /** PEM bundle; absent: what the system trusts. */
  readonly ca?: string;
  readonly insecure: boolean;
  /** Name the certificate must have, when it is not the host's. */
  readonly serverName?: string;
  readonly proxy?: string;
}

/** A user of a kubeconfig. */
export interface User {
  readonly fields: Fields;
  /** Relative paths start here. */
  readonly folder: string;
}

/** All that a context names, read and checked. */
export interface Access {
  readonly target: ClusterTarget;
  readonly endpoint: Endpoint;
  readonly user: User;
  /** Settings for login commands in the kubeconfig's cluster. */
  readonly execConfig?: unknown;
}

const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';

/** The access of a target; `context-incomplete` when an entry or a file is missing. */
export async function accessOf(
  config: Kubeconfig,
  target: ClusterTarget
): Promise<Access> {
  const { context } = target;
  const cluster = entryNamed(config.clusters, target.cluster);
  if (!cluster) return incomplete(context, `the cluster ${target.cluster}`, MISSING);
  const user = entryNamed(config.users, target.user);
  if (!user && target.user !== '') {
    return incomplete(context, `the user ${target.user}`, MISSING);
  }
  const extensions = listOf(cluster.fields['extensions']);
  const exec = extensions.find(({ name }) => name === EXEC_EXTENSION);
  return {
    target,
    endpoint: await endpointOf(context, cluster),
    user: { fields: user?.fields ?? {}, folder: dirname(user?.path ?? '.') },
    ...(exec ? { execConfig: exec['extension'] } : {})
  };
}

const MISSING = 'the kubeconfig does not have it';

async function endpointOf(context: string, { fields, path }: Entry): Promise<Endpoint> {
  const server = urlOf(context, 'the address of its server', fields['server']);
  const ca = await pemOf(context, 'certificate-authority', { fields, path });
  const serverName = textOf(fields['tls-server-name']);
  const proxy = fields['proxy-url'];
  if (textOf(proxy)) checkProxy(context, urlOf(context, 'proxy-url', proxy));
  return {
    server,
    ...(ca === undefined ? {} : { ca }),
    insecure: fields['insecure-skip-tls-verify'] === true,
    ...(serverName === undefined ? {} : { serverName }),
    ...(textOf(proxy) === undefined ? {} : { proxy: String(proxy) })
  };
}

function urlOf(context: string, what: string, value: unknown): URL {
  const text = textOf(value) ?? '';
  // As kubectl: an address without a scheme is plain HTTP.
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  return url ?? incomplete(context, what, 'it is no URL');
}

function checkProxy(context: string, { protocol }: URL): void {
  if (protocol === 'http:' || protocol === 'https:') return;
  incomplete(context, 'proxy-url', 'only proxies for http and https are supported');
}

/** The text of `NAME-data` in base64, else of the file that `NAME` names. */
export async function pemOf(
  context: string,
  name: string,
  { fields, path }: Pick<Entry, 'fields' | 'path'>
): Promise<string | undefined> {
  const data = textOf(fields[`${name}-data`]);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = textOf(fields[name]);
  if (file === undefined) return undefined;
  return readNamed(context, name, resolve(dirname(path), file));
}

/** A file that the kubeconfig names. */
export async function readNamed(
  context: string,
  what: string,
  path: string
): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return incomplete(context, `${what} ${path}`, code ?? 'it cannot be read');
  }
}

export function incomplete(context: string, what: string, detail: string): never {
  return fail('context-incomplete', { context, what, detail });
}

/** As whom to act instead: kubectl's `--as`. */
export function impersonation(fields: Fields): Record<string, string | string[]> {
  const user = textOf(fields['as']);
  const uid = textOf(fields['as-uid']);
  const groups = textsOf(fields['as-groups']);
  const extra = Object.entries(fieldsOf(fields['as-user-extra'])).map(
    ([name, values]) =>
      [`Impersonate-Extra-${encodeURIComponent(name)}`, [...textsOf(values)]] as const
  );
  return {
    ...(user === undefined ? {} : { 'Impersonate-User': user }),
    ...(uid === undefined ? {} : { 'Impersonate-Uid': uid }),
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': [...groups] }),
    ...Object.fromEntries(extra)
  };
}
