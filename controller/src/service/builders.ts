/** Builds images by builders, and believes the registry only. */
import { fail, ProblemError } from '@jupyterlab-kubeflow/protocol';
import type { Bundle } from '../core/bundle/bundle.js';
import {
  chooseBuilder,
  type BuildNeeds,
  type LocalTool
} from '../core/dockerfile/builder.js';
import { BUNDLE_FOLDER, type RenderedDockerfile } from '../core/dockerfile/recipe.js';
import type { Digest } from '../core/image/digest.js';
import { formatReference, pinned } from '../core/image/reference.js';
import { utf8 } from '../core/image/utf8.js';
import type { DeliveredFile } from '../core/kubernetes/input.js';
import type { RegistryAccess } from '../core/registry/access.js';
import type { Login } from '../core/registry/login.js';
import type { Repository } from '../core/registry/repository.js';
import type { Builder, BuildRequest, BuildWatch } from '../ports/builder.js';
import type { Registries } from '../ports/registry.js';
import { readBundle, type ReadFile } from './bundle-bytes.js';
import { located } from './located.js';
import type { Reach } from './reaching.js';

export interface MadeImage {
  readonly digest: Digest;
  /** By its digest. */
  readonly reference: string;
}

/** As `Builder.build`, or `builder-result-wrong` where the registry lacks the image. */
export async function buildWith(
  builder: Builder,
  registries: Registries,
  request: BuildRequest,
  watch: BuildWatch = {}
): Promise<MadeImage> {
  const { push } = request;
  const digest = await builder.build(request, watch);
  const reference = formatReference(pinned(push.reference, digest));
  const { signal } = watch;
  const session = registries.open({ pull: [push], ...(signal ? { signal } : {}) });
  try {
    await session.manifest(push, digest);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'image-missing') {
      return fail('builder-result-wrong', { tool: builder.name, image: reference });
    }
    throw error;
  }
  return { digest, reference };
}

/** Builders of this computer. */
export interface LocalBuilders {
  /** Those that are installed and answer, in the order in which they are taken. */
  tools(): Promise<readonly LocalTool[]>;
  builder(tool: LocalTool): Builder;
  /** The login that this computer has for a repository. */
  login(repository: Repository): Promise<Login | undefined>;
}

/** An image to be made by running a Dockerfile. */
export interface DockerfileBuild {
  readonly made: RenderedDockerfile;
  readonly bundle: Bundle;
  /** References. */
  readonly base: string;
  readonly push: string;
  /** What layers of wheels cannot do; for the sentence where there is no builder. */
  readonly needs: BuildNeeds;
  /** @default the first that is installed */
  readonly tool?: LocalTool;
  readonly access: RegistryAccess;
}

export interface BuildsDeps {
  readonly reach: Reach;
  readonly local: LocalBuilders;
  /** Bytes of a file of this computer. */
  readonly read: ReadFile;
}

/** `jkf` builds by them. */
export interface ImageBuilds {
  /** As `buildWith`; `builder-missing` where nothing here can build. */
  run(build: DockerfileBuild, watch?: BuildWatch): Promise<MadeImage>;
}

export class LocalImageBuilds implements ImageBuilds {
  readonly #deps: BuildsDeps;

  constructor(deps: BuildsDeps) {
    this.#deps = deps;
  }

  async run(build: DockerfileBuild, watch: BuildWatch = {}): Promise<MadeImage> {
    const { local, reach } = this.#deps;
    const tool = await this.#tool(build);
    const { made, access } = build;
    const [base, push] = [located(build.base), located(build.push)];
    const request: BuildRequest = {
      ...{ dockerfile: made.dockerfile, push, plainHttp: access.plainHttp },
      files: await this.#files(build),
      logins: await this.#logins([base, push])
    };
    return buildWith(local.builder(tool), await reach(access), request, watch);
  }

  async #tool({ needs, tool }: DockerfileBuild): Promise<LocalTool> {
    const tools = await this.#deps.local.tools();
    const there = tool === undefined ? tools : tools.filter(each => each === tool);
    const choice = chooseBuilder(needs, { cluster: 'absent', local: there });
    if (choice.kind === 'none') throw new ProblemError(choice.problem);
    const [first] = there;
    return first ?? fail('builder-missing', { because: tool ?? 'a Dockerfile' });
  }

  async #files({ made, bundle }: DockerfileBuild): Promise<readonly DeliveredFile[]> {
    const files = await readBundle(bundle, this.#deps.read);
    return [
      ...files.map(file => ({ ...file, path: `${BUNDLE_FOLDER}/${file.path}` })),
      ...made.files.map(({ path, text }) => ({ path, bytes: utf8(text), mode: 0o644 }))
    ];
  }

  async #logins(
    repositories: readonly Repository[]
  ): Promise<ReadonlyMap<string, Login>> {
    const found = new Map<string, Login>();
    for (const repository of repositories) {
      const login = await this.#deps.local.login(repository);
      if (login) found.set(repository.host, login);
    }
    return found;
  }
}
