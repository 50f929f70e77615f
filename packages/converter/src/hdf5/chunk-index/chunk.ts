/** One stored chunk. */
export interface Chunk {
  /** Position of its first element in the dataset. */
  readonly start: readonly number[];
  readonly address: number;
  /** Bytes as stored, after the filters. */
  readonly storedSize: number;
  /** Bit i says that filter i was left out. */
  readonly filterMask: number;
}
