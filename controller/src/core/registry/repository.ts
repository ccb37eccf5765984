/** Where images are: a repository of a registry, and how the registry is reached. */
import { parseReference, type Reference } from '../image/reference.js';

/** A repository; its host is there always. */
export interface Repository {
  /** With its port, as images are named by it. */
  readonly host: string;
  readonly path: string;
}

/** A reference that names its registry. */
export interface Located extends Repository {
  readonly reference: Reference;
}

const HUB = 'docker.io';
const HUB_NAMES: readonly string[] = [HUB, 'index.docker.io', 'registry-1.docker.io'];

/**
 * Reads the name of an image; one without a registry is Docker Hub's.
 * @throws RangeError that says which part is wrong and what it may be
 */
export function locate(text: string): Located {
  const reference = parseReference(text);
  const { host = HUB, path } = reference;
  const official = HUB_NAMES.includes(host) && !path.includes('/');
  return { host, path: official ? `library/${path}` : path, reference };
}

/** The host that answers for a registry. */
export function apiHost(host: string): string {
  return HUB_NAMES.includes(host) ? 'registry-1.docker.io' : host;
}

/** The key under which Docker keeps what it knows of a registry. */
export function dockerKey(host: string): string {
  return HUB_NAMES.includes(host) ? 'https://index.docker.io/v1/' : host;
}

/** Whether two names are of the same registry. */
export function sameRegistry(a: Repository, b: Repository): boolean {
  return apiHost(a.host) === apiHost(b.host);
}

export function sameRepository(a: Repository, b: Repository): boolean {
  return sameRegistry(a, b) && a.path === b.path;
}

export function formatRepository({ host, path }: Repository): string {
  return `${host}/${path}`;
}
