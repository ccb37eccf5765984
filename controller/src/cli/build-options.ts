/** The options about what wheels cannot bring into an image. */
import { Option } from 'commander';
import {
  BuildChoice,
  BuiltBy,
  type BuildSettings
} from '@jupyterlab-kubeflow/protocol';
import { given, several } from './options.js';

/** What Commander gives for the options below. */
export interface BuildFlags {
  readonly build?: BuildChoice;
  readonly dockerfile?: string;
  readonly apt?: readonly string[];
  readonly withoutApt?: readonly string[];
  readonly conda?: readonly string[];
  readonly compile?: readonly string[];
  readonly builtBy?: BuiltBy;
}

export const BUILD_OPTIONS: readonly Option[] = [
  new Option(
    '--build <what>',
    'build what wheels cannot bring, or leave it out (default: build, where something can)'
  ).choices(BuildChoice.options),
  new Option(
    '--dockerfile <path>',
    'run in the image of this Dockerfile, which lies beside the notebook or below'
  ),
  several('--apt <package>', 'package of Debian to install besides those of the code'),
  several('--without-apt <package>', 'do not install this one, though the code does'),
  several('--conda <package>', 'package for the conda of the image'),
  several(
    '--compile <package>',
    'package that pip installs where the image is built, also from source code; *: all'
  ),
  new Option(
    '--built-by <who>',
    'who builds (default: the cluster’s builder, where there is one)'
  ).choices(BuiltBy.options)
];

/** What the flags say; absent when they say nothing. */
export function buildOf({
  build: kind,
  dockerfile,
  apt,
  withoutApt: without,
  conda,
  compile: source,
  builtBy: by
}: BuildFlags): BuildSettings | undefined {
  const chosen = given({
    ...{ kind, by, dockerfile },
    ...(apt ? { apt: [...apt] } : {}),
    ...(without ? { without: [...without] } : {}),
    ...(conda ? { conda: [...conda] } : {}),
    ...(source ? { source: [...source] } : {})
  });
  return Object.keys(chosen).length > 0 ? chosen : undefined;
}
