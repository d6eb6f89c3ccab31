import { EC2Client } from '@aws-sdk/client-ec2';
import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import { EC2_TEST_CREDENTIALS, type Ec2Credentials } from '../auth/ec2-credentials.js';
import type { Ec2EmulatorOptions } from '../ec2-options.js';
import { startEc2Emulator } from '../start-ec2-emulator.js';
import { createQuery } from './query.js';

export const UBUNTU =
  'resolve:ssm:/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id';
export const UBUNTU_ARM = UBUNTU.replace('amd64', 'arm64');

/** Timings that are easy to count with. */
const timings = {
  runningMs: 10_000,
  addressMs: 2000,
  terminatedMs: 30_000,
  stoppedMs: 20_000,
};

/** Starts an EC2 for one test under a virtual clock, with the SDK and a bare client over HTTP. */
export async function startEc2(options: Ec2EmulatorOptions = {}) {
  const clock = new VirtualClock();
  const emulator = await startEc2Emulator({ clock, timings, ...options });
  onTestFinished(() => emulator.close());
  const clientIn = (region: string, credentials: Ec2Credentials = EC2_TEST_CREDENTIALS) => {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const client = new EC2Client({
      region,
      endpoint: emulator.url,
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
      maxAttempts: 1,
    });
    onTestFinished(() => client.destroy());
    return client;
  };
  return {
    emulator,
    state: emulator.state,
    clock,
    clientIn,
    client: clientIn('us-east-1'),
    query: createQuery(emulator),
  };
}

/** What a launch needs at least. */
export const oneMachine = {
  MinCount: 1,
  MaxCount: 1,
  ImageId: UBUNTU,
  InstanceType: 't3.small',
} as const;

/** The code of the error that EC2 answers; a text that says so when there is none. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}
