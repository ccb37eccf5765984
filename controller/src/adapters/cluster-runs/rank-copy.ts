/** Copies the output and the events of one rank's pods into its folder, pod after pod. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemError, type RunnerEvent } from '@jupyterlab-kubeflow/protocol';
import { fieldsOf, listOf } from '../../core/cluster/fields.js';
import type { LogLine } from '../../core/cluster/log-parser.js';
import { metadataOf, type KubeObject } from '../../core/cluster/object.js';
import { podOf } from '../../core/cluster/observe/pod.js';
import { FETCHER_NAME } from '../../core/kubernetes/inputs.js';
import { SIDECAR_NAME } from '../../core/kubernetes/layout.js';
import {
  FileAssembler,
  MARK,
  parseRecord,
  type FilePart
} from '../../core/run/results.js';
import type { Clock } from '../../ports/clock.js';
import type { ClusterApi, LogEntry } from '../../ports/cluster.js';
import { RANK_FILES } from '../run-folder/layout.js';
import { readIfThere, writeWhole } from '../run-folder/storage.js';
import { StampedFile } from './stamped.js';

const FILES = { source: 'source.json', eventTimes: 'events.times' } as const;

/** Which pod the files are of, and which of its containers are copied wholly. */
interface Source {
  readonly uid: string;
  readonly done: readonly string[];
}

export interface RankCopyDeps {
  readonly api: ClusterApi;
  readonly clock: Clock;
  /** Told of each event. */
  readonly event: (event: RunnerEvent) => void;
  /** Told when something has come to its end. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

export class RankCopy {
  readonly #folder: string;
  readonly #deps: RankCopyDeps;
  readonly #log: StampedFile;
  readonly #events: StampedFile;
  #source: Source | undefined;
  readonly #files = new FileAssembler();
  readonly #begun = new Set<string>();
  #last: Promise<void> = Promise.resolve();
  #busy = 0;

  /** @param folder - of the rank; its files are there */
  constructor(folder: string, deps: RankCopyDeps) {
    this.#folder = folder;
    this.#deps = deps;
    this.#log = new StampedFile(
      join(folder, RANK_FILES.log),
      join(folder, RANK_FILES.stamps)
    );
    const events = join(folder, RANK_FILES.events);
    this.#events = new StampedFile(events, join(folder, FILES.eventTimes));
    this.#source = readSource(folder);
    for (const line of (readIfThere(events) ?? '').split('\n')) {
      const event = parseRecord(line);
      if (event && 'time' in event) deps.event(event);
    }
  }

  /** Whether nothing is being copied. */
  get idle(): boolean {
    return this.#busy === 0;
  }

  /** Begins to copy a pod once there is something to copy; calls again do no harm. */
  look(pod: KubeObject): void {
    const { uid } = metadataOf(pod);
    if (this.#begun.has(uid) || !hasBegun(pod)) return;
    this.#begun.add(uid);
    this.#busy += 1;
    this.#last = this.#last
      .then(() => this.#pod(pod))
      .finally(() => {
        this.#busy -= 1;
        this.#deps.changed();
      });
  }

  async #pod(pod: KubeObject): Promise<void> {
    const { uid, name } = metadataOf(pod);
    const again = this.#source?.uid === uid;
    if (this.#source && !again) this.#say(`pod ${name} has taken its place`);
    if (!again) this.#note({ uid, done: [] });
    const given = again ? byTime([...this.#log.given, ...this.#marked()]) : [];
    const rank = this.#rank(pod, given);
    if (!hasSidecar(pod)) return rank;
    const isNew = newerThan(again ? this.#events.given : []);
    const take = (line: LogLine): void => {
      this.#record(line, isNew(line));
    };
    // From the first line also when it is taken up again: files come in many pieces.
    await Promise.all([rank, this.#container(pod, SIDECAR_NAME, [], take)]);
  }

  /** What has fetched the inputs is done before the rank begins: one log, in this order. */
  async #rank(pod: KubeObject, given: readonly LogLine[]): Promise<void> {
    const output = (line: LogLine): void => {
      this.#output(line);
    };
    const main = podOf(pod).main?.name ?? '';
    if (!hasContainer(pod, FETCHER_NAME))
      return this.#container(pod, main, given, output);
    await this.#container(pod, FETCHER_NAME, given, output);
    const own = given.filter(({ text }) => !isOfFetcher(text));
    return this.#container(pod, main, own, output);
  }

  /** Events as they came among the output; only where they did are they seen again there. */
  #marked(): LogLine[] {
    return this.#events.given.map(line => ({ ...line, text: MARK + line.text }));
  }

  async #container(
    pod: KubeObject,
    container: string,
    given: readonly LogLine[],
    take: (line: LogLine) => void
  ): Promise<void> {
    if (this.#source?.done.includes(container)) return;
    const { name, namespace } = metadataOf(pod);
    const { api, signal } = this.#deps;
    const seen =
      container === SIDECAR_NAME || hasSidecar(pod)
        ? given.filter(({ text }) => !text.startsWith(MARK))
        : given;
    const request = {
      namespace,
      pod: name,
      container,
      follow: true,
      given: seen,
      signal
    };
    await this.#stream(api.logs(request), take, given.length > 0);
    if (signal.aborted || !this.#source) return;
    this.#note({ ...this.#source, done: [...this.#source.done, container] });
  }

  /** To its end, however it comes. */
  async #stream(
    entries: AsyncIterable<LogEntry>,
    take: (line: LogLine) => void,
    begun: boolean
  ): Promise<void> {
    let some = begun;
    try {
      for await (const entry of entries) {
        some ||= entry.kind === 'line';
        if (!some || !isFarewell(entry)) this.#entry(entry, take);
      }
    } catch (error) {
      if (this.#deps.signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.#say(error.problem.sentence);
    } finally {
      this.#log.flush();
      this.#events.flush();
    }
  }

  #entry(entry: LogEntry, take: (line: LogLine) => void): void {
    switch (entry.kind) {
      case 'line':
        take(entry);
        return;
      case 'notice':
        this.#say(entry.text);
        return;
      case 'gap':
        this.#say(
          `lines after ${entry.after.stamp} may be missing: the node has deleted them`
        );
        return;
      case 'restarted':
        this.#say(`the container was started again (${String(entry.restarts)})`);
    }
  }

  #output(line: LogLine): void {
    const { text, time } = line;
    if (text.startsWith(MARK)) {
      this.#record({ ...line, text: text.slice(MARK.length) }, true);
    } else {
      this.#log.append(text, time.ms, time.stamp);
    }
  }

  /** @param isNew - it was not copied before */
  #record({ time, text }: LogLine, isNew: boolean): void {
    const record = parseRecord(text);
    if (!record || record.kind === 'end') return;
    if (record.kind === 'file') {
      this.#keep(record);
    } else if (isNew && record.kind === 'file-left') {
      this.#say(`${record.path} stays in the pod: ${record.reason}`);
    } else if (isNew && 'time' in record) {
      this.#events.append(text, time.ms, time.stamp);
      this.#deps.event(record);
    }
  }

  /** Whole or not at all. */
  #keep(part: FilePart): void {
    const file = this.#files.take(part);
    if (!file) return;
    const path = join(this.#folder, RANK_FILES.work, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, file.bytes);
    renameSync(`${path}.part`, path);
  }

  /** A line about the log, which the program has not written. */
  #say(text: string): void {
    this.#log.append(`[jkf] ${text}`, this.#deps.clock.now());
  }

  #note(source: Source): void {
    this.#source = source;
    writeWhole(join(this.#folder, FILES.source), JSON.stringify(source));
  }
}

/** The node says so of every container that it has just removed, after all of its output. */
const isFarewell = (entry: LogEntry): boolean =>
  entry.kind === 'notice' && /^unable to retrieve container logs/.test(entry.text);

const hasSidecar = (pod: KubeObject): boolean => hasContainer(pod, SIDECAR_NAME);

function hasContainer(pod: KubeObject, container: string): boolean {
  const init = listOf(fieldsOf(pod['spec'])['initContainers']);
  return init.some(({ name }) => name === container);
}

/** As `controller/runner/jkf_inputs` begins its lines. */
const isOfFetcher = (text: string): boolean =>
  text.startsWith('jupyterlab-kubeflow: inputs: ');

/** Whether something of it has started; before, there is nothing to read. */
function hasBegun(pod: KubeObject): boolean {
  const { main, init } = podOf(pod);
  const fetcher = init.find(({ name }) => name === FETCHER_NAME);
  if (fetcher && fetcher.state.kind !== 'waiting') return true;
  return main !== undefined && (main.state.kind !== 'waiting' || main.restarts > 0);
}

/** Whether a line of the sidecar, which writes in time, comes behind those. */
function newerThan(given: readonly LogLine[]): (line: LogLine) => boolean {
  const newest = given.at(-1)?.time.stamp ?? '';
  let equal = given.filter(({ time }) => time.stamp === newest).length;
  return ({ time: { stamp } }) => {
    if (stamp !== newest) return stamp > newest;
    equal -= 1;
    return equal < 0;
  };
}

function byTime(lines: readonly LogLine[]): LogLine[] {
  return lines.toSorted((a, b) =>
    a.time.stamp === b.time.stamp ? 0 : a.time.stamp < b.time.stamp ? -1 : 1
  );
}

function readSource(folder: string): Source | undefined {
  const text = readIfThere(join(folder, FILES.source));
  return text === undefined ? undefined : (JSON.parse(text) as Source);
}
