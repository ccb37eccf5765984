/** `npm run images -- --push REGISTRY | list | build NAME… | remove NAME…`. */
import { Command } from 'commander';
import { interruptible } from '../interrupt.js';
import { cachedImages, ensureImage, removeImage, type CachedImage } from './ensure.js';
import { push, type PushOptions } from './push-command.js';
import { IMAGE_NAMES, imageName, INSTALLED } from './table.js';

/** The command, for the development tools' program. */
export function imagesCommand(): Command {
  const command = new Command('images')
    .description('Base images, made on this computer and kept in the cache.')
    .option('--push <registry>', 'push to HOST[:PORT][/PREFIX], print NAME@DIGEST')
    .option('--only <name...>', `of the images, only these (${INSTALLED.join(', ')})`)
    .option('--username <name>', 'with the password in JKF_REGISTRY_PASSWORD')
    .option('--plain-http', 'without encryption, where it is not loopback')
    .option('--set-images <folder>', 'name them in the folder’s kustomization.yaml')
    .action(pushOrHelp);
  command
    .command('list')
    .description('Show the images in the cache.')
    .action(async () => {
      say(table(await cachedImages()));
    });
  command
    .command('build')
    .argument('<name...>', IMAGE_NAMES.join(', '))
    .description('Make images unless they are there; print name and folder.')
    .action(async (names: string[]) => {
      await interruptible(async signal => {
        for (const name of names.map(imageName)) {
          const image = await ensureImage(name, { signal, onProgress: note });
          say(`${image.name}:${image.key}@${image.digest} ${image.layout}\n`);
        }
      });
    });
  command
    .command('remove')
    .argument('<name...>', 'names as list shows them, or NAME:KEY')
    .description('Take images out of the cache.')
    .action(removeNamed);
  return command;
}

async function pushOrHelp(
  options: Partial<PushOptions>,
  command: Command
): Promise<void> {
  const { push: registry } = options;
  if (registry === undefined) {
    command.help({ error: true });
  } else {
    await interruptible(signal =>
      push({ ...options, push: registry }, { env: process.env, signal, note, say })
    );
  }
}

async function removeNamed(names: readonly string[]): Promise<void> {
  const images = await cachedImages();
  for (const name of names) {
    const found = images.filter(image => [image.name, tagged(image)].includes(name));
    if (found.length === 0) throw new RangeError(`The cache has no image ${name}.`);
    await Promise.all(found.map(removeImage));
  }
}

function table(images: readonly CachedImage[]): string {
  if (images.length === 0)
    return 'No image has been made yet: npm run images -- build NAME\n';
  const rows = images.map(image => [
    tagged(image),
    `${(image.size / 1e6).toFixed(1).padStart(8)} MB`,
    `used ${image.used.toISOString().slice(0, 16).replace('T', ' ')}`,
    image.digest
  ]);
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows
    .map(([first = '', ...rest]) => `${first.padEnd(width)}  ${rest.join('  ')}\n`)
    .join('');
}

function tagged({ name, key }: CachedImage): string {
  return `${name}:${key}`;
}

/** Results; progress goes to standard error. */
function say(text: string): void {
  process.stdout.write(text);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
