/**
 * Builders of this computer that need no daemon: podman and buildah. Each build has a
 * storage of its own, so that nothing of it is left, however it ends. How they isolate and
 * store is their own setting (`BUILDAH_ISOLATION`, `STORAGE_DRIVER`, storage.conf).
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '@jupyterlab-kubeflow/protocol';
import { failureIn } from '../../../core/builder/observe.js';
import { LOCAL_TOOLS, type LocalTool } from '../../../core/dockerfile/builder.js';
import { parseDigest, type Digest } from '../../../core/image/digest.js';
import { formatReference } from '../../../core/image/reference.js';
import type { Builder, BuildRequest, BuildWatch } from '../../../ports/builder.js';
import { layOut, type BuildFolder } from './layout.js';
import { runProgram, type Ended } from './program.js';

export interface LocalBuilderOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder for what is built; it has to have room for the base, unpacked. */
  readonly scratch: string;
}

/** Those that are installed and answer, in the order in which they are taken. */
export async function localTools(
  options: LocalBuilderOptions
): Promise<readonly LocalTool[]> {
  const answers = await Promise.all(
    LOCAL_TOOLS.map(async command => {
      const { env, scratch: cwd } = options;
      const call = { command, args: ['--version'], env, cwd };
      const ended = await runProgram(call).catch(() => undefined);
      return ended?.code === 0;
    })
  );
  return LOCAL_TOOLS.filter((_, at) => answers[at]);
}

export class LocalBuilder implements Builder {
  readonly #options: LocalBuilderOptions;

  constructor(
    readonly name: LocalTool,
    options: LocalBuilderOptions
  ) {
    this.#options = options;
  }

  async build(request: BuildRequest, watch: BuildWatch = {}): Promise<Digest> {
    const folder = await mkdtemp(join(this.#options.scratch, 'jkf-build-'));
    try {
      const place = await layOut(folder, request);
      const work = { folder, place, watch };
      await this.#built(work);
      return await this.#pushed(work, request);
    } finally {
      await this.#clear(folder);
    }
  }

  async #built(work: Work): Promise<void> {
    const { logins, imageId, dockerfile, context } = work.place;
    const ended = await this.#run(work, [
      ...['build', '--layers=false', '--force-rm', '--authfile', logins],
      ...['--iidfile', imageId, '--file', dockerfile, context]
    ]);
    const { name: tool } = this;
    if (ended.code !== 0) fail('builder-failed', { tool, detail: detailOf(ended) });
  }

  async #pushed(work: Work, { push }: BuildRequest): Promise<Digest> {
    const { logins, imageId, digest } = work.place;
    const image = (await readFile(imageId, 'utf8')).trim();
    const repository = formatReference(push.reference);
    const ended = await this.#run(work, [
      ...['push', '--authfile', logins, '--digestfile', digest],
      ...[image, `docker://${repository}`]
    ]);
    const said = await readFile(digest, 'utf8').catch(() => '');
    const pushed = ended.code === 0 ? parseDigest(said.trim()) : undefined;
    const { name: tool } = this;
    const detail = detailOf(ended);
    return pushed ?? fail('builder-push-failed', { tool, repository, detail });
  }

  /** Its own way first: it may have mounted, or given to others, what is in its storage. */
  async #clear(folder: string): Promise<void> {
    const ways = [
      ['rm', '--all'],
      ['rmi', '--all', '--force'],
      ['unshare', 'rm', '-rf', join(folder, 'storage')]
    ];
    const isRoot = process.getuid?.() === 0;
    for (const args of isRoot ? ways.slice(0, 2) : ways) {
      await this.#run({ folder, watch: {} }, args).catch(() => undefined);
    }
    await rm(folder, { recursive: true, force: true });
  }

  #run(
    {
      folder,
      place,
      watch: { signal, onLine }
    }: Pick<Work, 'folder' | 'watch'> & Partial<Work>,
    args: readonly string[]
  ): Promise<Ended> {
    const storage = [
      '--root',
      join(folder, 'storage'),
      '--runroot',
      join(folder, 'run')
    ];
    const registries = place?.registries;
    return runProgram({
      command: this.name,
      args: [...storage, ...args],
      cwd: folder,
      env: {
        ...this.#options.env,
        TMPDIR: join(folder, 'tmp'),
        ...(registries === undefined ? {} : { CONTAINERS_REGISTRIES_CONF: registries })
      },
      ...(signal ? { signal } : {}),
      ...(onLine ? { onLine } : {})
    });
  }
}

interface Work {
  readonly folder: string;
  readonly place: BuildFolder;
  readonly watch: BuildWatch;
}

function detailOf({ code, lines }: Ended): string {
  return failureIn(lines) ?? `it ended with ${String(code ?? 'a signal')}`;
}
