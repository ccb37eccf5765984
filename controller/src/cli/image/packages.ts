/** `jkf image packages`: what a base has of what a notebook needs, and what has to be added. */
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { ProblemError, type Plan } from '@jupyterlab-kubeflow/protocol';
import type {
  FetchedWheel,
  ResolverPlace,
  WheelSources
} from '../../ports/packages.js';
import type { PackagesImage } from '../../service/packages-image.js';
import type { FoundPackages, Search } from '../../service/packages.js';
import type { PackagesRequest } from '../../service/packages-request.js';
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
import { packagesText, sentText } from '../render/packages.js';
import { plural } from '../render/text.js';
import { action, layoutOf, print, type Finish } from '../report.js';
import { requestOf } from '../request.js';
import { isSignal, SIGNAL_EXIT, Signals } from '../signals.js';
import { watched, type Watch } from '../watched.js';
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
  readonly push?: string;
  readonly pullHost?: string;
  readonly anew?: boolean;
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
    'jkf image packages a.ipynb --base r.example/py --push r.example/team/a',
    'push the base with a layer for each package, and print its name'
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
      'Say which packages of a run a base image has, which have to be added, and which cannot be and why. Nothing is run of the image and nothing is installed: its layers are read once, and kept in mind by their digests. What is missing is looked for by pip, with its own files and variables, as wheels that fit the base. With --push they are put on the base, each layer once for all who push there, and the name of that image is printed.'
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
    .option('--download <folder>', 'put the wheels that are missing into this folder')
    .option(
      '--push <repository>',
      'push the base with them, under a tag of its content'
    )
    .option(
      '--pull-host <host[:port]>',
      'registry as nodes call it, in the printed name (default: that of --push)'
    )
    .option('--anew', 'look for all of it, whatever was found before');
}

async function packages(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: PackagesFlags
): Promise<number> {
  const { base, platform, keep = [], output } = flags;
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
    ...given({ push: flags.push, anew: flags.anew }),
    resolver: await resolverFor(services, plan)
  };
  return find(cli, services, { request, output, flags });
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
  readonly flags: Pick<PackagesFlags, 'download' | 'push' | 'pullHost'>;
}

/** Looks for them, and ends with the first signal. */
async function find(
  cli: Cli,
  services: Services,
  { request, output, flags }: Ready
): Promise<number> {
  const { download } = flags;
  const signals = new Signals(cli.process);
  try {
    const looked = await watched(cli, { signals, output }, async watch => {
      const search = await services.packages.find({ ...request, ...watch });
      const { found, fresh } = search;
      const isWanted = download !== undefined;
      return {
        found,
        wheels: isWanted ? await search.fetch(fresh, watch) : [],
        ...given({ image: await pushed(services, search, { request, flags, watch }) })
      };
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
  /** What was pushed: the base itself where nothing is missing. */
  readonly image?: PushedImage;
}

type PushedImage = Pick<
  PackagesImage,
  'reference' | 'layers' | 'sentBytes' | 'requests'
>;

async function pushed(
  { packages }: Pick<Services, 'packages'>,
  search: Search,
  {
    request,
    flags: { push, pullHost },
    watch
  }: Pick<Ready, 'request' | 'flags'> & { readonly watch: Watch }
): Promise<PushedImage | undefined> {
  if (push === undefined) return undefined;
  const [impossible] = search.found.groups.impossible;
  if (impossible) throw new ProblemError(impossible.problem);
  if (search.fresh.length === 0) {
    return { reference: search.found.base, layers: [], sentBytes: 0, requests: 0 };
  }
  const place = given({ pullHost, platform: request.platform });
  const { base, access } = request;
  const { reference, layers, sentBytes, requests } = await packages.build({
    ...{ base, access, push, search, ...place, ...watch }
  });
  return { reference, layers, sentBytes, requests };
}

async function show(
  cli: Cli,
  { found, wheels, image }: Looked,
  output: Format
): Promise<number> {
  const { out, err } = cli.process.terminal;
  if (output === 'text') {
    // What was pushed is what a script wants to read.
    const table = image ? err : out;
    await print(table, packagesText(found, layoutOf(table, cli.program)));
    if (image) await print(err, sentText(image));
    if (image) await print(out, [image.reference]);
  } else {
    const { base, platform, python, libc, groups } = found;
    const fetched = wheels.length > 0 ? { wheels: wheels.map(({ ref }) => ref) } : {};
    const made = given({ image });
    const shown = { base, platform, python, libc, ...groups, ...fetched, ...made };
    await out.write(document(shown, output));
  }
  return EXIT.ok;
}
