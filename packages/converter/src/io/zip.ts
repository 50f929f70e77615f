import { ByteReader } from './byte-reader.js';
import { crc32 } from './crc32.js';
import { CorruptFileError } from './errors.js';
import { inflateInto } from './inflate.js';
import { DEFLATE_RATIO, expansionLimit } from './limits.js';
import { MemorySource } from './memory-source.js';
import { SliceSource } from './slice-source.js';
import type { RandomAccessSource } from './source.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';

/** How much of a member is checked at once, in bytes. */
const PIECE = 2 ** 20;

/** A zip archive whose directory was read; members are read when asked for. */
export class ZipArchive {
  readonly #source: RandomAccessSource;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  #unpacked = 0;

  private constructor(source: RandomAccessSource, entries: ReadonlyMap<string, ZipEntry>) {
    this.#source = source;
    this.#entries = entries;
  }

  /**
   * Reads the directory of an archive (PKWARE APPNOTE 6.3, with zip64).
   *
   * @throws {CorruptFileError} when there is no directory or it contradicts itself.
   */
  static async open(source: RandomAccessSource, signal?: AbortSignal): Promise<ZipArchive> {
    return new ZipArchive(source, await readZipDirectory(source, signal));
  }

  /** Names of the members in the order of the directory, folders (which end in `/`) included. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * A member as a source of its own. A stored member is read in place, a compressed one is unpacked into memory.
   * Closing it does not close the archive.
   *
   * @throws {CorruptFileError} when it is not there, damaged, or expands absurdly.
   */
  async source(name: string, signal?: AbortSignal): Promise<RandomAccessSource> {
    const entry = this.#entry(name);
    const label = `${this.#source.name}:${name}`;
    const start = await this.#dataStart(entry, signal);
    if (entry.method === 0) return new SliceSource(this.#source, start, entry.size, label);
    return new MemorySource(await this.#inflate(entry, start, signal), label);
  }

  /**
   * All bytes of a member, checked against its checksum.
   *
   * @throws {CorruptFileError} as {@link source} does.
   */
  async bytes(name: string, signal?: AbortSignal): Promise<Uint8Array> {
    const entry = this.#entry(name);
    const source = await this.source(name, signal);
    const bytes = await source.read(0, source.size, signal);
    // What was inflated is checked already.
    if (entry.method === 0 && crc32(bytes) !== entry.crc) throw this.#damaged(entry, 'its checksum does not fit');
    return bytes;
  }

  /**
   * Checks a stored member against its checksum, piece by piece, before it is read in place.
   *
   * @throws {CorruptFileError} when it does not fit.
   */
  async check(name: string, signal?: AbortSignal): Promise<void> {
    const entry = this.#entry(name);
    // What is inflated is checked then.
    if (entry.method !== 0) return;
    const source = await this.source(name, signal);
    let crc = 0;
    for (let at = 0; at < source.size; at += PIECE) crc = crc32(await source.read(at, Math.min(PIECE, source.size - at), signal), crc);
    if (crc !== entry.crc) throw this.#damaged(entry, 'its checksum does not fit');
  }

  #entry(name: string): ZipEntry {
    const entry = this.#entries.get(name);
    if (entry) return entry;
    const some = this.names.slice(0, 8).join(', ');
    throw new CorruptFileError(`${this.#source.name}: expected a member ${name} in the archive; it holds ${some || 'nothing'}.`);
  }

  async #dataStart(entry: ZipEntry, signal?: AbortSignal): Promise<number> {
    const { size } = this.#source;
    if (entry.headerOffset + 30 > size) throw this.#damaged(entry, 'it begins behind the end of the file: the archive is truncated');
    const header = new ByteReader(await this.#source.read(entry.headerOffset, 30, signal), entry.headerOffset, 'zip member');
    if (header.u32() !== 0x04034b50) throw this.#damaged(entry, 'no member begins where the directory says');
    header.skip(22);
    const start = entry.headerOffset + 30 + header.u16() + header.u16();
    if (start + entry.compressedSize > size) throw this.#damaged(entry, 'it goes on behind the end of the file: the archive is truncated');
    return start;
  }

  async #inflate(entry: ZipEntry, start: number, signal?: AbortSignal): Promise<Uint8Array> {
    const possible = entry.size <= entry.compressedSize * DEFLATE_RATIO + 64;
    this.#unpacked += entry.size;
    if (!possible || this.#unpacked > expansionLimit(this.#source.size)) {
      throw this.#damaged(entry, `it claims to expand from ${entry.compressedSize} to ${entry.size} bytes, which no model does`);
    }
    const compressed = await this.#source.read(start, entry.compressedSize, signal);
    const bytes = new Uint8Array(entry.size);
    let complete: boolean;
    try {
      complete = inflateInto(compressed, bytes);
    } catch (cause) {
      throw this.#damaged(entry, 'its compressed data is malformed', cause);
    }
    if (!complete) throw this.#damaged(entry, `it does not expand to the ${entry.size} bytes that the directory says`);
    if (crc32(bytes) !== entry.crc) throw this.#damaged(entry, 'its checksum does not fit');
    return bytes;
  }

  #damaged(entry: ZipEntry, problem: string, cause?: unknown): CorruptFileError {
    return new CorruptFileError(
      `${this.#source.name}: the member ${entry.name} is damaged: ${problem}. Get the file again.`,
      entry.headerOffset,
      { cause },
    );
  }
}
