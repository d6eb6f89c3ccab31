import type { Clock, Logger, ProviderContext } from '@stagely/core';
import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';
import { settingsSchema } from './settings.js';

const functionSchema = v.function('must be a function');

/** What every provider is given, with the settings of the mock. */
export const contextSchema = strictFields({
  settings: v.optional(settingsSchema, {}),
  logger: v.optional(
    v.custom<Logger>(
      (value) => hasMethods(value, ['debug', 'info', 'warn', 'error']),
      'must have the methods debug, info, warn and error',
    ),
  ),
  clock: v.optional(
    v.custom<Clock>(
      (value) => hasMethods(value, ['now', 'sleep']),
      'must have the methods now and sleep',
    ),
  ),
  fetch: v.optional(functionSchema),
  random: v.optional(functionSchema),
} satisfies Record<keyof ProviderContext, v.GenericSchema>);

function hasMethods(value: unknown, names: readonly string[]): boolean {
  const target: object = Object(value);
  return names.every((name) => typeof Reflect.get(target, name) === 'function');
}
