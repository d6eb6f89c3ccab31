import { formatColumns } from './format-columns.mjs';

/** @import { Books } from './clouds.mjs' */
/** @import { Machine } from './machines.mjs' */

const TITLES = ['PROVIDER', 'ASKED', 'READY', 'ENDED', 'LEFT', 'SECONDS', 'TYPES', 'WARNINGS'];
/** How wide the summary is with the types and warnings beside the numbers. */
const WIDE = 95;

/**
 * What was asked for and what came of it, a row for each provider.
 *
 * @param {readonly Machine[]} machines
 * @param {ReadonlyMap<string, Books>} books
 * @param {number} width of the terminal
 */
export function formatSummary(machines, books, width) {
  const rows = [...books].map(([provider, { left }]) => {
    const own = machines.filter(({ request }) => request.provider === provider);
    return {
      provider,
      numbers: [
        own.length,
        own.filter(({ readyAt }) => readyAt !== undefined).length,
        own.filter(({ ended }) => ended).length,
        left,
      ].map(String),
      seconds: formatRange(own),
      types: own.map(({ type }) => type ?? '-'),
      warnings: [...new Set(own.flatMap(({ warnings }) => warnings))],
    };
  });
  if (width >= WIDE) {
    return formatColumns(
      TITLES,
      rows.map(({ provider, numbers, seconds, types, warnings }) => [
        provider,
        ...numbers,
        seconds,
        types.join('\n'),
        warnings.join('\n') || '-',
      ]),
    );
  }
  return [
    ...formatColumns(
      TITLES.slice(0, 6),
      rows.map(({ provider, numbers, seconds }) => [provider, ...numbers, seconds]),
    ),
    ...rows.flatMap(({ provider, types, warnings }) => [
      '',
      `${provider}:`,
      ...[...types, ...warnings].map((text) => `  ${text}`),
    ]),
  ];
}

/**
 * Everything that is not as the demo has to be; nothing is left out and nothing is excused.
 *
 * @param {readonly Machine[]} machines
 * @param {ReadonlyMap<string, Books>} books
 */
export function findProblems(machines, books) {
  const ofMachines = machines.flatMap((machine) => {
    const { request, type, warnings, readyAt, ended } = machine;
    const name = `${request.provider} ${request.asked}`;
    return [
      readyAt === undefined ? `${name} was never ready.` : [],
      ended ? [] : `${name} has not ended.`,
      type === request.type ? [] : `${name} is a ${type} instead of a ${request.type}.`,
      warnings.join() === request.warnings.join()
        ? []
        : `${name} has the warnings [${warnings}] instead of [${request.warnings}].`,
    ].flat();
  });
  const ofClouds = [...books].flatMap(([provider, { made, left, beside }]) => {
    const asked = machines.filter(({ request }) => request.provider === provider).length;
    return [
      made === asked ? [] : `${provider} has made ${made} machines instead of ${asked}.`,
      left === 0 ? [] : `${provider} still has ${left} machines.`,
      ...Object.entries(beside).map(([what, count]) =>
        count === 0 ? [] : `${provider} still has ${count} ${what}.`,
      ),
    ].flat();
  });
  return [...ofMachines, ...ofClouds];
}

/** @param {readonly Machine[]} machines */
function formatRange(machines) {
  const seconds = machines.flatMap(({ startedAt, readyAt }) =>
    readyAt === undefined ? [] : [(readyAt - startedAt) / 1_000],
  );
  if (seconds.length === 0) return '-';
  return `${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)}`;
}
