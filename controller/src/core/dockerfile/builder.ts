/** Which builder an image needs, and why. */
import { problem, type Problem } from '@jupyterlab-kubeflow/protocol';

/** Programs of this computer that build images, the one that is taken first. */
export const LOCAL_TOOLS = ['podman', 'buildah'] as const;
export type LocalTool = (typeof LOCAL_TOOLS)[number];

/** What layers of wheels cannot do. */
export interface BuildNeeds {
  /** A Dockerfile beside the notebook, as the user calls it. */
  readonly dockerfile?: string;
  readonly apt: readonly string[];
  readonly conda: readonly string[];
  /** Requirements that are there as source code only. */
  readonly fromSource: readonly string[];
}

export interface BuilderPlaces {
  /**
   * The cluster's: `ready` where an administrator has configured one and the namespace
   * lets it run, `forbidden` where the namespace does not.
   */
  readonly cluster: 'ready' | 'forbidden' | 'absent';
  /** Those of this computer that answer, in the order of `LOCAL_TOOLS`. */
  readonly local: readonly LocalTool[];
}

export type BuilderChoice =
  | { readonly kind: 'layers' }
  | { readonly kind: 'cluster'; readonly because: string }
  | { readonly kind: 'local'; readonly tool: LocalTool; readonly because: string }
  | { readonly kind: 'none'; readonly problem: Problem };

/** Layers where they do; else the cluster's builder, else one of this computer. */
export function chooseBuilder(
  needs: BuildNeeds,
  { cluster, local }: BuilderPlaces
): BuilderChoice {
  const because = needText(needs);
  if (because === undefined) return { kind: 'layers' };
  if (cluster === 'ready') return { kind: 'cluster', because };
  const [tool] = local;
  if (tool !== undefined) return { kind: 'local', tool, because };
  const code = cluster === 'forbidden' ? 'builder-forbidden' : 'builder-missing';
  return { kind: 'none', problem: problem(code, { because }) };
}

/** What has to be run to make the image; undefined: nothing. */
export function needText({
  dockerfile,
  apt,
  conda,
  fromSource
}: BuildNeeds): string | undefined {
  if (dockerfile !== undefined) return dockerfile;
  const parts = [
    ...apt.map(name => `${name} (apt)`),
    ...conda.map(name => `${name} (conda)`),
    ...fromSource.map(name => `${name} (source code)`)
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}
