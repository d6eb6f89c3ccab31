import type { InstanceStatus, ListedInstance } from '@stagely/core';
import type { Colors } from './colors.js';
import { formatDuration, formatMoment } from './format-duration.js';
import { type Column, formatTable } from './format-table.js';

/** Statuses as a table. */
export function formatStatuses(
  statuses: readonly InstanceStatus[],
  now: number,
  colors: Colors,
): string {
  return formatTable(
    statuses,
    [
      ...identityColumns(),
      { title: 'READY', value: ({ ready }) => (ready ? 'yes' : 'no') },
      { title: 'PRIVATE', value: ({ privateIp }) => privateIp },
      ...timeColumns(now),
      { title: 'REASON', value: ({ reason }) => reason },
    ],
    colors,
  );
}

/** Listed instances as a table. */
export function formatInstances(
  instances: readonly ListedInstance[],
  now: number,
  colors: Colors,
): string {
  return formatTable(
    instances,
    [
      ...identityColumns(),
      { title: 'TYPE', value: ({ instanceType }) => instanceType },
      { title: 'REGION', value: ({ region }) => region },
      ...timeColumns(now),
      { title: 'TAGS', value: formatTags },
      { title: 'REASON', value: ({ reason }) => reason },
    ],
    colors,
  );
}

const identityColumns = (): Column<InstanceStatus>[] => [
  { title: 'ID', value: ({ instanceId }) => instanceId },
  { title: 'STATE', value: ({ state }) => state },
  { title: 'ADDRESS', value: ({ publicIp }) => publicIp },
];

const timeColumns = (now: number): Column<InstanceStatus>[] => [
  {
    title: 'AGE',
    value: ({ launchedAt }) => launchedAt && formatDuration(now - launchedAt.getTime()),
  },
  {
    title: 'EXPIRES',
    value: ({ expiresAt, state }) =>
      state === 'terminated' ? undefined : expiresAt && formatMoment(expiresAt, now),
  },
];

function formatTags({ tags }: ListedInstance): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
