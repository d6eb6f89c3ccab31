import type { RequestLimits } from '@stagely/core';
import * as v from 'valibot';
import { durationSchema } from './duration.js';
import { strictFields } from './parse-input.js';

/** How the mock behaves from the start; `reset()` returns to it. */
export interface MockSettings {
  /**
   * Milliseconds until a create request is answered; the instance is `pending` meanwhile. With `Infinity` only
   * the signal ends the call. Default: 0.
   */
  delay?: number | undefined;
  /**
   * Milliseconds from the answer to the public address. Above two minutes, and with `Infinity`, the
   * creation ends in a `ReadinessTimeoutError`. Default: 0.
   */
  addressDelay?: number | undefined;
  /** Milliseconds from the address to the state `running`; `Infinity` leaves it `pending`. Default: 0. */
  bootDelay?: number | undefined;
  /** Whether there are spot instances. Default: false, which gives the warning `no_spot`. */
  spot?: boolean | undefined;
  /** The regions there are, the default one first. Default: `mock-1` and `mock-2`. */
  regions?: readonly string[] | undefined;
  /** What the provider publishes as its request budget; it holds nobody to it. Default: none. */
  limits?: RequestLimits | undefined;
}

const budgetSchema = v.exactOptional(
  strictFields({
    burst: v.pipe(v.number('must be a number'), v.minValue(1, 'must be at least 1')),
    perSecond: v.pipe(v.number('must be a number'), v.gtValue(0, 'must be more than 0')),
  }),
);

const regionSchema = v.pipe(
  v.string('must be a region name'),
  v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/i, 'must be a region name of letters, digits and dashes'),
);

export const settingsSchema = strictFields({
  delay: v.optional(durationSchema, 0),
  addressDelay: v.optional(durationSchema, 0),
  bootDelay: v.optional(durationSchema, 0),
  spot: v.optional(v.boolean('must be true or false'), false),
  regions: v.optional(
    v.tupleWithRest([regionSchema], regionSchema, 'must be a list of region names'),
    ['mock-1', 'mock-2'],
  ),
  limits: v.optional(
    strictFields({
      total: budgetSchema,
      create: budgetSchema,
      read: budgetSchema,
      terminate: budgetSchema,
    }),
  ),
});

export type ParsedSettings = v.InferOutput<typeof settingsSchema>;
