/** What an instance remembers in its `state.json`, and what the supervisor is told. */
import * as z from 'zod/mini';

const Addresses = z.object({ subnet: z.string(), host: z.string(), node: z.string() });

const ProbeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    url: z.string(),
    accept: z.optional(z.readonly(z.array(z.number())))
  }),
  z.object({ kind: z.literal('socket'), path: z.string() }),
  z.object({ kind: z.literal('tcp'), port: z.number() }),
  z.object({ kind: z.literal('alive') })
]);

/** A component as it travels to the supervisor. */
export const ComponentSchema = z.object({
  name: z.string(),
  version: z.string(),
  command: z.string(),
  args: z.readonly(z.array(z.string())),
  env: z.optional(z.record(z.string(), z.string())),
  after: z.readonly(z.array(z.string())),
  probe: ProbeSchema,
  needsRights: z.optional(z.boolean()),
  serves: z.optional(z.object({ address: z.string(), port: z.number() }))
});

/** `starting`: not complete, to be begun again; `running`: the node is; `ready`: all is. */
const Phase = z.enum(['planned', 'starting', 'running', 'ready']);

export const StateSchema = z.object({
  name: z.string(),
  /** The checkout that made it. */
  checkout: z.string(),
  phase: Phase,
  addresses: Addresses,
  /** Path of kubectl. */
  kubectl: z.string(),
  /** Add-ons that somebody has asked for; those that are there. */
  wanted: z.readonly(z.array(z.string())),
  addons: z.readonly(z.array(z.string())),
  /** Names of both registries, and what the second asks for. */
  registries: z.object({
    open: z.string(),
    auth: z.string(),
    username: z.string(),
    password: z.string()
  }),
  components: z.readonly(z.array(ComponentSchema))
});

export type State = z.infer<typeof StateSchema>;

/** The state in a file's text. */
export function parseState(text: string): State {
  return StateSchema.parse(JSON.parse(text));
}
