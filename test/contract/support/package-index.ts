/** An index of packages on loopback, with wheels that the test makes (PEP 503, PEP 592). */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { recordText } from '../../../controller/src/core/wheel/record.js';
import { zipOf } from '../../../controller/src/core/packages/zip.js';

/** What a wheel says. */
export interface WheelSpec {
  readonly requires?: readonly string[];
  readonly extras?: readonly string[];
  /** @default `py3-none-any` */
  readonly tag?: string;
  readonly python?: string;
  readonly yanked?: boolean;
  /** Of a file besides, to be large. */
  readonly text?: string;
  /** Compressed, and with a file that is large enough to stay so in a layer. */
  readonly compressed?: boolean;
}

/** What is in that file. */
export const LARGE = Array.from({ length: 60_000 }, (_, i) => String(i ** 2)).join(
  '\n'
);

const COMPRESS = [
  'import io, json, sys, zipfile',
  'b = io.BytesIO()',
  "with zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED) as z:",
  '    for name, text in json.load(sys.stdin).items(): z.writestr(name, text)',
  'sys.stdout.buffer.write(b.getvalue())'
].join('\n');

interface IndexFile {
  readonly project: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly spec: WheelSpec;
}

/** A wheel with one module. */
export function wheelOf(
  name: string,
  version: string,
  {
    requires = [],
    extras = [],
    tag = 'py3-none-any',
    python,
    text,
    compressed = false
  }: WheelSpec = {}
): Uint8Array {
  const info = `${name}-${version}.dist-info`;
  const lines = [
    ...['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`],
    ...(python === undefined ? [] : [`Requires-Python: ${python}`]),
    ...extras.map(extra => `Provides-Extra: ${extra}`),
    ...requires.map(text => `Requires-Dist: ${text}`)
  ];
  const content = compressed ? LARGE : text;
  const files = recorded(info, {
    [`${name}.py`]: `VERSION = "${version}"\n`,
    ...(content === undefined ? {} : { [`${name}.txt`]: content }),
    [`${info}/METADATA`]: `${lines.join('\n')}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: ${tag}\n`
  });
  if (!compressed) return zipOf(files);
  return execFileSync('python3', ['-c', COMPRESS], { input: JSON.stringify(files) });
}

/** Files of a wheel with their list. */
export function recorded(
  info: string,
  files: Readonly<Record<string, string>>
): Readonly<Record<string, string>> {
  const rows = Object.entries(files).map(([path, text]) => ({
    path,
    sha256: createHash('sha256').update(text).digest('hex'),
    size: Buffer.byteLength(text)
  }));
  return { ...files, [`${info}/RECORD`]: recordText(rows) };
}

export class PackageIndex {
  readonly #files: IndexFile[] = [];
  /** Paths that were asked for. */
  readonly seen: string[] = [];
  /** `user:password` that is wanted. */
  login: string | undefined;
  /** Whether pages say the digests of files. */
  saysDigests = true;
  /** Answers with other bytes than its pages promise. */
  lies = false;
  #server = createServer((request, response) => {
    const path = request.url ?? '/';
    this.seen.push(path);
    if (this.#letsIn(request)) this.#answer(path, response);
    else response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
  });

  async start(): Promise<void> {
    await new Promise<void>(done => {
      this.#server.listen(0, '127.0.0.1', done);
    });
  }

  get host(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  get url(): string {
    return `http://${this.host}/simple`;
  }

  /** Adds a wheel, by a name whose normalised form has underscores for hyphens. */
  wheel(name: string, version: string, spec: WheelSpec = {}): this {
    const file = `${name}-${version}-${spec.tag ?? 'py3-none-any'}.whl`;
    const bytes = wheelOf(name, version, spec);
    this.#files.push({ project: name.replaceAll('_', '-'), file, bytes, spec });
    return this;
  }

  /** Adds source code, which nobody reads. */
  source(name: string, version: string): this {
    const file = `${name}-${version}.tar.gz`;
    this.#files.push({ project: name, file, bytes: Buffer.from('no'), spec: {} });
    return this;
  }

  /** All its files in a folder. */
  writeTo(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const { file, bytes } of this.#files) writeFileSync(join(folder, file), bytes);
  }

  dispose(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #letsIn({ headers }: IncomingMessage): boolean {
    const given = headers.authorization?.replace('Basic ', '') ?? '';
    const user = Buffer.from(given, 'base64').toString();
    return this.login === undefined || user === this.login;
  }

  #answer(path: string, response: ServerResponse): void {
    const [, kind, name = ''] = path.split('/');
    const isPage = kind === 'simple';
    const body = isPage ? this.#page(name) : this.#bytes(decodeURIComponent(name));
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': isPage ? 'text/html' : 'application/octet-stream',
      'Content-Length': body?.length ?? 0
    });
    response.end(body);
  }

  #page(project: string): string | undefined {
    const files = this.#files.filter(each => each.project === project);
    if (files.length === 0) return undefined;
    const links = files.map(({ file, bytes, spec }) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const digest = this.saysDigests ? `#sha256=${sha256}` : '';
      const python = spec.python
        ? ` data-requires-python="${spec.python.replace('>', '&gt;')}"`
        : '';
      const yanked = spec.yanked ? ' data-yanked="broken"' : '';
      return `<a href="/files/${encodeURIComponent(file)}${digest}"${python}${yanked}>${file}</a>`;
    });
    return `<!DOCTYPE html><html><body>${links.join('\n')}</body></html>`;
  }

  #bytes(file: string): Uint8Array | undefined {
    const found = this.#files.find(each => each.file === file)?.bytes;
    return found && this.lies ? Buffer.concat([found, Buffer.from('more')]) : found;
  }
}
