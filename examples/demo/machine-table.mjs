import pc from 'picocolors';
import { cutLine } from './fit-text.mjs';
import { formatColumns } from './format-columns.mjs';

/** @import { Machine } from './machines.mjs' */
/** @typedef {ReturnType<typeof pc.createColors>} Colors */

const NO_COLORS = pc.createColors(false);

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(machine: Machine, colors: Colors, now: number) => string} cell
 */

/** @type {readonly Column[]} */
const COLUMNS = [
  { title: 'PROVIDER', cell: ({ request }) => request.provider },
  { title: 'ASKED FOR', cell: ({ request }) => request.asked },
  { title: 'STATE', cell: ({ state }, colors) => colorOf(state, colors)(state) },
  { title: 'SECONDS', cell: (machine, _, now) => formatSeconds(machine, now) },
  { title: 'TYPE', cell: ({ type }) => type ?? '' },
  { title: 'ADDRESS', cell: ({ address }) => address ?? '' },
];

/**
 * All machines as a table that is as wide as the terminal at most: the last columns go first.
 *
 * @param {readonly Machine[]} machines
 * @param {{ width: number, colors: Colors, now: number }} options
 */
export function formatMachines(machines, { width, colors, now }) {
  const widths = COLUMNS.map(({ title, cell }) =>
    Math.max(title.length, ...machines.map((machine) => cell(machine, NO_COLORS, now).length)),
  );
  let count = COLUMNS.length;
  while (count > 3 && sum(widths.slice(0, count)) + 2 * (count - 1) > width) count--;
  const columns = COLUMNS.slice(0, count);
  return formatColumns(
    columns.map(({ title }) => colors.bold(title)),
    machines.map((machine) => columns.map(({ cell }) => cell(machine, colors, now))),
  ).map((line) => cutLine(line, width));
}

/**
 * How long it took until the machine was ready, or takes.
 *
 * @param {Machine} machine
 * @param {number} now
 */
function formatSeconds({ startedAt, readyAt, state }, now) {
  if (readyAt === undefined && (state === 'ended' || state === 'failed')) return '';
  return (((readyAt ?? now) - startedAt) / 1_000).toFixed(1);
}

/**
 * @param {Machine['state']} state
 * @param {Colors} colors
 */
function colorOf(state, colors) {
  return {
    'asked for': colors.dim,
    starting: colors.cyan,
    ready: colors.green,
    ending: colors.yellow,
    ended: colors.dim,
    failed: colors.red,
  }[state];
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
