/** What a resolver has chosen, as pip's installation report (version 1) says it. */
import { normalName } from '../notebook/discover/distributions.js';
import { readRequirement } from '../notebook/discover/requirement-lines.js';
import type { WheelRef } from '../wheel/wheel.js';
import { shownUrl } from './needed.js';

/** A wheel that the image needs; an index that gives no digest leaves it to the download. */
export interface ChosenWheel extends Omit<WheelRef, 'sha256'> {
  readonly sha256?: string;
  /** Where it is; without credentials. */
  readonly url: string;
  /** Whether it was given by its address, so that no index has it. */
  readonly isDirect: boolean;
  /** Whether its maker has taken it back; it is taken only where nothing else does. */
  readonly isYanked: boolean;
  /** Normalised names of what it needs without extras; of other platforms, too. */
  readonly requires: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Wheels in the order of the report.
 * @throws RangeError that says what is wrong with it
 */
export function parseReport(text: string): readonly ChosenWheel[] {
  const report = fields(parsed(text));
  if (report['version'] !== '1') {
    throw new RangeError(`it is of version ${String(report['version'])}`);
  }
  const { install } = report;
  if (!Array.isArray(install)) throw new RangeError('it lists no packages');
  return install.map(item => chosen(fields(item)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError('it is no JSON');
  }
}

function chosen(item: Fields): ChosenWheel {
  const { name, version, requires_dist: needs } = fields(item['metadata']);
  const { url, archive_info: archive } = fields(item['download_info']);
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw new RangeError('a package has no name or version');
  }
  if (typeof url !== 'string' || !/\.whl(?:[#?]|$)/.test(url)) {
    throw new RangeError(`${name} is no wheel`);
  }
  const sha256 = digestOf(fields(archive));
  return {
    name: normalName(name),
    version,
    file: fileOf(url),
    ...(sha256 === undefined ? {} : { sha256 }),
    url: shownUrl(url),
    isDirect: item['is_direct'] === true,
    isYanked: item['is_yanked'] === true,
    requires: Array.isArray(needs) ? needs.flatMap(requiredName) : []
  };
}

/** Of both forms that reports have had. */
function digestOf(archive: Fields): string | undefined {
  const { sha256 } = fields(archive['hashes']);
  const { hash } = archive;
  const old = typeof hash === 'string' ? /^sha256=(.*)$/.exec(hash)?.[1] : undefined;
  const digest = typeof sha256 === 'string' ? sha256 : old;
  return digest !== undefined && /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

function fileOf(url: string): string {
  const path = url.replace(/[#?].*$/, '');
  return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
}

function requiredName(text: unknown): string[] {
  if (typeof text !== 'string' || /;.*\bextra\b/.test(text)) return [];
  const line = readRequirement(text);
  return line?.kind === 'package' || line?.kind === 'direct' ? [line.name] : [];
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
