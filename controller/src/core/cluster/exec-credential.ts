/** What a login command of a kubeconfig is asked and answers: `ExecCredential`. */
import { fieldsOf, isFields, listOf, textOf, textsOf, type Fields } from './fields.js';
import { parseLogTime } from './log-time.js';

/** How to run the command. */
export interface ExecSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  /** Where to get the command, in words of who wrote the kubeconfig. */
  readonly installHint?: string;
  /** Whether it wants to know the cluster. */
  readonly clusterInfo: boolean;
  /** Whether it cannot do without a terminal. */
  readonly interactive: boolean;
}

/** What it gave. */
export interface ExecCredential {
  readonly token?: string;
  /** PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** Milliseconds since the epoch; absent: until they are refused. */
  readonly expiresAt?: number;
}

const GROUP = 'client.authentication.k8s.io';
const VERSIONS = [`${GROUP}/v1`, `${GROUP}/v1beta1`];

/** @throws RangeError that says what is wrong with the kubeconfig */
export function execSpecOf(user: Fields): ExecSpec {
  const exec = fieldsOf(user['exec']);
  const command = textOf(exec['command']);
  const apiVersion = textOf(exec['apiVersion']) ?? '';
  if (command === undefined) throw new RangeError('exec names no command');
  if (!VERSIONS.includes(apiVersion)) {
    throw new RangeError(`exec has the unknown version ${apiVersion || '(none)'}`);
  }
  const installHint = textOf(exec['installHint']);
  const env = listOf(exec['env']).flatMap(({ name, value }) =>
    typeof name === 'string' && typeof value === 'string' ? [[name, value]] : []
  );
  return {
    command,
    args: textsOf(exec['args']),
    env: Object.fromEntries(env) as Readonly<Record<string, string>>,
    apiVersion,
    ...(installHint === undefined ? {} : { installHint }),
    clusterInfo: exec['provideClusterInfo'] === true,
    interactive: exec['interactiveMode'] === 'Always'
  };
}

/** The cluster, as the command may ask for it. */
export interface ExecCluster {
  readonly server: string;
  readonly serverName?: string;
  readonly insecure: boolean;
  /** Settings for the command in the kubeconfig's cluster. */
  readonly config?: unknown;
}

/**
 * The value of `KUBERNETES_EXEC_INFO`.
 * @param caData - the CA bundle in base64, where there is one
 */
export function execInfo(
  spec: ExecSpec,
  cluster: ExecCluster,
  caData: string | undefined
): string {
  const about = {
    server: cluster.server,
    ...(caData === undefined ? {} : { 'certificate-authority-data': caData }),
    ...(cluster.serverName === undefined
      ? {}
      : { 'tls-server-name': cluster.serverName }),
    ...(cluster.insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(cluster.config === undefined ? {} : { config: cluster.config })
  };
  return JSON.stringify({
    apiVersion: spec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(spec.clusterInfo ? { cluster: about } : {}) }
  });
}

/**
 * Reads what the command printed. Nothing of it is quoted: it holds secrets.
 * @throws RangeError that says what is wrong
 */
export function parseExecCredential(text: string, apiVersion: string): ExecCredential {
  const fields = credentialFields(text);
  if (fields['apiVersion'] !== apiVersion) {
    throw new RangeError('it answers in another version than the kubeconfig names');
  }
  const status = fieldsOf(fields['status']);
  const token = textOf(status['token']);
  const pair = pairOf(status);
  if (token === undefined && !pair) {
    throw new RangeError('it gives neither a token nor a certificate with its key');
  }
  const expiresAt = parseLogTime(textOf(status['expirationTimestamp']) ?? '')?.ms;
  return {
    ...(token === undefined ? {} : { token }),
    ...pair,
    ...(expiresAt === undefined ? {} : { expiresAt })
  };
}

function pairOf(
  status: Fields
): Pick<ExecCredential, 'certificate' | 'key'> | undefined {
  const certificate = textOf(status['clientCertificateData']);
  const key = textOf(status['clientKeyData']);
  return certificate === undefined || key === undefined
    ? undefined
    : { certificate, key };
}

function credentialFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value) && value['kind'] === 'ExecCredential') return value;
  } catch {
    throw new RangeError('what it prints is no JSON');
  }
  throw new RangeError('what it prints is no ExecCredential');
}

/** Words so long may be tokens. */
const LONG = /[\w+/=.~-]{33,}/g;
const QUOTE_LIMIT = 300;

/** The last line of a program's complaints, fit to be shown. */
export function quotable(complaints: string): string {
  const line = complaints.trim().split('\n').at(-1)?.trim() ?? '';
  return line.replace(LONG, '…').slice(0, QUOTE_LIMIT).replace(/\.$/, '');
}
