/** Fields of a cluster workload as one line of text, both ways. */
import {
  ANY_VOLUME,
  ELASTIC,
  ENV,
  PAIR,
  PROCESSES,
  RUNTIME,
  SIZE_OR_NONE,
  timeText,
  TOLERATION,
  wholeText,
  type ClusterWorkload,
  type ValueText
} from '@jupyterlab-kubeflow/protocol';

type Fields = Omit<
  Required<ClusterWorkload>,
  'kind' | 'replicas' | 'cpu' | 'memoryBytes' | 'gpu' | 'suspend'
>;

const word = (example: string): ValueText<string> => ({
  example,
  write: value => value,
  read: text => (/^\S+$/.test(text) ? text : undefined)
});

function oneOf<T extends string>(...values: readonly T[]): ValueText<T> {
  return {
    example: values.join(' | '),
    write: value => value,
    read: text => values.find(value => value === text)
  };
}

/**
 * An item between commas: without quotes, or in them with `\` before quotes and `\`. Line
 * breaks, which a line of text cannot hold, are `\n` and `\r` there.
 */
const ITEM = /\s*(?:"((?:[^"\\]|\\.)*)"|([^",][^,]*)?)\s*(?:,|$)/gsy;

/** The items of a text; `undefined` when quotes do not close. */
function itemsOf(text: string): readonly string[] | undefined {
  const items: string[] = [];
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < text.length) {
    const match = ITEM.exec(text);
    if (!match) return undefined;
    const [, quoted, plain] = match;
    const item = quoted?.replace(/\\(.)/gs, meant) ?? plain?.trim() ?? '';
    if (item !== '') items.push(item);
  }
  return items;
}

const BREAKS: Readonly<Record<string, string>> = { n: '\n', r: '\r' };

const meant = (_: string, escaped: string): string => BREAKS[escaped] ?? escaped;

const isPlain = (item: string): boolean => /^[^\s",](?:[^,\n\r]*[^\s,])?$/.test(item);

const quoted = (item: string): string =>
  isPlain(item)
    ? item
    : `"${item
        .replace(/["\\]/g, '\\$&')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')}"`;

/** Values with commas between; one that has commas or blanks at its ends is in quotes. */
function list<T>({ example, write, read }: ValueText<T>): ValueText<T[]> {
  return {
    example,
    write: values => values.map(value => quoted(write(value))).join(', '),
    read: text => {
      const values = itemsOf(text)?.map(read);
      return values?.every(value => value !== undefined) ? values : undefined;
    }
  };
}

function pairs(example: string): ValueText<Record<string, string>> {
  const entries = list(PAIR);
  return {
    example,
    write: value => entries.write(Object.entries(value)),
    read: text => {
      const found = entries.read(text);
      return found && Object.fromEntries(found);
    }
  };
}

/** Each field of the form that is one line of text. */
export const FIELD_TEXTS: { readonly [F in keyof Fields]: ValueText<Fields[F]> } = {
  runtime: RUNTIME,
  nprocPerNode: { ...PROCESSES, example: '2 | auto' },
  shmBytes: { ...SIZE_OR_NONE, example: '1GiB' },
  queue: word('team-queue'),
  env: list(ENV),
  volumes: list(ANY_VOLUME),
  nodeSelector: pairs('disktype=ssd'),
  tolerations: list(TOLERATION),
  priorityClass: word('high'),
  serviceAccount: word('trainer'),
  imagePullSecrets: list(word('regcred')),
  labels: pairs('team=vision'),
  annotations: pairs('note=first'),
  deadlineSeconds: timeText('12h', 1),
  retries: wholeText('0'),
  ttlSeconds: timeText('1d', 0),
  elastic: ELASTIC,
  cleanPodPolicy: oneOf('None', 'Running', 'All'),
  successPolicy: oneOf('leader', 'all-workers')
};
