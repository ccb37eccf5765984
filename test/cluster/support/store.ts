/** The object store of the add-on `s3`, reached from this computer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { S3_KEYS } from '../../../dev/src/addons/s3.js';
import { must } from './cli.js';
import type { Status } from './status.js';

const QUIET = ['--silent', '--show-error', '--max-time', '20'];

/** Asks as whoever has this secret key; the answer's text, whatever it is. */
export function askStore(
  url: string,
  secretKey: string,
  ...args: string[]
): Promise<string> {
  const signed = ['--aws-sigv4', 'aws:amz:us-east-1:s3', '--user'];
  // Older curls sign for S3 only with this header, which it asks for.
  const content = ['--header', 'x-amz-content-sha256: UNSIGNED-PAYLOAD'];
  const who = `${S3_KEYS.accessKey}:${secretKey}`;
  return must('curl', [...QUIET, ...content, ...signed, who, ...args, url]);
}

/** Asks as nobody. */
export const askUnsigned = (url: string): Promise<string> =>
  must('curl', [...QUIET, url]);

/** Makes a bucket, or puts an object. */
export async function put(url: string, text?: string): Promise<void> {
  const data = text === undefined ? [] : ['--data-raw', text];
  await askStore(url, S3_KEYS.secretKey, '--fail', '--request', 'PUT', ...data);
}

/** While kubectl forwards a port of this computer to the store. */
export async function forwarded(
  { kubectl, kubeconfig }: Status,
  work: (address: string) => Promise<void>
): Promise<void> {
  const target = ['port-forward', 'service/s3', ':7070', '--namespace=s3'];
  const child = spawn(kubectl, [`--kubeconfig=${kubeconfig}`, ...target]);
  const exit = once(child, 'exit');
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  try {
    const first = once(createInterface({ input: child.stdout }), 'line');
    const line = await Promise.race([first, exit.then(() => undefined)]);
    if (!line) throw new Error(`kubectl port-forward: ${said.join('')}`);
    const [, port = ''] = /127\.0\.0\.1:(\d+)/.exec(String(line[0])) ?? [];
    await work(`http://127.0.0.1:${port}`);
  } finally {
    child.kill();
    await exit;
  }
}
