import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { missingSpecification, readSpecification } from '../testing/specification.js';
import { type ErrorCategory, meaningOf } from './error-categories.js';

const tableSchema = v.object({
  hetzner: v.array(
    v.object({ code: v.string(), status: v.nullable(v.number()), category: v.string() }),
  ),
});

/** The table's categories are those of the source design, which ours refine. */
const categories: Readonly<Record<string, readonly ErrorCategory[]>> = {
  InvalidCredentials: ['invalid_credentials'],
  QuotaExceeded: ['quota_exceeded'],
  CapacityUnavailable: ['capacity_unavailable'],
  NetworkFailure: ['network_failure', 'rate_limited', 'locked'],
  InvalidInput: ['invalid_input'],
  InstanceNotFound: ['not_found'],
};

const title = missingSpecification
  ? `the table of error codes (skipped: ${missingSpecification})`
  : 'the table of error codes';

describe.skipIf(missingSpecification)(title, () => {
  it('has every code in its category, whatever the status', () => {
    const { hetzner } = v.parse(tableSchema, readSpecification('error-codes.json'));
    expect(hetzner.length).toBeGreaterThan(25);
    for (const { code, category } of hetzner) {
      // Status 418 stands for nothing, so the code alone has decided.
      expect({ code, in: categories[category] }).toMatchObject({
        code,
        in: expect.arrayContaining([meaningOf(code, 418).category]),
      });
    }
  });

  it('knows every code itself: the status changes nothing', () => {
    const { hetzner } = v.parse(tableSchema, readSpecification('error-codes.json'));
    const unknown = hetzner.filter(({ code }) => meaningOf(code, 418) !== meaningOf(code, 500));
    expect(unknown).toEqual([]);
  });
});

describe('what an error means', () => {
  it.each([
    [401, 'invalid_credentials'],
    [403, 'invalid_credentials'],
    [404, 'not_found'],
    [408, 'network_failure'],
    [418, 'invalid_input'],
    [423, 'locked'],
    [429, 'rate_limited'],
    [500, 'network_failure'],
    [599, 'network_failure'],
    [undefined, 'network_failure'],
  ] as const)('by the status %s, where the code is unknown, is %s', (status, category) => {
    expect(meaningOf('no_such_code', status).category).toBe(category);
    expect(meaningOf(undefined, status).category).toBe(category);
    expect(meaningOf('constructor', status).category).toBe(category);
  });

  it.each([
    ['maintenance', 403, 'network_failure'],
    ['resource_limit_exceeded', 403, 'quota_exceeded'],
    ['placement_error', 422, 'capacity_unavailable'],
    ['service_error', 422, 'network_failure'],
    ['protected', 423, 'invalid_input'],
  ] as const)('by the code %s goes before the status %s: %s', (code, status, category) => {
    expect(meaningOf(code, status).category).toBe(category);
  });
});
