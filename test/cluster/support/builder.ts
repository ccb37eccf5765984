/** The cluster's builder, as an administrator publishes it, and what it builds on. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { clusterBuilders } from '../../../controller/src/adapters/builders/cluster/of-place.js';
import { KubernetesClusters } from '../../../controller/src/adapters/kubernetes/clusters.js';
import { gzipLayer } from '../../../controller/src/adapters/registry/gzip.js';
import { realTiming } from '../../../controller/src/adapters/kubernetes/timing.js';
import { BUILD_LABEL } from '../../../controller/src/core/builder/objects.js';
import {
  BUILDER_MAP,
  builderPlace
} from '../../../controller/src/core/builder/place.js';
import type { KubeObject } from '../../../controller/src/core/cluster/object.js';
import type { DeliveredFile } from '../../../controller/src/core/kubernetes/input.js';
import { locate } from '../../../controller/src/core/registry/repository.js';
import type {
  BuildRequest,
  BuildWatch
} from '../../../controller/src/ports/builder.js';
import type { ClusterApi } from '../../../controller/src/ports/cluster.js';
import type { Timing } from '../../../controller/src/ports/timing.js';
import { wheelOf } from '../../contract/support/package-index.js';
import { pushed } from './images.js';
import type { Actor } from './runs.js';

/** A namespace to build in, and builders that somebody has published for it. */
export class BuilderBench {
  readonly debs = debianFolder();
  /** BuildKit's. */
  image = '';
  #api: ClusterApi | undefined;
  #clusters: KubernetesClusters | undefined;

  constructor(readonly actor: Actor) {}

  get host(): string {
    return this.actor.place.status.registries.open;
  }

  async begin(): Promise<void> {
    const { actor } = this;
    await actor.begin();
    this.image = await pushed('buildkit', this.host);
    this.#clusters = new KubernetesClusters({
      env: { KUBECONFIG: actor.place.status.kubeconfig },
      home: actor.bench.folder,
      timing: this.#timing()
    });
    this.#api = await this.#clusters.open(actor.context);
  }

  async end(): Promise<void> {
    this.#clusters?.close();
    await this.actor.end();
  }

  request(steps: string, push: string, more: Partial<BuildRequest> = {}): BuildRequest {
    return {
      dockerfile: `FROM ${this.actor.image}\n${steps}\n`,
      ...{ files: this.debs.files, push: locate(`${this.host}/${push}`) },
      ...{ plainHttp: [this.host], logins: new Map() },
      ...more
    };
  }

  /** @param data - what is published besides the image */
  build(
    request: BuildRequest,
    watch: BuildWatch = {},
    data: Readonly<Record<string, string>> = {}
  ): Promise<string> {
    if (!this.#api) throw new Error('not begun');
    const map = builderMap({ image: this.image, ...data });
    const place = builderPlace(map as KubeObject);
    if (!place || 'sentence' in place) throw new Error(JSON.stringify(place));
    const { namespace } = this.actor.place;
    const deps = { timing: this.#timing(), env: {}, compress: gzipLayer };
    return clusterBuilders(deps)(this.#api, namespace, place).build(request, watch);
  }

  /** Builds a base whose apt has one package, which needs no network. @returns its name */
  async debian(): Promise<string> {
    const { debs, host } = this;
    const apt = await pushed('python-apt', host);
    const dockerfile = `FROM ${apt}\n${debs.steps}\n`;
    const request = { ...this.request('', 'builder/base:1'), dockerfile };
    return `${host}/builder/base@${await this.build(request)}`;
  }

  /** Of builds, in the namespace. */
  left(): Promise<string> {
    return this.actor.place.must(
      ...['get', 'jobs,pods,configmaps,secrets', '-o', 'name'],
      ...['-l', BUILD_LABEL]
    );
  }

  async nothingLeft(): Promise<void> {
    const options = { timeout: 30_000, interval: 500 };
    await expect.poll(() => this.left(), options).toBe('');
  }

  #timing(): Timing {
    return realTiming({ now: () => Date.now() }, Math.random);
  }
}

/** The ConfigMap of a builder. */
export function builderMap(data: Readonly<Record<string, string>>): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: BUILDER_MAP },
    data
  };
}

/** Packages in folders, as a builder without a network installs them. */
export interface DebianFolder {
  readonly files: readonly DeliveredFile[];
  /** Of a Dockerfile: makes them the only ones that apt knows. */
  readonly steps: string;
}

const NAME = 'jkf-hello';

/** Of Debian one package with one program, `jkf-hello`, that says hello. */
export function debianFolder(): DebianFolder {
  const folder = mkdtempSync(join(tmpdir(), 'jkf-deb-'));
  try {
    const root = join(folder, NAME);
    const control = [
      `Package: ${NAME}`,
      ...[
        'Version: 1.0',
        'Architecture: all',
        'Maintainer: nobody <nobody@example.org>'
      ],
      'Description: says hello'
    ].join('\n');
    write(join(root, 'DEBIAN/control'), `${control}\n`, 0o644);
    write(join(root, 'usr/bin', NAME), '#!/bin/sh\necho hello from a package\n', 0o755);
    const deb = join(folder, `${NAME}_1.0_all.deb`);
    execFileSync('dpkg-deb', ['--root-owner-group', '--build', root, deb]);
    const bytes = readFileSync(deb);
    const sha = createHash('sha256').update(bytes).digest('hex');
    const entry = `${control}\nFilename: ./${NAME}.deb\nSize: ${String(bytes.length)}\nSHA256: ${sha}\n`;
    return {
      files: [
        ...pipFolder(),
        { path: `debs/${NAME}.deb`, mode: 0o644, bytes },
        { path: 'debs/Packages', mode: 0o644, bytes: Buffer.from(entry) }
      ],
      steps: [
        'COPY debs/ /opt/debs/',
        'COPY pip/ /opt/pip/',
        'COPY pip/pip.conf /etc/pip.conf',
        'RUN rm -rf /etc/apt/sources.list* && \\',
        "    echo 'deb [trusted=yes] file:/opt/debs ./' > /etc/apt/sources.list"
      ].join('\n')
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What pip installs without a network: one package, `jkf-said`. */
function pipFolder(): readonly DeliveredFile[] {
  const settings = '[install]\nno-index = true\nfind-links = /opt/pip\n';
  const file = (name: string, bytes: Uint8Array): DeliveredFile => ({
    ...{ path: `pip/${name}`, mode: 0o644, bytes }
  });
  return [
    file('pip.conf', Buffer.from(settings)),
    file('jkf_said-1.0-py3-none-any.whl', wheelOf('jkf_said', '1.0'))
  ];
}

function write(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}
