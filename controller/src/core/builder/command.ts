/** What the container of a build starts. */
import { without } from '../cluster/runs/without.js';
import { formatReference } from '../image/reference.js';
import type { Located } from '../registry/repository.js';
import type { BuildInput } from './input.js';
import { CONTEXT_KEY, SETTINGS_FOLDER } from './layout.js';
import type { BuilderPlace } from './place.js';
import { buildScript } from './script.js';

/** Where BuildKit keeps what it has built, beside the images. */
export const CACHE_TAG = 'jkf-cache';

/** Of the container. */
export interface BuildCommand {
  readonly command?: readonly string[];
  readonly args: readonly string[];
}

export function commandOf(input: BuildInput): BuildCommand {
  return input.place.kind === 'kaniko' ? { args: kanikoArgs(input) } : shell(input);
}

function shell(input: BuildInput): BuildCommand {
  const script = buildScript(input.place.kind === 'buildkit');
  return { command: ['sh', '-c', script, 'jkf-build'], args: buildctlArgs(input) };
}

function buildctlArgs({
  place,
  push,
  plainHttp,
  isCached
}: BuildInput): readonly string[] {
  const { image, cache, host } = namesFor(place, push);
  const plain = plainHttp.includes(host) ? ',registry.insecure=true' : '';
  const layers = 'mode=max,oci-mediatypes=true,image-manifest=true,ignore-error=true';
  return [
    ...['build', '--progress', 'plain', '--frontend', 'dockerfile.v0'],
    ...['--output', `type=image,name=${image},push=true,oci-mediatypes=true${plain}`],
    // One that is not there is an error in the log.
    ...(isCached ? ['--import-cache', `type=registry,ref=${cache}${plain}`] : []),
    ...['--export-cache', `type=registry,ref=${cache},${layers}${plain}`]
  ];
}

function kanikoArgs({
  place,
  push,
  plainHttp,
  context
}: BuildInput): readonly string[] {
  const { image, cache } = namesFor(place, push);
  const from =
    context.kind === 'inline'
      ? `tar://${SETTINGS_FOLDER}/${CONTEXT_KEY}`
      : '$(JKF_CONTEXT)';
  return [
    ...['--dockerfile', 'Dockerfile', '--context', from, '--destination', image],
    ...['--digest-file', '/dev/termination-log', '--log-format', 'text'],
    ...['--cache', '--cache-repo', cache.replace(/:[^:/]*$/, '')],
    ...plainHttp.flatMap(host => ['--insecure-registry', host])
  ];
}

/** The same places as pods call them. */
function namesFor(
  { registryHost }: BuilderPlace,
  { reference, host }: Located
): { readonly image: string; readonly cache: string; readonly host: string } {
  const theirs = registryHost ?? host;
  const at = { ...reference, host: theirs };
  const image = formatReference(at);
  const cache = formatReference({ ...without(at, 'digest'), tag: CACHE_TAG });
  return { image, cache, host: theirs };
}
