import * as v from 'valibot';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../contract/logger.js';
import type { ProviderContext } from '../contract/provider-context.js';
import { strictFields } from '../validation/schemas.js';

/** The schema of what every provider is given beside its credentials, with the settings of one provider. */
export function providerContextSchema<const Settings extends v.GenericSchema>(settings: Settings) {
  return strictFields({
    settings,
    logger: v.optional(objectWith<Logger>(['debug', 'info', 'warn', 'error'])),
    clock: v.optional(objectWith<Clock>(['now', 'sleep'])),
    fetch: v.optional(v.custom<typeof globalThis.fetch>(isFunction, 'must be a function')),
    random: v.optional(v.custom<() => number>(isFunction, 'must be a function')),
  } satisfies Record<keyof ProviderContext, v.GenericSchema>);
}

function objectWith<T extends object>(methods: readonly [string, ...string[]]) {
  const [last, ...others] = methods.toReversed();
  return v.custom<T>(
    (value) => methods.every((name) => isFunction(Reflect.get(Object(value), name))),
    `must have the methods ${others.toReversed().join(', ')} and ${last}`,
  );
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
