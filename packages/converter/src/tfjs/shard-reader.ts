import { CorruptFileError, UnsupportedFormatError } from '../io/errors.js';
import type { FileSet } from '../io/file-set.js';
import type { HttpOptions } from '../io/http-fetch.js';
import { isHtml } from '../io/refused-formats.js';

/** Shards that are fetched at once, and bytes of each that are held ready. */
const AHEAD = 4;
const HELD = 8 * 1024 * 1024;

interface Shard {
  readonly pieces: Uint8Array[];
  readonly rest: AsyncIterator<Uint8Array>;
  isComplete: boolean;
}

/**
 * The bytes of several files one after the other, as if they were one. Files further on are fetched while the first is
 * read, a few megabytes of each.
 */
export class ShardReader {
  readonly #paths: readonly string[];
  readonly #files: FileSet;
  readonly #options: HttpOptions;
  readonly #started: Promise<Shard>[] = [];
  readonly #iterators: AsyncIterator<Uint8Array>[] = [];
  #current = 0;
  #piece: Uint8Array = new Uint8Array(0);
  /** Bytes given out so far. */
  #given = 0;

  constructor(paths: readonly string[], files: FileSet, options: HttpOptions = {}) {
    this.#paths = paths;
    this.#files = files;
    this.#options = options;
  }

  /**
   * Fills `target` with the next bytes.
   *
   * @param what What they belong to, for messages.
   * @throws {CorruptFileError} when the files end before.
   */
  async readInto(target: Uint8Array, what: string): Promise<void> {
    let filled = 0;
    while (filled < target.length) {
      if (this.#piece.length === 0 && !(await this.#advance())) throw this.#tooShort(what, target.length - filled);
      const part = this.#piece.subarray(0, target.length - filled);
      target.set(part, filled);
      this.#piece = this.#piece.subarray(part.length);
      filled += part.length;
      this.#given += part.length;
    }
  }

  /**
   * Checks that nothing is left.
   *
   * @throws {CorruptFileError} when the files hold more.
   */
  async expectEnd(): Promise<void> {
    while (this.#piece.length === 0) if (!(await this.#advance())) return;
    throw new CorruptFileError(
      `${this.#list()}: expected ${this.#given} bytes of weights in all as the manifest says, and there are more. The shards belong to another model.json; get both again.`,
    );
  }

  /** Ends all transfers that are under way. */
  async close(): Promise<void> {
    await Promise.all(this.#iterators.map((iterator) => iterator.return?.().catch(() => undefined)));
  }

  /** Makes the next piece the current one; false at the end of the last file. */
  async #advance(): Promise<boolean> {
    while (this.#current < this.#paths.length) {
      const shard = await this.#shard(this.#current);
      const piece = await next(shard);
      if (piece) {
        this.#piece = piece;
        return true;
      }
      this.#current++;
    }
    return false;
  }

  #shard(index: number): Promise<Shard> {
    while (this.#started.length < Math.min(index + AHEAD, this.#paths.length)) {
      const shard = this.#start(this.#paths[this.#started.length] as string);
      // A failure is met when the shard's turn comes.
      shard.catch(() => undefined);
      this.#started.push(shard);
    }
    return this.#started[index] as Promise<Shard>;
  }

  async #start(path: string): Promise<Shard> {
    const rest = this.#files.stream(path, this.#options)[Symbol.asyncIterator]();
    this.#iterators.push(rest);
    const shard: Shard = { pieces: [], rest, isComplete: false };
    let held = 0;
    while (!shard.isComplete && held < HELD) {
      const { done, value } = await rest.next();
      if (done) shard.isComplete = true;
      else {
        if (held === 0) refuseHtml(value, path, this.#files.name);
        shard.pieces.push(value);
        held += value.length;
      }
    }
    return shard;
  }

  #tooShort(what: string, missing: number): CorruptFileError {
    return new CorruptFileError(
      `${this.#list()}: ${what} needs ${missing} bytes more than there are: the shards hold ${this.#given} bytes up to there. One of them is truncated or missing in the manifest; get them again.`,
    );
  }

  #list(): string {
    const some = this.#paths.slice(0, 4).join(', ');
    return `${this.#files.name}: ${some || 'no shards'}${this.#paths.length > 4 ? ', ...' : ''}`;
  }
}

async function next(shard: Shard): Promise<Uint8Array | undefined> {
  const piece = shard.pieces.shift();
  if (piece) return piece;
  if (shard.isComplete) return undefined;
  const { done, value } = await shard.rest.next();
  if (!done) return value;
  shard.isComplete = true;
  return undefined;
}

function refuseHtml(piece: Uint8Array, path: string, where: string): void {
  const text = Array.from(piece.subarray(0, 256), (byte) => String.fromCharCode(byte)).join('');
  if (!isHtml(text)) return;
  throw new UnsupportedFormatError('HTML page', `${where}: ${path}: expected the bytes of weights, and the server answered with a page (often its page for "not found"). Check that the shard lies beside the model.json.`);
}
