/**
 * Kubernetes objects as values: the fields that manifests here use, named and shaped as in
 * the API (v1.36), all optional ones absent rather than empty.
 */

/** Who an object goes with when it is deleted. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Strings;
  readonly annotations?: Strings;
  readonly ownerReferences?: readonly OwnerReference[];
}

/** An object as it is sent to the API server. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Strings;
  /** Values in base64. */
  readonly binaryData?: Strings;
  readonly immutable?: boolean;
}

export type Strings = Readonly<Record<string, string>>;

export type EnvSource =
  | { readonly secretKeyRef: KeyRef }
  | { readonly configMapKeyRef: KeyRef }
  | { readonly fieldRef: { readonly fieldPath: string } };

interface KeyRef {
  readonly name: string;
  readonly key: string;
}

export interface ContainerEnv {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: EnvSource;
}

export interface ContainerMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

export interface ContainerPort {
  readonly name: string;
  readonly containerPort: number;
}

export interface Resources {
  readonly requests: Strings;
  readonly limits: Strings;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly workingDir: string;
  readonly env: readonly ContainerEnv[];
  readonly ports?: readonly ContainerPort[];
  readonly resources: Resources;
  readonly volumeMounts: readonly ContainerMount[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  /** Of an init container `Always` makes it a native sidecar. */
  readonly restartPolicy?: 'Always';
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly medium?: 'Memory'; readonly sizeLimit: string };
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string; readonly defaultMode: number };
  readonly image?: { readonly reference: string; readonly pullPolicy: 'IfNotPresent' };
  readonly persistentVolumeClaim?: {
    readonly claimName: string;
    readonly readOnly?: boolean;
  };
}

export interface PodSpec {
  readonly restartPolicy?: 'Never' | 'OnFailure';
  readonly subdomain?: string;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly terminationGracePeriodSeconds: number;
  readonly enableServiceLinks: boolean;
  readonly automountServiceAccountToken: boolean;
  readonly serviceAccountName?: string;
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly nodeSelector?: Strings;
  readonly tolerations?: readonly Readonly<Record<string, unknown>>[];
  readonly priorityClassName?: string;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Strings; readonly annotations: Strings };
  readonly spec: PodSpec;
}

/** `value` under `name`, or nothing where there is no value or an empty one. */
export function some<N extends string, V>(
  name: N,
  value: V | undefined
): { readonly [K in N]?: V } {
  return value === undefined || isEmpty(value)
    ? {}
    : ({ [name]: value } as { readonly [K in N]?: V });
}

/** Lists and plain values alone: what is of a class of its own has no fields to count. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const plain =
    Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return plain && Object.keys(value).length === 0;
}
