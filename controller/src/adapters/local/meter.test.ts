import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseEvent } from '../run-folder/run-files.js';
import { Meter } from './meter.js';

/** A process that works, of which a child holds the memory. */
const WORK = `
  const { spawn } = require('node:child_process');
  const child = "globalThis.held = Buffer.alloc(2 ** 27, 1); setInterval(() => {}, 1000)";
  spawn(process.execPath, ['-e', child], { stdio: 'ignore' });
  const turn = () => { const end = Date.now() + 50; while (Date.now() < end); };
  setInterval(turn, 60);
`;

describe.skipIf(process.platform !== 'linux')('a meter', () => {
  let folder: string;
  let events: string;
  let rank: ChildProcess;
  let end: AbortController;
  let watched: Promise<void>;
  let meter: Meter;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jkf-meter-'));
    events = join(folder, 'events.jsonl');
    writeFileSync(events, '{"kind":"finished","time":1,"ok":true}\n');
    rank = spawn(process.execPath, ['-e', WORK], { detached: true, stdio: 'ignore' });
    end = new AbortController();
    meter = new Meter({ now: () => 5000 });
    watched = meter.watch(end.signal);
  });
  afterEach(async () => {
    end.abort();
    const ended = once(rank, 'exit');
    process.kill(-(rank.pid ?? 0), 'SIGKILL');
    await ended;
    await watched;
    rmSync(folder, { recursive: true, force: true });
  });

  const told = () =>
    readFileSync(events, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => parseEvent(line))
      .filter(event => event?.kind === 'usage');

  it('adds what a rank and its children use to the events, in the protocol’s form', async () => {
    meter.add(rank.pid ?? 0, events);
    await vi.waitFor(
      () => {
        const memory = told().map(({ memoryBytes }) => memoryBytes);
        expect(Math.max(0, ...memory)).toBeGreaterThan(2 ** 27);
        expect(Math.max(...told().map(({ cpu }) => cpu))).toBeGreaterThan(0.1);
      },
      { timeout: 20_000, interval: 200 }
    );
    expect(told()[0]?.time).toBe(5);
  });

  it('tells no more of a rank that has ended', async () => {
    meter.add(rank.pid ?? 0, events);
    await vi.waitFor(
      () => {
        expect(told().length).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 100 }
    );
    meter.end(rank.pid ?? 0);
    const before = told().length;
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(told()).toHaveLength(before);
  });

  it('goes on with other ranks when the file of one cannot be written', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    meter.add(rank.pid ?? 0, join(folder, 'not', 'there'));
    meter.add(other.pid ?? 0, events);
    await vi.waitFor(
      () => {
        expect(told().length).toBeGreaterThan(1);
      },
      { timeout: 20_000, interval: 100 }
    );
    other.kill('SIGKILL');
  });
});
