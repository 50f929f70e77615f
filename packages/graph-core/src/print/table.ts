/** A column of a table: its header, and to which side its cells lean. */
export type TableColumn = string | { readonly header: string; readonly align: 'left' | 'right' };

/** Cells a terminal gives a text; wide East Asian characters are counted as one, which names of layers do not hold. */
const widthOf = (text: string): number => [...text].length;

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blank = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? blank + text : text + blank;
}

/**
 * A table for a terminal: columns as wide as their widest cell, a rule under the headers.
 *
 * @param rows Cells of each row; missing ones are blank.
 * @param columns Headers, numbers leaning to the right where the column says so.
 */
export function printTable(rows: readonly (readonly string[])[], columns: readonly TableColumn[]): string {
  const described = columns.map((column) => (typeof column === 'string' ? { header: column, align: 'left' as const } : column));
  const widths = described.map(({ header }, i) => Math.max(widthOf(header), ...rows.map((row) => widthOf(row[i] ?? ''))));
  const line = (cells: readonly string[]): string =>
    described
      .map(({ align }, i) => pad(cells[i] ?? '', widths[i] ?? 0, align))
      .join('  ')
      .trimEnd();
  return [line(described.map(({ header }) => header)), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
