import Table from 'cli-table3';
import type { Colors } from './colors.js';
import { printable } from './printable.js';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

const STYLE = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };

/** A column of a table: its title, and what stands in it for a row; nothing stands as `-`. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | undefined;
}

/** Rows under titles, without lines, so that other programs can cut it; columns that are empty throughout are left out. */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  colors: Colors,
): string {
  const filled = columns
    .map(({ title, value }) => ({ title, cells: rows.map((row) => value(row) ?? '') }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const table = new Table({
    head: filled.map(({ title }) => colors.bold(title)),
    chars: NO_LINES,
    style: STYLE,
  });
  rows.forEach((_, index) => {
    table.push(filled.map(({ cells }) => printable(cells[index] || '-')));
  });
  return trimLines(table.toString());
}

/** Names and values below each other; what has no value is left out. */
export function formatDetails(
  details: readonly (readonly [name: string, value: string | undefined])[],
  colors: Colors,
): string {
  const table = new Table({ chars: NO_LINES, style: STYLE });
  for (const [name, value] of details) {
    if (value !== undefined) table.push([colors.bold(name), printable(value)]);
  }
  return trimLines(table.toString());
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
