/** Stored settings about a cluster, read by their schemas: apart, for a validator is large. */
import {
  ClusterSettings,
  TargetRef,
  type Settings
} from '@jupyterlab-kubeflow/protocol';

type Place = Pick<Settings, 'target' | 'cluster'>;
type Field = Exclude<keyof ClusterSettings, 'replicas'>;

/** Each field by itself: what is of another version is left out, and nothing else. */
export function placeSettings(target: unknown, cluster: unknown): Place {
  const where = TargetRef.safeParse(target);
  const fields = clusterFields(cluster);
  return {
    ...(where.success ? { target: where.data } : {}),
    ...(Object.keys(fields).length > 0 ? { cluster: fields } : {})
  };
}

function clusterFields(stored: unknown): NonNullable<Settings['cluster']> {
  if (typeof stored !== 'object' || stored === null) return {};
  const { shape } = ClusterSettings;
  const known = Object.entries(stored).flatMap(([name, value]: [string, unknown]) => {
    const isField = name !== 'replicas' && Object.hasOwn(shape, name);
    const schema = isField ? shape[name as Field] : undefined;
    const read = value === undefined ? undefined : schema?.safeParse(value);
    return read?.success ? [[name, read.data] as const] : [];
  });
  return Object.fromEntries(known);
}
