import { textWidth, wrapText } from './cell-width.js';
import { visible } from './visible.js';

/** A column of a table: its header, and to which side its cells lean. */
export type TableColumn = string | { readonly header: string; readonly align: 'left' | 'right' };

/** What stands in a cell; numbers get separators between thousands. */
export type TableCell = string | number | null | undefined;

/** How a table is printed. */
export interface TableOptions {
  /** `simple`: a rule under the headers. `box`: lines around everything. Default `simple`. */
  readonly style?: 'simple' | 'box';
  /** Cells that the terminal is wide: columns give way and their cells are wrapped. Default: as wide as it takes. */
  readonly maxWidth?: number;
}

/** No column gets narrower. */
const NARROWEST = 8;

interface Column {
  readonly header: string;
  readonly align: 'left' | 'right';
  readonly width: number;
}

const STYLES = {
  simple: { left: '', between: '  ', right: '' },
  box: { left: '│ ', between: ' │ ', right: ' │' },
};

function asText(cell: TableCell): string {
  if (typeof cell === 'number') return cell.toLocaleString('en-US', { maximumFractionDigits: 20 });
  return visible(cell ?? '');
}

function pad(text: string, { width, align }: Column): string {
  const blank = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? blank + text : text + blank;
}

/** Takes cells from the widest column until all fit. */
function fit(widths: readonly number[], room: number): number[] {
  const fitted = [...widths];
  for (let excess = fitted.reduce((sum, width) => sum + width, 0) - room; excess > 0; excess--) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if ((fitted[widest] ?? 0) <= NARROWEST) break;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
  }
  return fitted;
}

function layOut(rows: readonly (readonly TableCell[])[], columns: readonly TableColumn[], room: (count: number) => number): Column[] {
  const described = columns.map((column, i) => {
    if (typeof column !== 'string') return { header: visible(column.header), align: column.align };
    const isNumeric = rows.length > 0 && rows.every((row) => typeof row[i] === 'number');
    return { header: visible(column), align: isNumeric ? ('right' as const) : ('left' as const) };
  });
  const widths = described.map(({ header }, i) => rows.reduce((most, row) => Math.max(most, textWidth(asText(row[i]))), textWidth(header)));
  const fitted = fit(widths, room(columns.length));
  return described.map((column, i) => ({ ...column, width: fitted[i] ?? 0 }));
}

/**
 * A table for a terminal.
 *
 * @param rows Cells of each row; missing ones are blank.
 * @param columns Headers. A column of numbers leans to the right; others where the column says so.
 * @param options Lines around it, and how wide it may get.
 *
 * @example
 * printTable([['dense', 1200]], ['Layer', 'Parameters']);
 */
export function printTable(rows: readonly (readonly TableCell[])[], columns: readonly TableColumn[], options: TableOptions = {}): string {
  const { style = 'simple', maxWidth = Infinity } = options;
  const { left, between, right } = STYLES[style];
  const described = layOut(rows, columns, (count) => maxWidth - left.length - right.length - between.length * (count - 1));
  const lines = (cells: readonly string[]): string[] => {
    const wrapped = described.map(({ width }, i) => wrapText(cells[i] ?? '', width));
    const height = Math.max(1, ...wrapped.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      `${left}${described.map((column, i) => pad(wrapped[i]?.[at] ?? '', column)).join(between)}${right}`.trimEnd(),
    );
  };
  const rules = described.map(({ width }) => '─'.repeat(width));
  const header = lines(described.map(({ header }) => header));
  const body = rows.flatMap((row) => lines(described.map((_, i) => asText(row[i]))));
  if (style === 'simple') return [...header, rules.join('  '), ...body].join('\n');
  return [`┌─${rules.join('─┬─')}─┐`, ...header, `├─${rules.join('─┼─')}─┤`, ...body, `└─${rules.join('─┴─')}─┘`].join('\n');
}
