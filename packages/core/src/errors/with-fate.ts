import type { CreateOutcome, ProviderError } from './provider-error.js';

/** What became of the machine that a failed creation was to make. */
export interface Fate {
  readonly outcome: CreateOutcome;
  readonly instanceId?: string | undefined;
  readonly idempotencyKey: string;
}

/**
 * A copy of an error that tells what became of the machine; its class, and all else that it tells, stay what they
 * are. `sentence` is added to the message.
 */
export function withFate<E extends ProviderError>(error: E, fate: Fate, sentence?: string): E {
  const { cause, stack } = error;
  const message = sentence === undefined ? error.message : `${error.message} ${sentence}`;
  const copy = new Error(message, cause === undefined ? undefined : { cause });
  const fields = { ...Object.fromEntries(Object.entries(error)), ...definedOnly(fate) };
  for (const [field, value] of Object.entries(fields)) {
    Object.defineProperty(copy, field, { value, enumerable: true });
  }
  Object.defineProperty(copy, 'stack', { value: stack, configurable: true, writable: true });
  return adopt(copy, error);
}

function definedOnly(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Gives one object the class of another. */
function adopt<T extends object>(copy: object, original: T): T {
  return Object.setPrototypeOf(copy, Object.getPrototypeOf(original));
}
