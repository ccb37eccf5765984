/** Reads a file that grows, piece by piece, in constant memory. */
import { fstatSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { errorCode } from './storage.js';
import { LineSplitter, type Line } from './lines.js';

/** Bytes read at once: their lines are what a reader has in memory. */
const CHUNK = 16 * 1024;

const NOTHING = Buffer.alloc(0);

/** Lines of a file behind a position; the file may not exist yet. */
export class Tail {
  readonly #path: string;
  readonly #splitter: LineSplitter;
  #chunk: Buffer | undefined;
  #file: FileHandle | undefined;

  constructor(path: string, from = 0) {
    this.#path = path;
    this.#splitter = new LineSplitter(from);
  }

  /**
   * The next lines; none when the file has no more at the moment.
   * @param ended - the file grows no more: its unfinished last line counts
   */
  async next(ended: boolean): Promise<Line[]> {
    for (;;) {
      const bytes = await this.#read();
      if (bytes.length === 0) return ended ? this.#splitter.flush() : [];
      const lines = this.#splitter.push(bytes);
      if (lines.length > 0) return lines;
    }
  }

  /** When the file was last written, in milliseconds since the epoch. */
  async modifiedAt(): Promise<number> {
    return (await this.#file?.stat())?.mtimeMs ?? 0;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #read(): Promise<Buffer> {
    const file = await this.#open();
    const { position } = this.#splitter;
    // Readers look again and again: a look at a file that has not grown costs little.
    if (!file || fstatSync(file.fd).size <= position) return NOTHING;
    this.#chunk ??= Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await file.read(this.#chunk, 0, CHUNK, position);
    return this.#chunk.subarray(0, bytesRead);
  }

  async #open(): Promise<FileHandle | undefined> {
    try {
      this.#file ??= await open(this.#path, 'r');
      return this.#file;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }
}
