/** Inputs: data a run reads besides its bundle, there before its code starts. */
import * as z from 'zod/mini';
import { Message } from './message.js';

const text = z.string().check(z.minLength(1));

/** An input as somebody asks for it. */
export const InputSetting = z.object({
  name: text,
  /** `s3://bucket/key-or-prefix`, `gs://…`, `https://…` or `pvc://claim/folder`. */
  url: text,
  /** Name of a Secret of the namespace with the credentials. @default the pod's own */
  secret: z.exactOptional(text)
});
export type InputSetting = z.infer<typeof InputSetting>;

/** An input of a plan. */
export const InputPlan = z.object({
  ...InputSetting.shape,
  /** The environment variable that has the path of its folder. */
  variable: z.string(),
  /** Absolute path in the pods; on this computer a name below the folder of inputs. */
  folder: z.string(),
  /** What is known of its size. */
  size: Message
});
export type InputPlan = z.infer<typeof InputPlan>;
