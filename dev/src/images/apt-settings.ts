/** Settings of an apt that runs on this computer and installs into a folder. */

/**
 * @param root - the file system to install into
 * @param folder - holds `sources.list`, and gets apt's logs
 */
export function aptSettings(root: string, folder: string): string {
  const nothing = '/dev/null';
  const settings: Readonly<Record<string, string>> = {
    Dir: `${root}/`,
    'Dir::Bin::Methods': '/usr/lib/apt/methods',
    'Dir::Etc::Parts': nothing,
    'Dir::Etc::Trusted': nothing,
    'Dir::Etc::TrustedParts': nothing,
    'Dir::Etc::SourceList': `${folder}/sources.list`,
    'Dir::Etc::SourceParts': nothing,
    'Dir::Etc::Preferences': nothing,
    'Dir::Etc::PreferencesParts': nothing,
    'Dir::Log': folder,
    'DPkg::Chroot-Directory': root,
    'APT::Install-Recommends': 'false',
    // Its usual user cannot look into a folder that only we may read.
    'APT::Sandbox::User': 'root'
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} "${value}";\n`
  );
  return lines.join('');
}

/**
 * Files of packages that nobody reads in a container; licences stay. Python's mark that
 * its packages are Debian's goes too: in an image pip may install.
 */
export const DPKG_OPTIONS: readonly string[] = [
  // A tree that is lost with the power is made again: no need to wait for the disk.
  'force-unsafe-io',
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/lintian/*',
  'path-exclude=/usr/share/locale/*',
  'path-include=/usr/share/locale/locale.alias',
  'path-exclude=/usr/lib/python3*/EXTERNALLY-MANAGED'
];
