import { strictFields } from '@stagely/core/plugin';
import * as v from 'valibot';
import { type InstanceType, isInstanceType } from './launching/instance-types.js';

/** `providerOptions.aws`. */
export interface AwsOptions {
  /**
   * An image: `ami-…`, or `resolve:ssm:` and the name of a parameter of Systems Manager. It must have the architecture
   * of the spec. Default: Canonical's Ubuntu 22.04, through the parameter that names its newest build.
   */
  image?: string | undefined;
  /** An instance type in place of the one for the size; nothing else is tried then. It must have the architecture of the spec. */
  instanceType?: string | undefined;
  /** The subnet to launch into. Default: a default subnet of the region's default VPC. */
  subnetId?: string | undefined;
  /** The security groups, up to 16. Default: the default group of the VPC, which usually lets nothing in. */
  securityGroupIds?: readonly string[] | undefined;
  /** The name of a key pair, for SSH. Default: none. */
  keyName?: string | undefined;
  /** The name or ARN of the instance profile whose role the machine has. Default: none. */
  iamInstanceProfile?: string | undefined;
}

declare module '@stagely/core' {
  interface ProviderOptions {
    aws?: AwsOptions | undefined;
  }
}

function textOf(pattern: RegExp, message: string) {
  return v.optional(v.pipe(v.string('must be a string'), v.regex(pattern, message)));
}

export const awsOptionsSchema = strictFields({
  image: textOf(
    /^(?:ami-[0-9a-f]{8,17}|resolve:ssm:[\w.:/-]{1,2048})$/,
    'must be an image such as ami-0123456789abcdef0, or resolve:ssm: and the name of a parameter',
  ),
  instanceType: v.optional(
    v.custom<InstanceType>(isInstanceType, 'must be an instance type such as c6i.xlarge'),
  ),
  subnetId: textOf(/^subnet-[0-9a-f]{8,17}$/, 'must be an id such as subnet-0123456789abcdef0'),
  securityGroupIds: v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string('must be a string'),
          v.regex(/^sg-[0-9a-f]{8,17}$/, 'must be an id such as sg-0123456789abcdef0'),
        ),
        'must be a list of ids',
      ),
      v.minLength(1, 'must have at least one id'),
      v.maxLength(16, 'must have at most 16 ids'),
    ),
  ),
  keyName: textOf(/^[\x20-\x7e]{1,255}$/, 'must have 1 to 255 ASCII characters'),
  iamInstanceProfile: textOf(
    /^(?:[\w+=,.@-]{1,128}|arn:aws[\w-]*:iam::\d{12}:instance-profile\/[\w+=,.@/-]{1,512})$/,
    'must be the name or the ARN of an instance profile',
  ),
});

export type ParsedAwsOptions = v.InferOutput<typeof awsOptionsSchema>;
