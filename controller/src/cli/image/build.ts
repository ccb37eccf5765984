/** `jkf image build`: puts the files of a run on a base and pushes that. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Platform } from '../../core/image/types.js';
import { buildMessage } from '../../core/image/build-progress.js';
import type { AppendedImage } from '../../service/image-build.js';
import { blockingImage, type ImageRequest } from '../../service/images.js';
import type { Planned, Services } from '../../service/services.js';
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
import { refuse } from '../parse.js';
import { paragraphs } from '../render/card.js';
import { checkLines } from '../render/checks.js';
import { builtText } from '../render/image.js';
import { document, FORMATS, type Format } from '../render/json.js';
import { action, layoutOf, print, type Finish } from '../report.js';
import { requestOf } from '../request.js';
import { isSignal, SIGNAL_EXIT, Signals } from '../signals.js';
import { watched } from '../watched.js';

interface BuildFlags extends PlanFlags {
  readonly base: string;
  readonly push: string;
  readonly pullHost?: string;
  readonly platform?: string;
  readonly plainHttp?: readonly string[];
  readonly trustHost?: readonly string[];
  readonly caFile?: string;
  readonly output: Format;
}

const EXAMPLES: readonly Example[] = [
  [
    'jkf image build ddp.ipynb --base ghcr.io/team/torch:2.4 --push ghcr.io/team/ddp:1',
    'one layer on a base, which is neither pulled nor pushed'
  ],
  [
    'image=$(jkf image build ddp.ipynb --base localhost:5000/torch --push localhost:5000/ddp --plain-http localhost:5000)',
    'a registry without TLS; prints the image by digest'
  ],
  [
    'jkf image build a.ipynb --base r.example/py --push r.example/a --platform linux/arm64 -o json',
    'for nodes of another kind, with sizes and requests'
  ]
];

export function buildCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('build')
    .summary('Put the files of a run on a base image and push it')
    .description(
      'Put the files of a run, below /opt/jkf, as one layer on a base image, and push that: without a daemon, and without the base, which stays in its registry. The same files give the same image; SOURCE_DATE_EPOCH sets its time. Logins are those of docker, podman and skopeo. Prints the image by its digest. Ends with 2 when the code cannot run.'
    )
    .argument('<file>', 'notebook (.ipynb) or Python file (.py)')
    .argument('[args...]', 'arguments of a .py file, after --')
    .requiredOption('--base <image>', 'image to build on')
    .requiredOption('--push <image>', 'where to push it, with or without a tag')
    .option(
      '--pull-host <host[:port]>',
      'registry as nodes call it, in the printed name (default: that of --push)'
    )
    .option(
      '--platform <os/arch>',
      'nodes to build for (default: linux/amd64, where the base is there for several)'
    );
  addAccessOptions(command);
  addPlanOptions(command)
    .addOption(outputOption(FORMATS))
    .action(
      action(cli, finish, (file: string, args: string[], flags: BuildFlags) =>
        build(cli, file, args, flags)
      )
    );
  return withExamples(command, EXAMPLES);
}

function addAccessOptions(command: Command): void {
  command
    .addOption(several('--plain-http <host[:port]>', 'ask this registry without TLS'))
    .addOption(
      several(
        '--trust-host <host[:port]>',
        'a registry may send us to this host of our own network, e.g. for tokens'
      )
    )
    .option('--ca-file <path>', 'certificates (PEM) to trust besides the usual ones');
}

async function build(
  cli: Cli,
  file: string,
  args: readonly string[],
  flags: BuildFlags
): Promise<number> {
  const request = imageRequest(cli, flags);
  const services = await cli.services();
  const planned = await services.planner.plan(
    await requestOf(cli, services, { file, args, flags })
  );
  const blocking = blockingImage(planned.plan);
  if (blocking.length > 0 && flags.output === 'text') {
    const { err } = cli.process.terminal;
    await print(err, paragraphs(checkLines(blocking), layoutOf(err, cli.program)));
    return EXIT.input;
  }
  return push(cli, services, { planned, request, flags });
}

function imageRequest({ process }: Cli, flags: BuildFlags): ImageRequest {
  const { base, push, pullHost, caFile, platform } = flags;
  const ca = caFile === undefined ? {} : { caFile: resolve(process.cwd, caFile) };
  return {
    base,
    push,
    ...given({ pullHost, platform: read(platform, parsePlatform) }),
    access: {
      plainHttp: [...(flags.plainHttp ?? [])],
      trusted: [...(flags.trustHost ?? [])],
      ...ca
    }
  };
}

/** `linux/arm64` or `linux/arm/v7`. */
function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split('/');
  if (!os || !architecture || variant === '' || rest.length > 0) {
    return refuse('--platform', text, 'it takes os/arch such as linux/arm64');
  }
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

interface Ready {
  readonly planned: Planned;
  readonly request: ImageRequest;
  readonly flags: BuildFlags;
}

/** Pushes it, and ends with the first signal. */
async function push(
  cli: Cli,
  { images }: Services,
  { planned, request, flags }: Ready
): Promise<number> {
  const { output } = flags;
  const signals = new Signals(cli.process);
  try {
    const image = await watched(cli, { signals, output }, ({ signal, onProgress }) =>
      images.build(planned, {
        ...request,
        signal,
        onProgress: at => {
          onProgress(buildMessage(at));
        }
      })
    );
    return isSignal(image) ? SIGNAL_EXIT[image] : await show(cli, image, output);
  } finally {
    signals.dispose();
  }
}

async function show(cli: Cli, image: AppendedImage, output: Format): Promise<number> {
  const { out, err } = cli.process.terminal;
  if (output !== 'text') {
    await out.write(document(image, output));
    return EXIT.ok;
  }
  if (err.isTTY) await print(err, [layoutOf(err).paint('dim', builtText(image))]);
  await print(out, [image.reference]);
  return EXIT.ok;
}
