import { inspect } from 'node:util';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { InstanceSpec } from '../src/contract/instance-spec.js';
import { parseInstanceSpec } from '../src/plugin/parse-instance-spec.js';
import { strictFields } from '../src/validation/schemas.js';
import { callUntyped } from './call-untyped.js';
import { issuesOf, rejectionOf } from './thrown-by.js';

export const now = Date.UTC(2026, 0, 1);

/** What a provider says of itself when it parses a spec. */
export const acme = {
  provider: 'acme',
  defaultRegion: 'nbg1',
  now,
  userDataMaxBytes: 1_024,
  providerOptions: strictFields({
    image: v.optional(v.string('must be a string'), 'ubuntu-22.04'),
    cores: v.optional(v.number('must be a number')),
  }),
};

export const minimal: InstanceSpec = { size: 'small', architecture: 'amd64' };

/** Stands for what must not be seen in any error. */
export const SECRET = 'hunter22-in-user-data';

export const parse = (spec: InstanceSpec) => parseInstanceSpec(spec, acme);

/** What is refused of a spec, checking that the error is one of `createInstance` and shows no secret. */
export async function refused(spec: unknown, options: object = acme): Promise<string[]> {
  const error = await rejectionOf(Promise.resolve(callUntyped(parseInstanceSpec, spec, options)));
  const issues = issuesOf(error);
  expect(error).toMatchObject({
    provider: 'acme',
    operation: 'createInstance',
    outcome: 'no-instance',
    idempotencyKey: expect.stringMatching(/./),
  });
  const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
  expect(shown).not.toContain('hunter22');
  return issues;
}
