/** Finds and reads kubeconfigs, and the service account of the pod we run in. */
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import { parse, YAMLParseError } from 'yaml';
import {
  kubeconfigOf,
  mergeKubeconfigs,
  type Kubeconfig
} from '../../core/cluster/kubeconfig.js';
import type { PodIdentity } from '../../core/cluster/target.js';

/** Where to look. */
export interface KubernetesPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Folder the service account is mounted in. @default where Kubernetes mounts it */
  readonly serviceAccount?: string;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** All files that kubectl would read, as one; what is not there counts as empty. */
export async function readKubeconfig(places: KubernetesPlaces): Promise<Kubeconfig> {
  const files = await Promise.all(pathsOf(places).map(readOne));
  return mergeKubeconfigs(files.flatMap(file => (file ? [file] : [])));
}

function pathsOf({ env, home }: KubernetesPlaces): readonly string[] {
  const listed = env['KUBECONFIG']?.split(delimiter).filter(Boolean) ?? [];
  return listed.length > 0 ? listed : [join(home, '.kube', 'config')];
}

async function readOne(path: string): Promise<Kubeconfig | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return fail('kubeconfig-invalid', { path, detail: code ?? 'it cannot be read' });
  }
  return kubeconfigOf({ path, value: valueOf(path, text) });
}

/** The parser's own message quotes the line, which may hold a secret. */
function valueOf(path: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    const at = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const where = at === undefined ? '' : ` in line ${String(at)}`;
    return fail('kubeconfig-invalid', { path, detail: `it is no YAML${where}` });
  }
}

/** Paths of what Kubernetes mounts for a service account. */
export interface ServiceAccountFiles {
  readonly token: string;
  readonly ca: string;
  readonly namespace: string;
}

export function serviceAccountFiles(places: KubernetesPlaces): ServiceAccountFiles {
  const folder = places.serviceAccount ?? SERVICE_ACCOUNT;
  return {
    token: join(folder, 'token'),
    ca: join(folder, 'ca.crt'),
    namespace: join(folder, 'namespace')
  };
}

/** The pod we run in; undefined outside pods, and where no service account is mounted. */
export async function readPodIdentity(
  places: KubernetesPlaces
): Promise<PodIdentity | undefined> {
  const host = places.env['KUBERNETES_SERVICE_HOST'];
  const port = places.env['KUBERNETES_SERVICE_PORT'] ?? '443';
  if (!host) return undefined;
  const files = serviceAccountFiles(places);
  const token = await readFile(files.token, 'utf8').catch(() => '');
  if (token.trim() === '') return undefined;
  const namespace = await readFile(files.namespace, 'utf8').catch(() => '');
  const authority = host.includes(':') ? `[${host}]` : host;
  return {
    server: `https://${authority}:${port}`,
    namespace: namespace.trim() || 'default'
  };
}
