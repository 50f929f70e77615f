import { damaged } from '../../errors.js';

/** One picture or interlace pass within the inflated bytes: rows of `1 + rowBytes` bytes, each begun by its filter type. */
export interface FilteredRows {
  readonly offset: number;
  readonly rows: number;
  readonly rowBytes: number;
}

/**
 * Undoes the row filters in place (PNG specification, section 9).
 *
 * @param pixelBytes Bytes of a whole pixel, at least 1: the distance to the byte "to the left".
 * @throws {CorruptImageError} for a filter type that PNG does not have.
 */
export function unfilter(bytes: Uint8Array, part: FilteredRows, pixelBytes: number): void {
  const { rows, rowBytes } = part;
  const zeros = new Uint8Array(rowBytes);
  let above: Uint8Array = zeros;
  for (let y = 0; y < rows; y += 1) {
    const start = part.offset + y * (rowBytes + 1);
    const row = bytes.subarray(start + 1, start + 1 + rowBytes);
    unfilterRow(bytes[start] ?? 0, row, above, pixelBytes, y);
    above = row;
  }
}

function unfilterRow(filter: number, row: Uint8Array, above: Uint8Array, pixelBytes: number, y: number): void {
  switch (filter) {
    case 0:
      return;
    case 1:
      return undoSub(row, pixelBytes);
    case 2:
      return undoUp(row, above);
    case 3:
      return undoAverage(row, above, pixelBytes);
    case 4:
      return undoPaeth(row, above, pixelBytes);
    default:
      throw damaged(`Row ${y} of the PNG has filter type ${filter}; PNG has 0 to 4`);
  }
}

function undoSub(row: Uint8Array, pixelBytes: number): void {
  for (let i = pixelBytes; i < row.length; i += 1) row[i] = (row[i] ?? 0) + (row[i - pixelBytes] ?? 0);
}

function undoUp(row: Uint8Array, above: Uint8Array): void {
  for (let i = 0; i < row.length; i += 1) row[i] = (row[i] ?? 0) + (above[i] ?? 0);
}

function undoAverage(row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const head = Math.min(pixelBytes, row.length);
  for (let i = 0; i < head; i += 1) row[i] = (row[i] ?? 0) + ((above[i] ?? 0) >> 1);
  for (let i = head; i < row.length; i += 1) {
    row[i] = (row[i] ?? 0) + (((row[i - pixelBytes] ?? 0) + (above[i] ?? 0)) >> 1);
  }
}

function undoPaeth(row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const head = Math.min(pixelBytes, row.length);
  for (let i = 0; i < head; i += 1) row[i] = (row[i] ?? 0) + (above[i] ?? 0);
  for (let i = head; i < row.length; i += 1) {
    const left = row[i - pixelBytes] ?? 0;
    const up = above[i] ?? 0;
    const corner = above[i - pixelBytes] ?? 0;
    const toLeft = Math.abs(up - corner);
    const toUp = Math.abs(left - corner);
    const toCorner = Math.abs(left + up - 2 * corner);
    const nearest = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    row[i] = (row[i] ?? 0) + nearest;
  }
}
