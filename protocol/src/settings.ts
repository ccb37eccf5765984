/** What a user may choose about a plan; everything absent is decided by the plan, with its reason. */
import * as z from 'zod/mini';
import { ClusterSettings } from './cluster-workload.js';
import { InputSetting } from './inputs.js';
import { ManifestPatch } from './manifest-patch.js';
import { BuildSettings, DeliveryPlan, Mode, PackageSettings } from './plan.js';
import { TargetRef } from './target.js';
import { Framework, Replicas } from './workload.js';

export const Settings = z.object({
  /** @default `script` for notebooks, `file` for `.py` files, `function` when `function` is given */
  mode: z.exactOptional(Mode),
  /** Name of the function to run, for mode `function`. */
  function: z.exactOptional(z.string()),
  /** @default from the imports of the code */
  framework: z.exactOptional(Framework),
  /** How many processes. @default 1 */
  ranks: z.exactOptional(z.int()),
  /** Replica counts by role; replaces `ranks`. */
  replicas: z.exactOptional(z.array(Replicas)),
  /** Parameter values by name; text is read by the type of the parameter's default. */
  parameters: z.record(z.string(), z.unknown()),
  /** Paths or globs below the notebook's folder that are shipped besides what was found. */
  include: z.array(z.string()),
  /** Paths or globs that are not shipped though they were found. */
  exclude: z.array(z.string()),
  /** Data that is there before the code starts, besides the bundle. @default none */
  inputs: z.exactOptional(z.array(InputSetting)),
  /** Names of notebooks beside it that are executed after it, each whole. @default none */
  then: z.exactOptional(z.array(z.string())),
  /** Command line arguments of a `.py` file. */
  args: z.array(z.string()),
  /** Environment variables of the run. */
  env: z.record(z.string(), z.string()),
  /** Kernel name. @default the one the notebook names */
  kernel: z.exactOptional(z.string()),
  /** Python executable; goes before `kernel`. */
  python: z.exactOptional(z.string()),
  /** Name of the run. @default from the file name */
  name: z.exactOptional(z.string()),
  /** Where it runs. @default this computer */
  target: z.exactOptional(TargetRef),
  /** About the workload on a cluster; its replicas are `replicas` or `ranks`. */
  cluster: z.exactOptional(z.omit(ClusterSettings, { replicas: true })),
  /** Image on a cluster. @default from the catalogue, by kernel and framework */
  image: z.exactOptional(z.string()),
  /** How the bundle comes into the pods. @default `inline` where it fits */
  delivery: z.exactOptional(DeliveryPlan.shape.kind),
  /** What becomes of packages that the image lacks. */
  packages: z.exactOptional(PackageSettings),
  /** What becomes of what wheels cannot bring. */
  build: z.exactOptional(BuildSettings),
  /** Changes to the workload's manifest, made by hand. */
  patch: z.exactOptional(ManifestPatch),
  /** Bytes all files of the run may take. @default 10 GiB */
  diskBytes: z.exactOptional(z.int())
});
export type Settings = z.infer<typeof Settings>;
