import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { Content } from '../beside.js';
import { contentOf, openableAs, openOutput } from './open.js';

const TYPES: Readonly<Record<string, Partial<DocumentRegistry.IFileType>>> = {
  csv: { contentType: 'file', fileFormat: 'text' },
  png: { contentType: 'file', fileFormat: 'base64' },
  ipynb: { contentType: 'notebook', fileFormat: 'json' }
};

const registry = {
  getFileTypesForPath: (path: string) => {
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
    return type ? [type as DocumentRegistry.IFileType] : [];
  }
};

const run = (ranks: number): Run =>
  ({ id: 'a-1', source: 'work/a.ipynb', ranks: Array.from({ length: ranks }) }) as Run;

const status = (code: number): Error =>
  Object.assign(new Error(), { response: { status: code } });

/** A server's files, as the page's document manager reaches them. */
class Disk {
  readonly opened: string[] = [];
  constructor(
    readonly files: Record<string, Content>,
    private readonly broken?: number
  ) {}

  readonly manager = {
    registry,
    services: {
      contents: {
        get: (path: string) => {
          if (this.broken !== undefined) return Promise.reject(status(this.broken));
          const file = this.files[path];
          return file ? Promise.resolve(file) : Promise.reject(status(404));
        },
        save: (path: string, content: Content) => {
          this.files[path] = content;
          return Promise.resolve(content);
        }
      }
    },
    openOrReveal: (path: string) => {
      this.opened.push(path);
    }
  } as unknown as IDocumentManager;
}

const text = (content: string): Content => ({ type: 'file', format: 'text', content });
const blob = (content: string) => (): Promise<Blob> =>
  Promise.resolve(new Blob([content]));

describe('a file that a run made', () => {
  it('is opened as a copy beside the notebook, named after run and file', async () => {
    const disk = new Disk({});
    const file = { rank: 0, path: 'out/table.csv' };
    expect(await openOutput(disk.manager, run(1), file, blob('a,b'))).toBe(true);
    expect(disk.files).toEqual({ 'work/a-1-out-table.csv': text('a,b') });
    expect(disk.opened).toEqual(['work/a-1-out-table.csv']);
  });

  it('has its rank in the name when there are several', async () => {
    const disk = new Disk({});
    await openOutput(disk.manager, run(3), { rank: 2, path: 't.csv' }, blob('a'));
    expect(disk.opened).toEqual(['work/a-1-rank-2-t.csv']);
  });

  it('never overwrites a copy that is there', async () => {
    const disk = new Disk({ 'work/a-1-t.csv': text('changed') });
    const file = { rank: 0, path: 't.csv' };
    expect(await openOutput(disk.manager, run(1), file, blob('new'))).toBe(true);
    expect(disk.files['work/a-1-t.csv']).toEqual(text('changed'));
    expect(disk.opened).toEqual(['work/a-1-t.csv']);
  });

  it('is not written while nobody knows whether a copy is there', async () => {
    const disk = new Disk({}, 503);
    const file = { rank: 0, path: 't.csv' };
    expect(await openOutput(disk.manager, run(1), file, blob('new'))).toBe(false);
    expect(disk.files).toEqual({});
    expect(disk.opened).toEqual([]);
  });

  it.each([
    ['table.csv', 10, true],
    ['model.npz', 10, false],
    ['table.csv', 100_000_000, false]
  ])('%s of %i bytes can be opened: %s', (path, size, can) => {
    expect(openableAs(registry, { path, size }) !== undefined).toBe(can);
  });

  it('keeps every byte', async () => {
    const type = { contentType: 'file', fileFormat: 'base64' } as const;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100_000 }), async bytes => {
        const written = await contentOf(new Blob([bytes]), type);
        const read = Array.from(atob(String(written.content)), one =>
          one.charCodeAt(0)
        );
        expect(read).toEqual([...bytes]);
      }),
      { numRuns: 20 }
    );
  });

  it('is a notebook when it is one', async () => {
    const type = { contentType: 'notebook', fileFormat: 'json' } as const;
    expect(await contentOf(new Blob(['{"cells":[]}']), type)).toEqual({
      type: 'notebook',
      format: 'json',
      content: { cells: [] }
    });
  });
});
