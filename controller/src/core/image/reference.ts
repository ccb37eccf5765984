/** Names of images: `host/path:tag@digest`. */
import { parseDigest, type Digest } from './digest.js';

export interface Reference {
  /** With its port; absent when the name leaves the registry to whoever pulls. */
  readonly host?: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const HOST =
  /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|\[[0-9a-f:]+\])(:\d{1,5})?$|^[a-z0-9-]+:\d{1,5}$/i;
const PATH =
  /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
/** Of host and path together; registries refuse more. */
const LONGEST = 255;

/** @throws RangeError that says which part is wrong and what it may be */
export function parseReference(text: string): Reference {
  const [name, digestText] = split(text, '@');
  const { host, rest } = splitHost(name);
  const [path, tag] = split(rest, ':');
  const reference: Reference = {
    ...(host === undefined ? {} : { host }),
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digestText === undefined ? {} : { digest: digestIn(text, digestText) })
  };
  const problem = problemOf(reference);
  return problem === undefined ? reference : refuse(text, problem);
}

function splitHost(name: string): { readonly host?: string; readonly rest: string } {
  const [first, rest] = split(name, '/');
  return rest !== undefined && HOST.test(first)
    ? { host: first, rest }
    : { rest: name };
}

function digestIn(text: string, digestText: string): Digest {
  const digest = parseDigest(digestText);
  return (
    digest ?? refuse(text, `${digestText} is no digest: sha256: and 64 hex digits`)
  );
}

function problemOf({ host = '', path, tag }: Reference): string | undefined {
  if (!PATH.test(path)) return `"${path}" may hold a-z, 0-9, and . _ - / between`;
  if (host.length + path.length >= LONGEST) return 'it is too long';
  return tag === undefined || TAG.test(tag)
    ? undefined
    : `the tag "${tag}" may hold letters, digits, and . _ -, up to 128`;
}

/** The text that `parseReference` reads. */
export function formatReference({ host, path, tag, digest }: Reference): string {
  const front = host === undefined ? path : `${host}/${path}`;
  const tagged = tag === undefined ? front : `${front}:${tag}`;
  return digest === undefined ? tagged : `${tagged}@${digest}`;
}

/** The same image by its content alone. */
export function pinned(reference: Reference, digest: Digest): Reference {
  const { host, path } = reference;
  return host === undefined ? { path, digest } : { host, path, digest };
}

function split(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function refuse(text: string, why: string): never {
  throw new RangeError(`"${text}" does not name an image: ${why}.`);
}

/** What is wrong with a name, of the error that `parseReference` throws. */
export function nameFault({ message }: RangeError): string {
  return message.replace(/^.* image: /, '').replace(/\.$/, '');
}
