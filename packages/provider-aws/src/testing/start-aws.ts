import {
  EC2_TEST_CREDENTIALS,
  type Ec2Emulator,
  type Ec2EmulatorOptions,
  startEc2Emulator,
} from '@stagely/cloud-emulators';
import type { InstanceSpec } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import { AwsAccount } from '../aws-account.js';
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
  /** Makes what a provider is made from, for tests of a part of it. */
  openAccount(): AwsAccount;
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
  const contextWith = (more: AwsSettings) => ({
    clock,
    fetch: emulator.fetch,
    random: () => 0.5,
    settings: { endpoint: emulator.url, ...settings, ...more },
  });
  const openProvider = (more: AwsSettings = {}, credentials: AwsCredentials = CREDENTIALS) =>
    new AwsProvider(credentials, contextWith(more));
  return {
    emulator,
    clock,
    openProvider,
    provider: openProvider(),
    openAccount: () => new AwsAccount(CREDENTIALS, contextWith({})),
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

/** Has an operation go without an answer, and a call aborted as soon as the emulator is asked for it. */
export function abortOn({ faults, requests }: Ec2Emulator, operation: string): AbortSignal {
  const controller = new AbortController();
  faults.add({ operation, fault: { type: 'hang' } });
  requests.onRequest((request) => {
    if (request.operation === operation) queueMicrotask(() => controller.abort());
  });
  return controller.signal;
}

/** EC2's own id, without the region. */
export function ec2IdOf(instanceId: string): string {
  return instanceId.split('/')[1] ?? '';
}
