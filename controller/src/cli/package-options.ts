/** The options about packages that an image lacks. */
import { Option } from 'commander';
import { PackagesPlan, type PackageSettings } from '@jupyterlab-kubeflow/protocol';
import { given, several } from './options.js';

/** What Commander gives for the options below. */
export interface PackageFlags {
  readonly packages?: PackagesPlan['kind'];
  readonly keepPackage?: readonly string[];
  readonly withoutPackage?: readonly string[];
}

const PACKAGES = new Option(
  '--packages <what>',
  'add the packages that the image lacks, or leave the image as it is (default: add, where a registry is known)'
).choices(PackagesPlan.shape.kind.options);

const KEEP_PACKAGE = several(
  '--keep-package <name>',
  'keep the version of the image, whatever the code had'
);

const WITHOUT_PACKAGE = several(
  '--without-package <name>',
  'do not add this package, though the code names it'
);

export const PACKAGE_OPTIONS: readonly Option[] = [
  PACKAGES,
  KEEP_PACKAGE,
  WITHOUT_PACKAGE
];

/** What the flags say; absent when they say nothing. */
export function packagesOf({
  packages: kind,
  keepPackage: keep,
  withoutPackage: without
}: PackageFlags): PackageSettings | undefined {
  const chosen = given({
    kind,
    ...(keep ? { keep: [...keep] } : {}),
    ...(without ? { without: [...without] } : {})
  });
  return Object.keys(chosen).length > 0 ? chosen : undefined;
}
