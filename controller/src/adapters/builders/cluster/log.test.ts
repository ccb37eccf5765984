import { describe, expect, it } from 'vitest';
import type { ClusterApi, LogEntry } from '../../../ports/cluster.js';
import { LogOfBuild } from './log.js';

const logs = async function* (): AsyncGenerator<LogEntry> {
  yield await Promise.resolve({ kind: 'notice', text: '#1 a' } as LogEntry);
};

const sleep = (_ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new Error('over'));
    });
  });

describe('the log of a build', () => {
  it('has no address by which somebody else could read the context', async () => {
    const given: string[] = [];
    const api = {
      logs: async function* (): AsyncGenerator<LogEntry> {
        const text = 'Get "https://s3.x/a?X-Amz-Signature=abc": no route';
        yield await Promise.resolve({ kind: 'notice', text } as LogEntry);
      }
    } as unknown as ClusterApi;
    const { signal } = new AbortController();
    const log = new LogOfBuild({ api, namespace: 'ada', signal }, line => {
      given.push(line);
    });
    log.copy('pod');
    await log.end({ sleep });
    expect(given).toEqual(['Get "https://s3.x/a": no route']);
    expect(log.last).toEqual(given);
  });

  it('that cannot be handed on fails the build when it ends, not the program', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown): unknown => unheard.push(error);
    process.on('unhandledRejection', hear);
    const { signal } = new AbortController();
    const api = { logs } as unknown as ClusterApi;
    const log = new LogOfBuild({ api, namespace: 'ada', signal }, () => {
      throw new RangeError('no room');
    });
    log.copy('pod');
    await new Promise(resolve => setTimeout(resolve, 20));
    await expect(log.end({ sleep })).rejects.toThrow('no room');
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
