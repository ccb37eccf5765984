/** The store of contexts that an administrator publishes with a builder. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';
import { some } from '../kubernetes/objects.js';

/** Name of the ConfigMap. */
export const BUILDER_MAP = 'jupyterlab-kubeflow-builder';

/** Its values, trimmed; empty ones are not there. */
export type BuilderData = Readonly<Record<string, string | undefined>>;

/** Where contexts are put that are too large for a ConfigMap. */
export interface ContextStore {
  /** Of the S3 API, as this computer and pods reach it, e.g. `https://s3.example.org`. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Of the objects' names; empty or ends with `/`. */
  readonly prefix: string;
  readonly region: string;
  /** Secret of the run's namespace with the keys. @default those of this computer */
  readonly secret?: string;
}

/** Undefined where none is published; a problem where what is there makes none. */
export function contextStore(data: BuilderData): ContextStore | Problem | undefined {
  const { context } = data;
  if (context === undefined) return undefined;
  const [, bucket = '', path = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(context) ?? [];
  if (bucket === '') return wrongSetting('context', context, 's3://BUCKET/PREFIX');
  const region = data['contextRegion'] ?? 'us-east-1';
  const endpoint = data['contextEndpoint'] ?? `https://s3.${region}.amazonaws.com`;
  if (!/^https?:\/\/[^/]+$/.test(endpoint)) {
    return wrongSetting('contextEndpoint', endpoint, 'https://HOST');
  }
  const folder = path.replace(/\/+$/, '');
  return {
    ...{ endpoint, bucket, region },
    prefix: folder === '' ? '' : `${folder}/`,
    ...some('secret', data['contextSecret'])
  };
}

/** What a key says, and what it may. */
export function wrongSetting(key: string, value: string, allowed: string): Problem {
  return problem('builder-setting', { map: BUILDER_MAP, key, value, allowed });
}
