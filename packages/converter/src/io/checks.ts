import { KedgeError } from '@kedge/graph-core';

/**
 * Refuses a read outside of the source before anything is allocated for it.
 *
 * @throws {KedgeError} `READ_FAILED` naming the source, the range and its size.
 */
export function checkRange(source: { readonly name: string; readonly size: number }, offset: number, length: number): void {
  const fits =
    Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0 && offset + length <= source.size;
  if (!fits) {
    throw new KedgeError(
      'READ_FAILED',
      `${source.name}: expected a range inside of its ${source.size} bytes, got ${length} bytes from ${offset} on.`,
    );
  }
}

/**
 * Refuses a source without a single byte.
 *
 * @throws {KedgeError} `EMPTY_FILE`.
 */
export function checkNotEmpty(source: { readonly name: string; readonly size: number }): void {
  if (source.size === 0) {
    throw new KedgeError('EMPTY_FILE', `${source.name}: the file is empty (0 bytes). Download or save it again.`);
  }
}
