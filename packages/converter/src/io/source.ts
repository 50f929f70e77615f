/**
 * Bytes that can be read from any place: a file, a Blob, memory, or a server that answers ranges.
 *
 * Every implementation promises: `read` gives exactly the bytes asked for or rejects; it never gives fewer.
 */
export interface RandomAccessSource {
  /** What to call the source in a message: a path, a URL, the name of a File, or `bytes`. */
  readonly name: string;
  /** Number of bytes. */
  readonly size: number;
  /** Bytes that a small read should be rounded up to, because a read costs that much anyway; 0 where reading is free. */
  readonly blockSize: number;
  /**
   * Bytes `offset` to `offset + length`. The result may be a view into memory that the source keeps, so it is not to
   * be written to, and not to be kept when the memory behind it should be released.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Fills `target` with the bytes from `offset` on, without a copy in between where the source can do so. */
  readInto(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void>;
  /** Releases what the source holds open. A source that is closed is not read again. */
  close(): Promise<void>;
}

/** What a reader takes as a file: a path or URL as text, a URL, bytes, or a Blob (also the File of a page). */
export type SourceInput = string | URL | Uint8Array | ArrayBuffer | Blob;
