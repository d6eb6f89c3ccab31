import {
  DescribeInstancesCommand,
  EC2Client,
  type EC2ClientConfig,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { EC2_TEST_CREDENTIALS } from './auth/ec2-credentials.js';
import { actions } from './ec2-actions.js';
import { codeOf, oneMachine, startEc2 } from './testing/start-ec2.js';

/** The SDK's own loop, without the time it would wait. */
const retriesAtOnce: NonNullable<EC2ClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  refreshRetryTokenForRetry: async (token) => ({
    getRetryCount: () => token.getRetryCount() + 1,
    getRetryDelay: () => 0,
  }),
  recordSuccess: () => {},
};

describe('faults', () => {
  it('are for actions by their name', async () => {
    const { client, emulator, state } = await startEc2();
    const rule = emulator.faults.add({
      operation: 'RunInstances',
      fault: { type: 'status', status: 503, code: 'Unavailable', message: 'not now' },
    });
    await expect(client.send(new RunInstancesCommand(oneMachine))).rejects.toMatchObject({
      name: 'Unavailable',
      message: 'not now',
      $metadata: { httpStatusCode: 503 },
    });
    expect(rule.hits).toBe(1);
    expect(state.instances()).toEqual([]);
    expect(await codeOf(client.send(new RunInstancesCommand(oneMachine)))).toBe('no error');
  });

  it('can lose an answer after its effect', async () => {
    const { client, emulator, state } = await startEc2();
    emulator.faults.add({ operation: 'RunInstances', fault: { type: 'resetAfter' } });
    expect(await codeOf(client.send(new RunInstancesCommand(oneMachine)))).not.toBe('no error');
    expect(state.instances()).toHaveLength(1);
  });

  it('that clear up are got over by an SDK that tries again, with one machine', async () => {
    const { emulator, state } = await startEc2();
    for (const type of ['resetAfter', 'html'] as const) {
      emulator.faults.add({ operation: 'RunInstances', fault: { type } });
    }
    const client = new EC2Client({
      region: 'us-east-1',
      endpoint: emulator.url,
      credentials: EC2_TEST_CREDENTIALS,
      retryStrategy: retriesAtOnce,
    });
    await client.send(new RunInstancesCommand(oneMachine));
    client.destroy();
    expect(emulator.requests.count('RunInstances')).toBe(3);
    expect(state.instances()).toHaveLength(1);
  });

  it('can be for every action the emulator has', async () => {
    const { emulator, query } = await startEc2({ rateLimits: false });
    for (const action of actions) {
      const rule = emulator.faults.add({
        operation: action,
        fault: { type: 'status', status: 500, code: 'InternalError' },
      });
      expect((await query(action)).code).toBe('InternalError');
      expect(rule.hits).toBe(1);
    }
    expect(emulator.requests.countByOperation()).toEqual(
      new Map(actions.map((action) => [action, 1])),
    );
  });

  it('leave listing alone', async () => {
    const { client, emulator } = await startEc2();
    emulator.faults.add({ operation: /^Run/, times: 'always', fault: { type: 'resetBefore' } });
    expect(await codeOf(client.send(new DescribeInstancesCommand({})))).toBe('no error');
  });
});
