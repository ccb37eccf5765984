/** What the probe programs print, parsed once, and kept on disk between starts. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { SyntaxFault } from '../../ports/kernel.js';

const ProbeAnswer = z.object({
  facts: z.object({
    python: z.string(),
    version: z.string(),
    implementation: z.string(),
    platform: z.string(),
    distributions: z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        imports: z.array(z.string()),
        editable: z.exactOptional(z.string())
      })
    ),
    stdlib: z.array(z.string()),
    modules: z.array(z.string())
  }),
  /** Folders that were searched, with their modification times in ms. */
  folders: z.record(z.string(), z.number())
});
export type ProbeAnswer = z.infer<typeof ProbeAnswer>;

const Fault = z.nullable(z.object({ line: z.int(), message: z.string() }));

/** What `probe.py` printed; `undefined` when it is something else. */
export function parseAnswer(text: string): ProbeAnswer | undefined {
  return parse(ProbeAnswer, text);
}

/** What `compile.py` printed; `undefined` when the program compiles. */
export function parseFault(text: string): SyntaxFault | undefined {
  return parse(Fault, text) ?? undefined;
}

export async function readAnswer(file: string): Promise<ProbeAnswer | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseAnswer(text);
}

/** Best effort: a cache that cannot be written only costs the next start some time. */
export async function writeAnswer(file: string, text: string): Promise<void> {
  const aside = `${file}.${String(process.pid)}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(aside, text);
    await rename(aside, file);
  } catch {
    // On a full disk half of it may be there.
    await rm(aside, { force: true }).catch(() => undefined);
  }
}

function parse<T extends z.core.$ZodType>(
  schema: T,
  text: string
): z.infer<T> | undefined {
  try {
    const parsed = z.safeParse(schema, JSON.parse(text) as unknown);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
