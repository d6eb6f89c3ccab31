import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';
import { isInstanceType, type MockInstanceType, mockInstanceTypes } from './instance-types.js';

/** `providerOptions.mock`. */
export interface MockOptions {
  /** An instance type in place of the one for the size; it must have the architecture of the spec. */
  instanceType?: MockInstanceType | undefined;
  /** Any name of up to 255 characters without control characters; `MockInstance.image` shows it. Default: `ubuntu-22.04`. */
  image?: string | undefined;
}

declare module '@stagely/core' {
  interface ProviderOptions {
    mock?: MockOptions | undefined;
  }
}

export const providerOptionsSchema = strictFields({
  instanceType: v.optional(
    v.custom<MockInstanceType>(isInstanceType, `must be one of ${mockInstanceTypes.join(', ')}`),
  ),
  image: v.optional(
    v.pipe(
      v.string('must be a string'),
      v.minLength(1, 'must not be empty'),
      v.maxLength(255, 'must have at most 255 characters'),
      v.check(
        (image) => !/\p{Cc}/u.test(image) && image.isWellFormed(),
        'must not contain control characters or broken Unicode',
      ),
    ),
    'ubuntu-22.04',
  ),
});

export type ParsedOptions = v.InferOutput<typeof providerOptionsSchema>;
