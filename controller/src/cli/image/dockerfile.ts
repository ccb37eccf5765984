/** `jkf image dockerfile`: the Dockerfile of an image with a run's packages and files, and that image. */
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Bundle } from '../../core/bundle/bundle.js';
import { without } from '../../core/cluster/runs/without.js';
import { aptFile, aptRequest, shellLines } from '../../core/dockerfile/apt.js';
import { LOCAL_TOOLS, type LocalTool } from '../../core/dockerfile/builder.js';
import {
  BUNDLE_FOLDER,
  type RenderedDockerfile
} from '../../core/dockerfile/recipe.js';
import { renderDockerfile } from '../../core/dockerfile/render.js';
import { IMAGE_FOLDER } from '../../core/image/bundle-layer.js';
import { readNotebook } from '../../core/notebook/document.js';
import type { Files } from '../../ports/process.js';
import type { DockerfileBuild } from '../../service/builders.js';
import type { Services } from '../../service/services.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples, type Example } from '../help.js';
import { addPlanOptions, given, several, type PlanFlags } from '../options.js';
import { action, print, type Finish } from '../report.js';
import { requestOf } from '../request.js';
import { isSignal, SIGNAL_EXIT, Signals } from '../signals.js';
import { watched } from '../watched.js';
import { accessOf, addAccessOptions, type AccessFlags } from './access.js';

interface DockerfileFlags extends PlanFlags, AccessFlags {
  readonly base: string;
  readonly baseUser?: string;
  readonly apt?: readonly string[];
  readonly aptFile?: string;
  readonly conda?: readonly string[];
  readonly export?: string;
  readonly push?: string;
  readonly builder?: LocalTool;
}

const EXAMPLES: readonly Example[] = [
  [
    'jkf image dockerfile train.ipynb --base python:3.11-slim',
    'what a builder would do'
  ],
  [
    'jkf image dockerfile train.ipynb --base quay.io/jupyter/base-notebook --base-user jovyan --apt graphviz --export context',
    'a folder for: buildah build context'
  ],
  [
    'jkf image dockerfile train.ipynb --base python:3.11 --apt graphviz --push r.example/team/train:1',
    'build it with buildah or podman, push it, and print its name'
  ]
];

export function dockerfileCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('dockerfile')
    .summary('Write the Dockerfile of an image for a run, or build it')
    .description(
      'Write a Dockerfile that puts the packages and the files of a run on a base image. Packages of Debian are those that the notebook installs with apt, and those of --apt and --apt-file. The same run gives the same text. With --push it is built by podman or buildah of this computer, which need no daemon; its log goes to the error output, and the name of the image is printed. Else nothing is built, and no registry is asked.'
    )
    .argument('<file>', 'notebook (.ipynb) or Python file (.py)')
    .argument('[args...]', 'arguments of a .py file, after --')
    .requiredOption('--base <image>', 'image to build on')
    .option('--base-user <user>', 'user that the base has (default: root)')
    .addOption(several('--apt <package>', 'package of Debian to install'))
    .option('--apt-file <path>', 'file with such packages, as Binder’s apt.txt')
    .addOption(several('--conda <package>', 'package for the conda of the base'))
    .option('--export <folder>', 'write it there with all that it copies')
    .option('--push <image>', 'build it, and push it there')
    .addOption(
      new Option(
        '--builder <program>',
        'what builds it (default: the first that is installed)'
      ).choices(LOCAL_TOOLS)
    );
  addAccessOptions(command);
  addPlanOptions(command).action(
    action(cli, finish, (file: string, args: string[], flags: DockerfileFlags) =>
      dockerfile(cli, file, args, flags)
    )
  );
  return withExamples(command, EXAMPLES);
}

async function dockerfile(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: DockerfileFlags
): Promise<number> {
  const { terminal } = cli.process;
  const services = await cli.services();
  const { bundle } = await services.planner.plan(
    // What is built here is no wish of a run's.
    await requestOf(cli, services, {
      file,
      args,
      flags: without(flags, 'apt', 'conda')
    })
  );
  const { packages, unread } = await aptOf(cli, file, flags);
  const { base, baseUser, conda = [] } = flags;
  const made = renderDockerfile({
    ...{ base, apt: packages, conda, pip: bundle.requirements, env: {} },
    ...given({ user: baseUser }),
    bundleAt: IMAGE_FOLDER
  });
  if (unread.length > 0) {
    await print(terminal.err, [`Not understood, and left out: ${unread.join('; ')}`]);
  }
  if (flags.push !== undefined) {
    const needs = { apt: packages, conda, fromSource: [] };
    return built(cli, services, { made, bundle, needs, flags, push: flags.push });
  }
  if (flags.export === undefined) await terminal.out.write(made.dockerfile);
  else await exported(cli, made, { bundle, folder: flags.export });
  return EXIT.ok;
}

type Ready = Pick<DockerfileBuild, 'made' | 'bundle' | 'needs' | 'push'> & {
  readonly flags: DockerfileFlags;
};

/** Shows the log as it comes, and ends with the first signal. */
async function built(
  cli: Cli,
  { builds }: Pick<Services, 'builds'>,
  { flags, ...ready }: Ready
): Promise<number> {
  const { out, err } = cli.process.terminal;
  const { base, builder } = flags;
  const request = { ...ready, base, access: accessOf(cli, flags) };
  const signals = new Signals(cli.process);
  try {
    const image = await watched(cli, { signals, output: 'text' }, ({ signal }) =>
      builds.run(
        { ...request, ...given({ tool: builder }) },
        { signal, onLine: line => void err.write(`${line}\n`) }
      )
    );
    if (isSignal(image)) return SIGNAL_EXIT[image];
    await print(out, [image.reference]);
    return EXIT.ok;
  } finally {
    signals.dispose();
  }
}

interface Apt {
  readonly packages: readonly string[];
  readonly unread: readonly string[];
}

async function aptOf(
  { process: { cwd, files } }: Cli,
  file: string,
  { apt = [], aptFile: list }: DockerfileFlags
): Promise<Apt> {
  const said = aptRequest(await commandsIn(files, resolve(cwd, file), file));
  const text = list === undefined ? '' : await files.read(resolve(cwd, list), list);
  const listed = aptFile(text);
  return {
    packages: [...said.packages, ...listed.packages, ...apt],
    unread: [...said.unread, ...listed.unread]
  };
}

async function commandsIn(
  files: Files,
  path: string,
  shown: string
): Promise<readonly string[]> {
  if (!path.endsWith('.ipynb')) return [];
  return shellLines(readNotebook(await files.read(path, shown), shown).cells);
}

async function exported(
  { process: { cwd, files, terminal } }: Cli,
  { dockerfile: text, files: lists }: RenderedDockerfile,
  { bundle, folder }: { readonly bundle: Bundle; readonly folder: string }
): Promise<void> {
  const at = (path: string): string => resolve(cwd, join(folder, path));
  for (const { path, content } of bundle.files) {
    const target = at(join(BUNDLE_FOLDER, path));
    if (content.kind === 'text') await files.write(target, content.text);
    else await files.copy(content.from, target);
  }
  for (const list of lists) await files.write(at(list.path), list.text);
  await files.write(at('Dockerfile'), text);
  await print(terminal.err, [`Dockerfile and its context in ${folder}`]);
}
