/** `jkf image build`: puts the files of a run on a base and pushes that. */
import { Command } from 'commander';
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
  type PlanFlags
} from '../options.js';
import { paragraphs } from '../render/card.js';
import { checkLines } from '../render/checks.js';
import { builtText } from '../render/image.js';
import { document, FORMATS, type Format } from '../render/json.js';
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

interface BuildFlags extends PlanFlags, AccessFlags {
  readonly base: string;
  readonly push: string;
  readonly pullHost?: string;
  readonly platform?: string;
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
    );
  addAccessOptions(addPlatformOption(command));
  addPlanOptions(command)
    .addOption(outputOption(FORMATS))
    .action(
      action(cli, finish, (file: string, args: string[], flags: BuildFlags) =>
        build(cli, file, args, flags)
      )
    );
  return withExamples(command, EXAMPLES);
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

function imageRequest(cli: Cli, flags: BuildFlags): ImageRequest {
  const { base, push, pullHost, platform } = flags;
  return {
    base,
    push,
    ...given({ pullHost, platform: read(platform, parsePlatform) }),
    access: accessOf(cli, flags)
  };
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
