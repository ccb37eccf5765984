/** How registries are reached and for which nodes: options that commands on images share. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RegistryAccess } from '../../core/registry/access.js';
import type { Platform } from '../../core/image/types.js';
import type { Cli } from '../cli.js';
import { several } from '../options.js';
import { refuse } from '../parse.js';

export interface AccessFlags {
  readonly plainHttp?: readonly string[];
  readonly trustHost?: readonly string[];
  readonly caFile?: string;
}

export function addPlatformOption(command: Command): Command {
  return command.option(
    '--platform <os/arch>',
    'nodes to build for (default: linux/amd64, where the base is there for several)'
  );
}

export function addAccessOptions(command: Command): Command {
  return command
    .addOption(several('--plain-http <host[:port]>', 'ask this registry without TLS'))
    .addOption(
      several(
        '--trust-host <host[:port]>',
        'a registry may send us to this host of our own network, e.g. for tokens'
      )
    )
    .option('--ca-file <path>', 'certificates (PEM) to trust besides the usual ones');
}

export function accessOf({ process }: Cli, flags: AccessFlags): RegistryAccess {
  const { caFile, plainHttp = [], trustHost = [] } = flags;
  const ca = caFile === undefined ? {} : { caFile: resolve(process.cwd, caFile) };
  return { plainHttp: [...plainHttp], trusted: [...trustHost], ...ca };
}

/** `linux/arm64` or `linux/arm/v7`. */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split('/');
  if (!os || !architecture || variant === '' || rest.length > 0) {
    return refuse('--platform', text, 'it takes os/arch such as linux/arm64');
  }
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}
