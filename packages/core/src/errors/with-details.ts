import type { ProviderError, ProviderErrorOptions } from './provider-error.js';

/** What can be said of an error only later: whose operation it was, and what became of the machine. */
export type ErrorDetails = Partial<
  Pick<ProviderErrorOptions, 'provider' | 'operation' | 'instanceId' | 'outcome' | 'idempotencyKey'>
>;

/**
 * A copy of an error with other details; its class, and all else that it tells, stay what they are. Details that are
 * `undefined` change nothing. `sentence` is added to the message.
 */
export function withDetails<E extends ProviderError>(
  error: E,
  details: ErrorDetails,
  sentence?: string,
): E {
  const { cause, stack } = error;
  const message = sentence === undefined ? error.message : `${error.message} ${sentence}`;
  const copy = new Error(message, cause === undefined ? undefined : { cause });
  const fields = { ...Object.fromEntries(Object.entries(error)), ...definedOnly(details) };
  for (const [field, value] of Object.entries(fields)) {
    Object.defineProperty(copy, field, { value, enumerable: true });
  }
  Object.defineProperty(copy, 'stack', { value: stack, writable: true });
  return adopt(copy, error);
}

function definedOnly(details: ErrorDetails): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/** Gives one object the class of another. */
function adopt<T extends object>(copy: object, original: T): T {
  return Object.setPrototypeOf(copy, Object.getPrototypeOf(original));
}
