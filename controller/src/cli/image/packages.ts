/** `jkf image packages`: what a base has of what a notebook needs, and what has to be added. */
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Plan } from '@jupyterlab-kubeflow/protocol';
import type {
  FetchedWheel,
  ResolverPlace,
  WheelSources
} from '../../ports/packages.js';
import type { FoundPackages, PackagesRequest } from '../../service/packages.js';
import type { Services } from '../../service/services.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../exit.js';
import { withExamples, type Example } from '../help.js';
import {
  addPlanOptions,
  given,
  outputOption,
  read,
  several,
  type PlanFlags
} from '../options.js';
import { document, FORMATS, type Format } from '../render/json.js';
import { packagesText } from '../render/packages.js';
import { plural } from '../render/text.js';
import { action, layoutOf, print, type Finish } from '../report.js';
import { requestOf } from '../request.js';
import { isSignal, SIGNAL_EXIT, Signals } from '../signals.js';
import { watched } from '../watched.js';
import {
  accessOf,
  addAccessOptions,
  addPlatformOption,
  parsePlatform,
  type AccessFlags
} from './access.js';

interface PackagesFlags extends PlanFlags, AccessFlags {
  readonly base: string;
  readonly platform?: string;
  /** `false`: none at all. */
  readonly index?: string | false;
  readonly extraIndex?: readonly string[];
  readonly findLinks?: readonly string[];
  readonly keep?: readonly string[];
  readonly download?: string;
  readonly output: Format;
}

const EXAMPLES: readonly Example[] = [
  [
    'jkf image packages ddp.ipynb --base ghcr.io/team/torch:2.4',
    'in the base, added, in another version, or not to be had'
  ],
  [
    'jkf image packages a.ipynb --base r.example/py --no-index --find-links wheels',
    'of wheels in a folder, without any index'
  ],
  [
    'jkf image packages a.ipynb --base r.example/py --download wheels',
    'and bring the missing wheels, for a Dockerfile or an offline folder'
  ],
  [
    'jkf image packages a.ipynb --base r.example/torch --keep torch -o json',
    'with the torch of the base, whatever the notebook had'
  ]
];

export function packagesCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('packages')
    .summary('Say which packages a base image has and lacks for a run')
    .description(
      'Say which packages of a run a base image has, which have to be added, and which cannot be and why. Nothing is run of the image, nothing is installed and nothing is pushed: its layers are read once, and kept in mind by their digests. What is missing is looked for by pip, with its own files and variables, as wheels that fit the base.'
    )
    .argument('<file>', 'notebook (.ipynb) or Python file (.py)')
    .argument('[args...]', 'arguments of a .py file, after --')
    .requiredOption('--base <image>', 'image to build on');
  addAccessOptions(addPlatformOption(addSourceOptions(command)));
  addPlanOptions(command)
    .addOption(outputOption(FORMATS))
    .action(
      action(cli, finish, (file: string, args: string[], flags: PackagesFlags) =>
        packages(cli, file, args, flags)
      )
    );
  return withExamples(command, EXAMPLES);
}

function addSourceOptions(command: Command): Command {
  return command
    .option('--index <url>', 'package index in the place of that which pip asks')
    .addOption(several('--extra-index <url>', 'package index to ask as well'))
    .addOption(several('--find-links <folder>', 'folder, or page, with wheels'))
    .option('--no-index', 'ask no index, only --find-links')
    .addOption(
      several('--keep <package>', 'keep the version of the base, whatever the code had')
    )
    .option('--download <folder>', 'put the wheels that are missing into this folder');
}

async function packages(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: PackagesFlags
): Promise<number> {
  const { base, platform, keep = [], download, output } = flags;
  const access = accessOf(cli, flags);
  const wanted = given({ platform: read(platform, parsePlatform) });
  const services = await cli.services();
  const { plan } = await services.planner.plan(
    await requestOf(cli, services, { file, args, flags })
  );
  const request = {
    ...{ base, access, ...wanted, pinned: keep },
    requirements: plan.bundle.requirements,
    ...given({ kernelPython: kernelOf(plan).version }),
    sources: sourcesOf(cli, flags),
    resolver: await resolverFor(services, plan)
  };
  return find(cli, services, { request, output, ...given({ download }) });
}

function kernelOf({ environment }: Plan): { python?: string; version?: string } {
  return environment.kind === 'interpreter' ? environment : {};
}

/** The interpreter of the plan; another one where that cannot be used. */
async function resolverFor(
  { kernels }: Pick<Services, 'kernels'>,
  plan: Plan
): Promise<ResolverPlace> {
  const { python, version } = kernelOf(plan);
  const kernel =
    python === undefined || version === undefined
      ? await kernels.find()
      : await kernels.named(python);
  return { python: kernel.python, env: kernel.env };
}

function sourcesOf({ process }: Cli, flags: PackagesFlags): WheelSources {
  const { index, extraIndex = [], findLinks = [] } = flags;
  const isPage = (place: string): boolean => /^\w+:\/\//.test(place);
  return {
    ...(typeof index === 'string' ? { index } : {}),
    moreIndexes: extraIndex,
    findLinks: findLinks.map(place =>
      isPage(place) ? place : resolve(process.cwd, place)
    ),
    noIndex: index === false
  };
}

interface Ready {
  readonly request: PackagesRequest;
  readonly output: Format;
  /** Folder for the wheels, as the user wrote it. */
  readonly download?: string;
}

/** Looks for them, and ends with the first signal. */
async function find(
  cli: Cli,
  services: Services,
  { request, output, download }: Ready
): Promise<number> {
  const signals = new Signals(cli.process);
  try {
    const looked = await watched(cli, { signals, output }, async watch => {
      const search = await services.packages.find({ ...request, ...watch });
      const { found, fresh } = search;
      const isWanted = download !== undefined;
      return { found, wheels: isWanted ? await search.fetch(fresh, watch) : [] };
    });
    if (isSignal(looked)) return SIGNAL_EXIT[looked];
    if (download !== undefined) await keepWheels(cli, looked.wheels, download);
    return await show(cli, looked, output);
  } finally {
    signals.dispose();
  }
}

/** Copies: what is fetched stays in the cache, which all runs share. */
async function keepWheels(
  { process: { cwd, files, terminal } }: Cli,
  wheels: readonly FetchedWheel[],
  folder: string
): Promise<void> {
  for (const { ref, path } of wheels) {
    await files.copy(path, resolve(cwd, join(folder, ref.file)));
  }
  await print(terminal.err, [`${plural(wheels.length, 'wheel')} in ${folder}`]);
}

interface Looked {
  readonly found: FoundPackages;
  readonly wheels: readonly FetchedWheel[];
}

async function show(
  cli: Cli,
  { found, wheels }: Looked,
  output: Format
): Promise<number> {
  const { out } = cli.process.terminal;
  if (output === 'text') {
    await print(out, packagesText(found, layoutOf(out, cli.program)));
  } else {
    const { base, platform, python, libc, groups } = found;
    const fetched = wheels.length > 0 ? { wheels: wheels.map(({ ref }) => ref) } : {};
    const shown = { base, platform, python, libc, ...groups, ...fetched };
    await out.write(document(shown, output));
  }
  return EXIT.ok;
}
