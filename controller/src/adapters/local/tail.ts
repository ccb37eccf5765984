/** Reads a file that grows, piece by piece, in constant memory. */
import { open, type FileHandle } from 'node:fs/promises';
import { errorCode } from './storage.js';
import { LineSplitter, type Line } from './lines.js';

/** Bytes read at once. */
const CHUNK = 64 * 1024;

/** Lines of a file behind a position; the file may not exist yet. */
export class Tail {
  readonly #path: string;
  readonly #splitter: LineSplitter;
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
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
      if (bytes === 0) return ended ? this.#splitter.flush() : [];
      const lines = this.#splitter.push(this.#chunk.subarray(0, bytes));
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

  async #read(): Promise<number> {
    const file = await this.#open();
    if (!file) return 0;
    const { bytesRead } = await file.read(
      this.#chunk,
      0,
      CHUNK,
      this.#splitter.position
    );
    return bytesRead;
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
