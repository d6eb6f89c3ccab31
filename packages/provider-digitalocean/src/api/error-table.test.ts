import { describe, expect, it } from 'vitest';
import { ABSENT, readErrorCodes } from '../testing/read-specification.js';
import { categorizeError, type ErrorCategory } from './error-table.js';

/** What the collected table calls the categories; more than one where it tells less than we do. */
const categories: Readonly<Record<string, readonly ErrorCategory[]>> = {
  InvalidInput: ['invalid_input', 'unknown_size'],
  InvalidCredentials: ['invalid_credentials', 'missing_permission'],
  InstanceNotFound: ['not_found'],
  QuotaExceeded: ['quota_exceeded'],
  CapacityUnavailable: ['capacity_unavailable'],
  NetworkFailure: ['network_failure', 'pending_event', 'rate_limited'],
};

describe('the collected error codes', () => {
  const rows = readErrorCodes();

  it.skipIf(rows === undefined)(`are there (${ABSENT})`, () => {
    expect(rows?.length).toBeGreaterThan(10);
  });

  it.each(rows ?? [])('$status $id $exampleMessage is $category', (row) => {
    const { id, category, exampleMessage = 'some message', throttling } = row;
    for (const status of statusesOf(row.status)) {
      const found = categorizeError({ status, code: id ?? undefined, message: exampleMessage });
      expect(categories[category]).toContain(found);
      expect(found === 'rate_limited').toBe(throttling);
    }
  });
});

function statusesOf(status: number | string): number[] {
  const [first = 0, last = first] = String(status).split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const code = 'unprocessable_entity';

describe('an error', () => {
  it.each<[string, ErrorCategory]>([
    ['creating this/these droplet(s) will exceed your droplet limit', 'quota_exceeded'],
    ['Size is not available in this region.', 'capacity_unavailable'],
    ['Region is not available', 'capacity_unavailable'],
    ['size is unavailable', 'capacity_unavailable'],
    ['size is currently restricted', 'capacity_unavailable'],
    ['You specified an invalid size for Droplet creation.', 'unknown_size'],
    ['Droplet already has a pending event.', 'pending_event'],
    ['The image you specified is not available in the selected region.', 'invalid_input'],
    ['The VPC of this region is not available.', 'invalid_input'],
    ['You specified an invalid region for Droplet creation.', 'invalid_input'],
  ])('that cannot be processed is told by its message: %s', (message, category) => {
    expect(categorizeError({ status: 422, code, message })).toBe(category);
    expect(categorizeError({ status: 422, message })).toBe(category);
  });

  it('is told by its code before its status', () => {
    const message = 'Droplet already has a pending event.';
    expect(categorizeError({ status: 500, code, message })).toBe('pending_event');
    expect(categorizeError({ status: 400, code: 'server_error', message })).toBe('network_failure');
  });

  it.each<[number, ErrorCategory]>([
    [400, 'invalid_input'],
    [401, 'invalid_credentials'],
    [403, 'missing_permission'],
    [404, 'not_found'],
    [405, 'invalid_input'],
    [408, 'network_failure'],
    [409, 'network_failure'],
    [410, 'not_found'],
    [418, 'invalid_input'],
    [422, 'invalid_input'],
    [429, 'rate_limited'],
    [500, 'network_failure'],
    [502, 'network_failure'],
    [599, 'network_failure'],
    [302, 'network_failure'],
  ])('with the status %i and a code that nobody knows goes by the status', (status, category) => {
    expect(categorizeError({ status, code: 'teapot', message: '' })).toBe(category);
    expect(categorizeError({ status, message: '' })).toBe(category);
  });
});
