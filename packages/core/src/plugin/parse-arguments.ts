import { setMaxListeners } from 'node:events';
import * as v from 'valibot';
import type { CallOptions } from '../contract/call-options.js';
import { callOptionsSchema } from '../contract/call-options-schema.js';
import { instanceFilterSchema } from '../contract/instance-spec-schema.js';
import type { InstanceFilter } from '../contract/listed-instance.js';
import { invalidInput, parseInput } from '../validation/parse-input.js';
import { boundedText, validDate } from '../validation/schemas.js';
import { abortedError, type Operation } from './operation.js';

/**
 * Checks the options of a call, and whether it was aborted before it began.
 *
 * @throws InvalidInputError, OperationAbortedError
 */
export function parseCallOptions(
  options: CallOptions | undefined,
  operation: Operation,
): AbortSignal | undefined {
  const signal = parseInput(callOptionsSchema, options, 'options', operation)?.signal;
  if (signal?.aborted) throw abortedError(operation, signal);
  // One signal for a thousand calls, such as that of a shutdown, is no leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  return signal;
}

/**
 * Checks an instance id against the form that a provider's ids have.
 *
 * @throws InvalidInputError
 */
export function parseInstanceId(
  instanceId: string,
  form: { readonly pattern: RegExp; readonly example: string },
  operation: Operation,
): string {
  const text = parseInput(boundedText(1, 255), instanceId, 'instanceId', operation);
  if (form.pattern.test(text)) return text;
  throw invalidInput(operation, [
    { path: 'instanceId', message: `must be an id such as "${form.example}"` },
  ]);
}

/**
 * Checks a filter.
 *
 * @throws InvalidInputError
 */
export function parseInstanceFilter(
  filter: InstanceFilter | undefined,
  operation: Operation,
): InstanceFilter {
  return parseInput(instanceFilterSchema, filter, 'filter', operation) ?? {};
}

/**
 * Checks the new end of a lease. One in the past is allowed: the next reaping ends the machine.
 *
 * @throws InvalidInputError
 */
export function parseExpiry(expiresAt: Date | undefined, operation: Operation): Date | undefined {
  return parseInput(v.optional(validDate), expiresAt, 'expiresAt', operation);
}
