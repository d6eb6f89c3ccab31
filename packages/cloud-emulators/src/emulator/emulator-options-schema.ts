import * as v from 'valibot';
import { strictFields, wholeNumber } from '../validation/schemas.js';

const fromZero = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const fromOne = wholeNumber(1, Number.MAX_SAFE_INTEGER);
const text = v.string('must be a text');

const amount = v.union(
  [fromZero, v.literal('unlimited')],
  "must be a whole number from 0 upwards or 'unlimited'",
);

const timingMessage =
  'must be a number of milliseconds from 0 upwards or a function that gives one';
const timing = v.union(
  [v.pipe(v.number(), v.finite(timingMessage), v.minValue(0, timingMessage)), v.function()],
  timingMessage,
);

const probabilityMessage = 'must be a number from 0 to 1';
const refillMessage = 'must be a number above 0';

const rateLimit = v.union(
  [
    strictFields({
      burst: fromOne,
      perSecond: v.pipe(v.number(), v.finite(refillMessage), v.gtValue(0, refillMessage)),
    }),
    strictFields({ requests: fromOne, windowMs: fromOne }),
  ],
  'must be { burst, perSecond } or { requests, windowMs } with numbers above 0',
);

const consistency = v.union(
  [
    fromZero,
    strictFields({
      getMs: v.optional(fromZero),
      listMs: v.optional(fromZero),
      staleProbability: v.optional(
        v.pipe(v.number(), v.minValue(0, probabilityMessage), v.maxValue(1, probabilityMessage)),
      ),
    }),
  ],
  'must be a whole number of milliseconds or { getMs, listMs, staleProbability }',
);

const capacityRule = strictFields({
  type: v.optional(text),
  region: v.optional(text),
  zone: v.optional(text),
  market: v.optional(v.picklist(['on-demand', 'spot'], "must be 'on-demand' or 'spot'")),
  available: amount,
});

/** What an emulator takes; the names are those of the cloud's own tables. */
export function emulatorOptionsSchema(names: {
  timings: readonly string[];
  quotas: readonly string[];
  rateLimits: readonly string[];
}) {
  const limits = table(names.rateLimits, rateLimit);
  return strictFields({
    clock: v.optional(v.custom(isClock, 'must have the functions now and sleep')),
    port: v.optional(
      v.union(
        [wholeNumber(0, 65_535), v.literal(false)],
        'must be a whole number from 0 to 65535 or false',
      ),
    ),
    seed: v.optional(v.union([v.string(), v.number()], 'must be a text or a number')),
    timings: v.optional(table(names.timings, timing)),
    consistencyWindowMs: v.optional(consistency),
    rateLimits: v.optional(v.lazy((value) => (typeof value === 'boolean' ? v.boolean() : limits))),
    quotas: v.optional(table(names.quotas, amount)),
    capacity: v.optional(v.array(capacityRule, 'must be a list of rules')),
    credentials: v.optional(v.unknown()),
    meterGroup: v.optional(v.function('must be a function')),
    requestLogSize: v.optional(fromZero),
  });
}

/** An object that may have any of the named fields and no others. */
function table<const Value extends v.GenericSchema>(names: readonly string[], value: Value) {
  return strictFields(Object.fromEntries(names.map((name) => [name, v.optional(value)])));
}

function isClock(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'now' in value &&
    typeof value.now === 'function' &&
    'sleep' in value &&
    typeof value.sleep === 'function'
  );
}
