import * as v from 'valibot';
import type { EmulatorOptions } from '../emulator/emulator-options.js';
import { parseArgument } from '../validation/parse-argument.js';
import { strictFields, wholeNumber } from '../validation/schemas.js';
import { regions } from './catalogue/regions.js';
import type { Ec2Types } from './ec2-types.js';

/** What the EC2 emulator takes beside what every emulator takes. */
export interface Ec2OwnOptions {
  /** Regions from which the default VPC was deleted. Default: none. */
  regionsWithoutDefaultVpc?: readonly string[] | undefined;
  /**
   * How old or early a signed request may be, in milliseconds; `false`: any age. Default: 15 minutes under
   * the machine's own clock, `false` under any other, of which clients know nothing.
   */
  maximumClockSkewMs?: number | false | undefined;
  /**
   * Whether the client token of a launch that failed for want of capacity, price or quota stays bound to
   * its parameters, as it does in EC2. Default: `true`.
   */
  bindTokensOfFailedLaunches?: boolean | undefined;
}

/**
 * The options of `startEc2Emulator`. Timings are `runningMs`, `addressMs`, `terminatedMs`, `stoppedMs` and
 * `terminatedVisibleMs`; quotas, each for every Region, `onDemandVcpus`, `spotVcpus`, `instances` and
 * `launchTemplates`; rate limits are named after the action, those by resources `RunInstances.resources`,
 * those of unfiltered lists `DescribeInstances.unfiltered`. Credentials are `{ accessKeyId,
 * secretAccessKey, sessionToken?, expiresAt? }`, all of one account.
 */
export interface Ec2EmulatorOptions extends EmulatorOptions<Ec2Types>, Ec2OwnOptions {}

const nonEmpty = v.pipe(v.string('must be a text'), v.minLength(1, 'must not be empty'));

const credentials = v.pipe(
  v.array(
    strictFields({
      accessKeyId: v.pipe(nonEmpty, v.regex(/^\w+$/, 'must be letters and digits')),
      secretAccessKey: nonEmpty,
      sessionToken: v.optional(nonEmpty),
      expiresAt: v.optional(v.date('must be a Date')),
    }),
    'must be a list of keys',
  ),
  v.minLength(1, 'must have at least one key'),
);

const ownOptions = strictFields({
  credentials: v.optional(credentials),
  regionsWithoutDefaultVpc: v.optional(
    v.array(
      v.picklist(
        regions.map(({ name }) => name),
        'must be the name of a Region',
      ),
      'must be a list of Regions',
    ),
  ),
  maximumClockSkewMs: v.optional(
    v.union(
      [wholeNumber(0, Number.MAX_SAFE_INTEGER), v.literal(false)],
      'must be a whole number from 0 upwards or false',
    ),
  ),
  bindTokensOfFailedLaunches: v.optional(v.boolean('must be true or false')),
});

/**
 * Takes EC2's own options from the others.
 *
 * @throws InvalidInputError naming what is wrong with EC2's own
 */
export function splitOptions(options: Ec2EmulatorOptions): {
  own: Ec2OwnOptions;
  others: EmulatorOptions<Ec2Types>;
} {
  const { regionsWithoutDefaultVpc, maximumClockSkewMs, bindTokensOfFailedLaunches, ...others } =
    options;
  const own = { regionsWithoutDefaultVpc, maximumClockSkewMs, bindTokensOfFailedLaunches };
  parseArgument(
    ownOptions,
    { ...own, credentials: others.credentials },
    { operation: 'Starting the ec2 emulator', argumentName: 'options' },
  );
  return { own, others };
}
