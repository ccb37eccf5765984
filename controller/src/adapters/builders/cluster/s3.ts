/** A store of contexts behind the S3 API: AWS, MinIO, Google Cloud with HMAC keys. */
import { AwsClient } from 'aws4fetch';
import { fail, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { ContextStore } from '../../../core/builder/store.js';
import type { Contexts } from './put.js';

export interface StoreKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Seconds for which an address is good: as long as a build may take. */
const GOOD = 3600;
/** Milliseconds: somebody waits for the end of a build. */
const LONGEST = 10_000;
/** Attempts after the first, each later than the one before. */
const RETRIES = 3;

export class S3Contexts implements Contexts {
  readonly #client: AwsClient;
  readonly #store: ContextStore;

  constructor(store: ContextStore, keys: StoreKeys) {
    const { region } = store;
    this.#client = new AwsClient({ ...keys, region, service: 's3', retries: RETRIES });
    this.#store = store;
  }

  async put(name: string, archive: Uint8Array, signal: AbortSignal): Promise<string> {
    const url = this.#url(name);
    await this.#call(url, {
      ...{ method: 'PUT', body: Buffer.from(archive), signal },
      headers: { 'content-type': 'application/gzip' }
    });
    const query = `${url}?X-Amz-Expires=${String(GOOD)}`;
    return (await this.#client.sign(query, { aws: { signQuery: true } })).url;
  }

  /** What stays is told by nobody: buckets can delete by age. */
  async remove(name: string): Promise<void> {
    const signal = AbortSignal.timeout(LONGEST);
    const removed = this.#call(this.#url(name), { method: 'DELETE', signal });
    await removed.catch((error: unknown) => {
      if (!signal.aborted) unimportant(error);
    });
  }

  async #call(url: string, init: RequestInit): Promise<void> {
    const place = this.#place();
    const answer = await this.#client.fetch(url, init).catch((error: unknown) => {
      if (init.signal?.aborted) throw error;
      const { message, cause } = error as Error;
      const detail = cause instanceof Error ? cause.message : message;
      return fail('builder-store', { place, detail });
    });
    if (answer.ok) return;
    const [, code = ''] = /<Code>([^<]{1,100})<\/Code>/.exec(await answer.text()) ?? [];
    const detail = `${String(answer.status)} ${code}`.trim();
    fail('builder-store', { place, detail });
  }

  #place(): string {
    const { bucket, prefix } = this.#store;
    return `s3://${bucket}/${prefix}`;
  }

  /** By the path: not every store has a host a bucket. */
  #url(name: string): string {
    const { endpoint, bucket, prefix } = this.#store;
    return encodeURI(`${endpoint}/${bucket}/${prefix}${name}.tar.gz`);
  }
}

function unimportant(error: unknown): void {
  if (!(error instanceof ProblemError)) throw error;
}

/** Of the environment of this computer, as all of Amazon's tools read it. */
export function keysIn(
  variables: Readonly<Record<string, string | undefined>>
): StoreKeys | undefined {
  const accessKeyId = variables['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = variables['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = variables['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
