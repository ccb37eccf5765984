/** Where each file of a wheel goes (binary distribution format, "Installing a wheel"). */
import type { Hasher } from '../bundle/bundle.js';
import { utf8 } from '../image/utf8.js';
import { normalName } from '../notebook/discover/distributions.js';
import {
  headersFolderOf,
  PACKAGES_FOLDER,
  SCRIPTS_FOLDER,
  siteFolderOf,
  type WheelPlace
} from './place.js';
import { parseRecord, recordText, type RecordRow } from './record.js';
import { entryScript, parseEntryPoints, withShebang } from './scripts.js';

/** A file of a wheel's archive. */
export interface WheelEntry {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly isExecutable: boolean;
}

/** What is read of a wheel before its files are placed. */
export interface WheelContents {
  /** Normalised name of its distribution. */
  readonly name: string;
  /** Files, without folders. */
  readonly entries: readonly WheelEntry[];
  /** Those that `isMetadata` asks for, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Those that `isScript` asks for, by path. */
  readonly scripts: ReadonlyMap<string, Uint8Array>;
}

/** A file of the layer. */
export interface PlacedFile {
  /** Below the root of the image, without a slash before it. */
  readonly path: string;
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 in hexadecimal digits; bytes that are another are refused. */
  readonly sha256: string;
  /** Bytes that are not those of the archive, or the archive's file. */
  readonly from: Uint8Array | { readonly entry: string };
}

/** Whether a file says where the others go. */
export function isMetadata(path: string): boolean {
  return /^[^/]+\.dist-info\/(?:WHEEL|RECORD|entry_points\.txt)$/.test(path);
}

/** Whether a file is a program, whose first line may change. */
export function isScript(path: string): boolean {
  return /^[^/]+\.data\/scripts\//.test(path);
}

/** Who installed it, as the distribution says when it is asked. */
const INSTALLER = 'jupyterlab-kubeflow\n';

/** Signatures of RECORD, which is another one once it is installed. */
const SIGNATURES = /\/RECORD\.(?:jws|p7s)$/;

/**
 * The files of a wheel in their places, with a RECORD of what is there.
 * @throws RangeError that says what is wrong with the wheel
 */
export function layOutWheel(
  contents: WheelContents,
  place: WheelPlace,
  hash: Hasher
): readonly PlacedFile[] {
  const info = infoFolder(contents);
  refuseVersion(contents.texts.get(`${info}/WHEEL`));
  const list = `${info}/RECORD`;
  const rows = parseRecord(contents.texts.get(list) ?? '');
  const site = siteFolderOf(place.python).slice(1);
  const kept = contents.entries.filter(
    ({ path }) => path !== list && !SIGNATURES.test(path) && !isOurs(path, info)
  );
  const files = [
    ...kept.map(entry => placed(entry, { contents, place, rows, hash })),
    ...madeFiles(contents, { info, place, hash })
  ];
  const made = written(recordText([...rowsOf(files, site), { path: list }]), hash);
  return once([...files, { ...made, path: `${site}/${list}`, mode: 0o644 }]);
}

/** What a wheel cannot bring: it is written by whoever installs it. */
function isOurs(path: string, info: string): boolean {
  return ['INSTALLER', 'REQUESTED', 'direct_url.json'].some(
    name => path === `${info}/${name}`
  );
}

function infoFolder({ name, entries }: WheelContents): string {
  const folders = new Set(
    entries.flatMap(({ path }) => /^([^/]+\.dist-info)\//.exec(path)?.[1] ?? [])
  );
  const [folder, ...others] = folders;
  if (folder === undefined) throw new RangeError('it has no metadata');
  if (others.length > 0) throw new RangeError('it has the metadata of several');
  const stem = folder.slice(0, folder.indexOf('-'));
  if (normalName(stem) !== name) {
    throw new RangeError(`it is of ${stem}, not of ${name}`);
  }
  return folder;
}

/** Of the form of wheels: a higher one has rules that nobody here knows. */
function refuseVersion(text: string | undefined): void {
  const version = /^Wheel-Version:\s*(\d+)\./im.exec(text ?? '')?.[1];
  if (version === undefined) throw new RangeError('its WHEEL says no version');
  if (version !== '1') throw new RangeError(`it is of the form ${version}, not 1`);
}

interface Placing {
  readonly contents: WheelContents;
  readonly place: WheelPlace;
  readonly rows: ReadonlyMap<string, RecordRow>;
  readonly hash: Hasher;
}

function placed(
  { path: entry, size, isExecutable }: WheelEntry,
  { contents, place, rows, hash }: Placing
): PlacedFile {
  const sha256 = rows.get(entry)?.sha256;
  if (sha256 === undefined) {
    throw new RangeError(`its RECORD says nothing of ${entry}`);
  }
  const path = destination(entry, contents.name, place);
  const bytes = contents.scripts.get(entry);
  if (bytes && hash(bytes) !== sha256) throw new RangeError(wrongDigest(entry));
  const changed = bytes && withShebang(bytes, place.program);
  const isPlain = changed === undefined || changed === bytes;
  return {
    path,
    mode: bytes || isExecutable ? 0o755 : 0o644,
    ...(isPlain
      ? { size, sha256, from: { entry } }
      : { size: changed.length, sha256: hash(changed), from: changed })
  };
}

/** What is said of a file whose bytes are others than RECORD says. */
export function wrongDigest(path: string): string {
  return `${path} is not what its RECORD says`;
}

/** Metadata that installing adds, and console scripts. */
function madeFiles(
  contents: WheelContents,
  { info, place, hash }: Pick<Placing, 'place' | 'hash'> & { readonly info: string }
): readonly PlacedFile[] {
  const site = siteFolderOf(place.python).slice(1);
  const points = parseEntryPoints(contents.texts.get(`${info}/entry_points.txt`) ?? '');
  const installer = { ...written(INSTALLER, hash), mode: 0o644 };
  return [
    { ...installer, path: `${site}/${info}/INSTALLER` },
    ...points.map(point => ({
      ...written(entryScript(point, place.program), hash),
      path: `${SCRIPTS_FOLDER.slice(1)}/${point.name}`,
      mode: 0o755
    }))
  ];
}

function written(
  text: string,
  hash: Hasher
): Pick<PlacedFile, 'size' | 'sha256' | 'from'> {
  const from = utf8(text);
  return { size: from.length, sha256: hash(from), from };
}

function destination(entry: string, name: string, place: WheelPlace): string {
  refusePath(entry);
  const site = siteFolderOf(place.python).slice(1);
  const [, scheme, rest] = /^[^/]+\.data\/([^/]+)\/(.+)$/.exec(entry) ?? [];
  if (scheme === undefined || rest === undefined) return `${site}/${entry}`;
  const folders: Readonly<Record<string, string>> = {
    purelib: site,
    platlib: site,
    scripts: SCRIPTS_FOLDER.slice(1),
    headers: headersFolderOf(place.python, name).slice(1),
    data: PACKAGES_FOLDER.slice(1)
  };
  const folder = Object.hasOwn(folders, scheme) ? folders[scheme] : undefined;
  if (folder === undefined) throw new RangeError(`nobody knows where ${entry} belongs`);
  return `${folder}/${rest}`;
}

function refusePath(path: string): void {
  const parts = path.split('/');
  const isWrong = parts.some(part => part === '' || part === '.' || part === '..');
  if (isWrong || path.includes('\\') || path.includes('\0')) {
    throw new RangeError(`the path ${JSON.stringify(path)} leads out of it`);
  }
}

function rowsOf(files: readonly PlacedFile[], site: string): readonly RecordRow[] {
  return files.map(({ path, sha256, size }) => ({
    path: relative(path, site),
    sha256,
    size
  }));
}

/** As RECORD has paths: relative to the folder of the packages. */
function relative(path: string, site: string): string {
  if (path.startsWith(`${site}/`)) return path.slice(site.length + 1);
  const here = site.split('/');
  const there = path.split('/');
  const common = here.findIndex((part, at) => there[at] !== part);
  const up = here.slice(common).map(() => '..');
  return [...up, ...there.slice(common)].join('/');
}

/** A script that the wheel brings is that which its entry point names. */
function once(files: readonly PlacedFile[]): readonly PlacedFile[] {
  const byPath = new Map<string, PlacedFile>();
  for (const file of files) {
    const there = byPath.get(file.path);
    if (there && !file.path.startsWith(SCRIPTS_FOLDER.slice(1))) {
      throw new RangeError(`it has two files for /${file.path}`);
    }
    if (!there) byPath.set(file.path, file);
  }
  return [...byPath.values()];
}
