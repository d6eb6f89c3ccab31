import { invalidField } from '../errors.js';
import type { HetznerRequest } from './hetzner-request.js';
import { readChoices } from './read-choices.js';
import { one, type Query } from './read-query.js';

const MAXIMUM_SAMPLES = 500;
const SHORTEST_STEP_SECONDS = 1;

export const metricsParameters = {
  type: 'repeated',
  start: 'once',
  end: 'once',
  step: 'once',
} as const;

const metricTypes = ['cpu', 'disk', 'network'] as const;

/** What is to be shown of a server's metrics. Times in milliseconds since the epoch. */
export interface MetricsRequest {
  readonly types: readonly (typeof metricTypes)[number][];
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

/** @throws ApiError 422 */
export function readMetricsRequest({ query }: HetznerRequest): MetricsRequest {
  const types = readChoices(query, 'type', metricTypes);
  if (types === undefined) throw invalidField('type', 'is required');
  const start = readInstant(query, 'start');
  const end = readInstant(query, 'end');
  if (end < start) throw invalidField('end', 'must not be before start');
  const fittingStep = Math.ceil((end - start) / 1000 / MAXIMUM_SAMPLES);
  const step = one(query, 'step') ?? String(Math.max(SHORTEST_STEP_SECONDS, fittingStep));
  if (!/^\d{1,9}$/.test(step) || Number(step) < Math.max(SHORTEST_STEP_SECONDS, fittingStep)) {
    throw invalidField('step', `must give at most ${MAXIMUM_SAMPLES} samples`);
  }
  return { types: [...new Set(types)], start, end, stepSeconds: Number(step) };
}

function readInstant(query: Query, name: string): number {
  const text = one(query, name);
  if (text === undefined) throw invalidField(name, 'is required');
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(instant)) throw invalidField(name, 'is not an RFC 3339 date and time');
  return instant;
}
