import type { MetricsRequest } from '../requests/read-metrics-request.js';
import type { Server } from '../state/server.js';
import { renderTime } from './render-time.js';

const series: Readonly<Record<MetricsRequest['types'][number], readonly string[]>> = {
  cpu: ['cpu'],
  disk: [
    'disk.0.iops.read',
    'disk.0.iops.write',
    'disk.0.bandwidth.read',
    'disk.0.bandwidth.write',
  ],
  network: [
    'network.0.pps.in',
    'network.0.pps.out',
    'network.0.bandwidth.in',
    'network.0.bandwidth.out',
  ],
};

/** Samples of the times at which a server was there: 1 while it was running, else 0. */
export function renderMetrics(
  server: Server,
  { types, start, end, stepSeconds }: MetricsRequest,
  now: number,
) {
  const values: [number, string][] = [];
  const last = Math.min(end, now);
  for (let time = start; time <= last; time += stepSeconds * 1000) {
    if (time < server.createdAt) continue;
    values.push([time / 1000, server.status.at(time) === 'running' ? '1' : '0']);
  }
  return {
    start: renderTime(start),
    end: renderTime(end),
    step: stepSeconds,
    time_series: Object.fromEntries(
      types.flatMap((type) => series[type]).map((name) => [name, { values }]),
    ),
  };
}
