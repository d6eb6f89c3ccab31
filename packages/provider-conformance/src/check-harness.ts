import type { InputIssue } from '@stagely/core';
import { invalidInput, parseInput, strictFields, systemClock } from '@stagely/core/plugin';
import * as v from 'valibot';
import type { ConformanceClock, ConformanceHarness } from './harness.js';

/** A harness that has been checked and has its defaults. */
export type CheckedHarness = ConformanceHarness & {
  readonly clock: ConformanceClock;
  readonly fetch: typeof globalThis.fetch;
};

const OPERATION = { operation: 'conformanceCases' };

const MIN_SECRET_LENGTH = 8;

const isFunction = v.function('must be a function');
const text = v.pipe(v.string('must be a string'), v.nonEmpty('must not be empty'));
const flag = v.boolean('must be true or false');
const fields = v.record(v.string(), v.unknown(), 'must be an object');

const harnessSchema = strictFields({
  plugin: v.looseObject(
    { secretFields: v.array(text, 'must be a list of field names'), createProvider: isFunction },
    'must be the default export of the provider package',
  ),
  credentials: fields,
  unknownInstanceId: text,
  properties: strictFields({
    regions: v.pipe(
      v.array(text, 'must be a list of region names'),
      v.nonEmpty('must name at least one region'),
    ),
    arm64: v.union([flag, v.literal('emulated')], 'must be true, false or "emulated"'),
    spot: flag,
    visibilityWindowMs: v.pipe(
      v.number('must be a number of milliseconds'),
      v.minValue(0, 'must not be negative'),
      v.finite('must be finite'),
    ),
  }),
  invalidCredentials: v.optional(fields),
  packageFolder: v.optional(v.union([text, v.instance(URL)], 'must be a path or a file: URL')),
  settings: v.optional(v.unknown()),
  fetch: v.optional(isFunction),
  clock: v.optional(
    v.looseObject({ now: isFunction, sleep: isFunction, run: v.optional(isFunction) }),
  ),
  createProvider: v.optional(isFunction),
  countLiveInstances: v.optional(isFunction),
  createForeignInstance: v.optional(isFunction),
  stopInstance: v.optional(isFunction),
});

/**
 * Checks what the author of a provider gave, so that a mistake there is not taken for one of the provider.
 *
 * @throws InvalidInputError with every problem and its path
 */
export function checkHarness(harness: ConformanceHarness): CheckedHarness {
  parseInput(harnessSchema, harness, 'harness', OPERATION);
  const issues = secretIssues(harness);
  if (issues.length > 0) throw invalidInput(OPERATION, issues);
  return { ...harness, clock: harness.clock ?? systemClock, fetch: harness.fetch ?? globalFetch };
}

/** Looked up at each call, so that whoever replaces the global one is heard. */
const globalFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

function secretIssues({ plugin, credentials, invalidCredentials }: ConformanceHarness) {
  const issues: InputIssue[] = [];
  for (const [name, given] of Object.entries({ credentials, invalidCredentials })) {
    for (const field of plugin.secretFields) {
      const secret = given?.[field];
      if (typeof secret !== 'string' || secret.length >= MIN_SECRET_LENGTH) continue;
      issues.push({
        path: `harness.${name}.${field}`,
        message: `must have at least ${MIN_SECRET_LENGTH} characters, or it cannot be told from ordinary text`,
      });
    }
  }
  return issues;
}
