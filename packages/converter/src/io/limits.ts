const MIB = 1024 * 1024;

/**
 * How many bytes the content of a file may take once it is unpacked. Trained weights hardly compress and pruned ones
 * about five to one, so a file that wants more was made to exhaust memory.
 *
 * @param fileSize Bytes of the file as it is stored.
 */
export function expansionLimit(fileSize: number): number {
  return fileSize + Math.max(192 * MIB, 8 * fileSize);
}

/** The most that one byte of DEFLATE can expand to (a match of 258 bytes in two bits). */
export const DEFLATE_RATIO = 1032;
