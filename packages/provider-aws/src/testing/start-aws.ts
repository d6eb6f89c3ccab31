import {
  EC2_TEST_CREDENTIALS,
  type Ec2Emulator,
  type Ec2EmulatorOptions,
  startEc2Emulator,
} from '@stagely/cloud-emulators';
import type { InstanceSpec } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import { AwsProvider } from '../aws-provider.js';
import type { AwsCredentials } from '../credentials.js';
import type { AwsSettings } from '../settings.js';

/** Credentials that the emulator accepts. */
export const CREDENTIALS = {
  access_key_id: EC2_TEST_CREDENTIALS.accessKeyId,
  secret_access_key: EC2_TEST_CREDENTIALS.secretAccessKey,
  region: 'us-east-1',
} as const satisfies AwsCredentials;

export const SMALL = { size: 'small', architecture: 'amd64' } as const satisfies InstanceSpec;

/** Timings that are easy to count with. */
const timings = { runningMs: 10_000, addressMs: 2_000, terminatedMs: 30_000 };

export interface StartedAws {
  readonly emulator: Ec2Emulator;
  readonly clock: VirtualClock;
  /** Makes a further provider, as another process would. */
  openProvider(settings?: AwsSettings, credentials?: AwsCredentials): AwsProvider;
  readonly provider: AwsProvider;
  /** Carries a program to its end, while time passes. */
  run<T>(program: () => Promise<T>): Promise<T>;
}

/** Starts an EC2 for one test, inside the process and under a virtual clock, with a provider for it. */
export async function startAws(
  options: Ec2EmulatorOptions = {},
  settings: AwsSettings = {},
): Promise<StartedAws> {
  const clock = new VirtualClock();
  const emulator = await startEc2Emulator({ port: false, clock, timings, ...options });
  onTestFinished(() => emulator.close());
  const openProvider = (more: AwsSettings = {}, credentials: AwsCredentials = CREDENTIALS) =>
    new AwsProvider(credentials, {
      clock,
      fetch: emulator.fetch,
      random: () => 0.5,
      settings: { endpoint: emulator.url, ...settings, ...more },
    });
  return {
    emulator,
    clock,
    openProvider,
    provider: openProvider(),
    run: (program) => clock.run(program),
  };
}

/** The operations that an emulator was asked for, in order. */
export function operationsOf({ requests }: Ec2Emulator): string[] {
  return requests.all().map(({ operation }) => operation ?? 'unknown');
}

/** How often an emulator was asked for an operation. */
export function countOf({ requests }: Ec2Emulator, operation: string): number {
  return requests.countByOperation().get(operation) ?? 0;
}

/** EC2's own id, without the region. */
export function ec2IdOf(instanceId: string): string {
  return instanceId.split('/')[1] ?? '';
}
