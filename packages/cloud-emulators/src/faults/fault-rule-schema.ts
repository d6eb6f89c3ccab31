import * as v from 'valibot';
import { hasNoBody } from '../transport/delivery.js';
import { strictFields, wholeNumber } from '../validation/schemas.js';
import type { FaultRule } from './fault.js';

const flag = v.optional(v.boolean('must be true or false'));
const status = v.pipe(
  wholeNumber(200, 599),
  v.check((value) => !hasNoBody(value), 'must be a status that has a body'),
);
const milliseconds = wholeNumber(0, 2 ** 31 - 1);
const text = v.string('must be a text');

const headers = v.pipe(
  v.record(text, text, 'must be an object of texts'),
  v.check(isHeaders, 'must be valid header names and values'),
);

const fault = v.variant(
  'type',
  [
    strictFields({ type: v.literal('refuse') }),
    strictFields({ type: v.literal('resetBefore') }),
    strictFields({ type: v.literal('resetAfter') }),
    strictFields({ type: v.literal('hang'), afterEffect: flag }),
    strictFields({ type: v.literal('delay'), ms: milliseconds }),
    strictFields({
      type: v.literal('slowDrip'),
      bytesPerChunk: v.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
      intervalMs: v.optional(milliseconds),
    }),
    strictFields({ type: v.literal('truncated') }),
    strictFields({ type: v.literal('html'), status: v.optional(status), afterEffect: flag }),
    strictFields({ type: v.literal('empty') }),
    strictFields({
      type: v.literal('wrongContentType'),
      contentType: v.optional(
        v.pipe(
          text,
          v.check((value) => isHeaders({ 'content-type': value }), 'must be a header value'),
        ),
      ),
    }),
    strictFields({
      type: v.literal('status'),
      status,
      code: text,
      message: v.optional(text),
      headers: v.optional(headers),
      details: v.optional(v.unknown()),
      afterEffect: flag,
    }),
  ],
  'must be an object whose type is that of a fault',
);

/** What `faults.add` takes. */
export const faultRuleSchema: v.GenericSchema<unknown, FaultRule> = strictFields({
  operation: v.optional(
    v.union([v.string(), v.instance(RegExp)], 'must be a text or a regular expression'),
  ),
  nth: v.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  times: v.optional(
    v.union(
      [wholeNumber(1, Number.MAX_SAFE_INTEGER), v.literal('always')],
      "must be a whole number from 1 upwards or 'always'",
    ),
  ),
  probability: v.optional(
    v.pipe(
      v.number('must be a number from 0 to 1'),
      v.minValue(0, 'must be a number from 0 to 1'),
      v.maxValue(1, 'must be a number from 0 to 1'),
    ),
  ),
  fault,
});

function isHeaders(candidate: Record<string, string>): boolean {
  try {
    new Headers(candidate);
    return true;
  } catch {
    return false;
  }
}
