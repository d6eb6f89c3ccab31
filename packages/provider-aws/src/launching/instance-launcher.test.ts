import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { CapacityUnavailableError, InvalidInputError } from '@stagely/core';
import { LaunchTakenError } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import type { RequestTarget } from '../client/request-target.js';
import { parseAwsSpec } from '../parse-aws-spec.js';
import { SMALL } from '../testing/start-aws.js';
import { type InstanceChoice, InstanceLauncher } from './instance-launcher.js';

const operation = { provider: 'aws', operation: 'createInstance', idempotencyKey: 'key' };
const ID = 'i-0123456789abcdef0';

/** Launches an instance that EC2 answers with a state, or refuses. */
async function launch(answer: string | Error, choice: Partial<InstanceChoice> = {}) {
  const requests: { input: RunInstancesCommandInput; to: RequestTarget }[] = [];
  const launcher = new InstanceLauncher({
    runInstances: async (input, to) => {
      requests.push({ input, to });
      if (answer instanceof Error) throw answer;
      return { InstanceId: ID, InstanceType: 't3.small', State: { Name: answer }, Tags: [] };
    },
  });
  const spec = await parseAwsSpec(
    { ...SMALL, idempotencyKey: 'key' },
    { defaultRegion: 'eu-west-1', now: 0 },
  );
  const image = { imageId: 'ami-0123456789abcdef0', substitute: false };
  const request = { spec, image, generation: 0, creator: '0123456789ab', operation };
  const result: unknown = await launcher
    .launch(request, { type: 't3.small', market: 'on-demand', ...choice })
    .catch((error: unknown) => error);
  return { result, requests };
}

describe('a create request', () => {
  it('is one that launches, and knows what was tried before', async () => {
    const earlier = new CapacityUnavailableError('no spot instance', operation);
    const { requests } = await launch('pending', { earlier });
    expect(requests.map(({ to }) => to)).toEqual([
      { region: 'eu-west-1', operation, launches: true, earlier },
    ]);
  });

  it('for a spot instance asks for one that is not replaced, and that ends when it is reclaimed', async () => {
    const { requests } = await launch('pending', { market: 'spot' });
    expect(requests[0]?.input.InstanceMarketOptions).toEqual({
      MarketType: 'spot',
      SpotOptions: { SpotInstanceType: 'one-time', InstanceInterruptionBehavior: 'terminate' },
    });
  });

  it('on demand says nothing of markets', async () => {
    const { requests } = await launch('pending');
    expect(requests[0]?.input).not.toHaveProperty('InstanceMarketOptions');
  });
});

describe('the answer to a create request', () => {
  it.each(['pending', 'running', 'stopped'])('is an instance that is %s', async (state) => {
    const { result } = await launch(state);
    expect(result).toBe(`eu-west-1/${ID}`);
  });

  it.each(['shutting-down', 'terminated'])(
    'says that the token is used when its instance is %s',
    async (state) => {
      const { result } = await launch(state);
      expect(result).toBeInstanceOf(LaunchTakenError);
      expect(result).toMatchObject({
        message: `The client token belongs to eu-west-1/${ID}, which has ended.`,
      });
    },
  );

  it('says so too when EC2 refuses the token', async () => {
    const options = { ...operation, issues: [], providerCode: 'IdempotentInstanceTerminated' };
    const refusal = new InvalidInputError('refused', options);
    const { result } = await launch(refusal);
    expect(result).toBeInstanceOf(LaunchTakenError);
    expect(result).toMatchObject({ cause: refusal });
  });
});
