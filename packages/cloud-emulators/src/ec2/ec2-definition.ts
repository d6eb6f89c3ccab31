import { systemClock } from '@stagely/core/plugin';
import type { CloudContext, CloudDefinition } from '../emulator/cloud-definition.js';
import { Ipv4Sequence } from '../random/ipv4-sequence.js';
import type { Random } from '../random/random.js';
import { EC2_TEST_CREDENTIALS } from './auth/ec2-credentials.js';
import type { Ec2OwnOptions } from './ec2-options.js';
import type { Ec2Context, Ec2Types } from './ec2-types.js';
import { requestErrors } from './errors/request-errors.js';
import { LaunchFailures } from './instances/launch-failures.js';
import { operations } from './operations/operations.js';
import { createQueryApp } from './protocol/answer-query.js';
import { peekAction } from './protocol/read-parameters.js';
import { renderError } from './protocol/render-answer.js';
import { publishedBuckets } from './request-buckets.js';
import { Ec2Regions } from './state/ec2-regions.js';
import { Ec2State } from './state/ec2-state.js';
import { Permissions } from './state/permissions.js';

const MINUTE_MS = 60_000;

const between = (minimum: number, maximum: number) => (random: Random) =>
  random.integer(minimum, maximum);

/** EC2, with its own options. */
export function ec2Definition(options: Ec2OwnOptions): CloudDefinition<Ec2Types> {
  const contexts = new WeakMap<CloudContext<Ec2Types>, Ec2Context>();
  const contextOf = (common: CloudContext<Ec2Types>) => {
    const context = contexts.get(common) ?? toEc2Context(common, options);
    contexts.set(common, context);
    return context;
  };
  return {
    name: 'ec2',
    defaults: {
      timings: {
        runningMs: between(5000, 15_000),
        addressMs: between(0, 3000),
        terminatedMs: between(20_000, 45_000),
        stoppedMs: between(10_000, 30_000),
        terminatedVisibleMs: 60 * MINUTE_MS,
      },
      quotas: {
        onDemandVcpus: 1152,
        spotVcpus: 1152,
        instances: 'unlimited',
        launchTemplates: 5000,
      },
      rateLimits: publishedBuckets,
      credentials: [EC2_TEST_CREDENTIALS],
    },
    bodyLimitBytes: 1024 * 1024,
    createState: (common) => new Ec2State(contextOf(common)),
    createApp: (_state, common) =>
      createQueryApp(contextOf(common), {
        credentials: common.credentials,
        hasRegion: (name) => contextOf(common).regions.has(name),
        maximumClockSkewMs: clockSkewOf(options, common),
      }),
    nameOperation(call) {
      const action = peekAction(call);
      return action !== undefined && operations.has(action) ? action : undefined;
    },
    renderError,
    errors: {
      bodyTooLarge: requestErrors.requestEntityTooLarge,
      internal: requestErrors.internalError,
    },
  };
}

function toEc2Context(
  common: CloudContext<Ec2Types>,
  { bindTokensOfFailedLaunches = true, regionsWithoutDefaultVpc = [] }: Ec2OwnOptions,
): Ec2Context {
  const { clock, random, consistency, drawTiming } = common;
  return {
    ...common,
    regions: new Ec2Regions({
      clock,
      random,
      maximumLagMs: consistency.maximumLagMs,
      terminatedVisibleMs: drawTiming('terminatedVisibleMs'),
      withoutDefaultVpc: regionsWithoutDefaultVpc,
    }),
    permissions: new Permissions(),
    launchFailures: new LaunchFailures(),
    publicAddresses: new Ipv4Sequence('198.18.0.0/15'),
    bindsTokensOfFailedLaunches: bindTokensOfFailedLaunches,
  };
}

function clockSkewOf(
  { maximumClockSkewMs }: Ec2OwnOptions,
  { clock }: CloudContext<Ec2Types>,
): number | undefined {
  if (maximumClockSkewMs === undefined) return clock === systemClock ? 15 * MINUTE_MS : undefined;
  return maximumClockSkewMs === false ? undefined : maximumClockSkewMs;
}
