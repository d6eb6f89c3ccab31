import {
  type CloudProvider,
  type ReapOptions,
  type ReapResult,
  reapInstances,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';
import type { CloudName, TestedCloud } from '../clouds/tested-cloud.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** How far the reads of a cloud lag, in milliseconds. */
export const LAG_MS: Readonly<Record<CloudName, number>> = {
  aws: 10_000,
  digitalocean: 10_000,
  hetzner: 0,
};

export interface LeasedCloud {
  readonly cloud: TestedCloud;
  readonly clock: VirtualClock;
  readonly provider: CloudProvider;
  /** Carries a program to its end, while time passes. */
  run<T>(program: () => Promise<T>): Promise<T>;
  /** Makes a machine; the lease is counted from now. */
  create(given?: { leaseMs?: number; tags?: Record<string, string> }): Promise<string>;
  /** Reaps as another process would. */
  reap(options?: ReapOptions): Promise<ReapResult>;
  live(): string[];
}

/** Starts a cloud for one test of leases. */
export async function startLeasedCloud(name: CloudName): Promise<LeasedCloud> {
  const clock = new VirtualClock();
  const cloud = await startCloud(name, { clock, consistencyWindowMs: LAG_MS[name] });
  onTestFinished(() => cloud.close());
  const provider = cloud.openProvider();
  // What a provider loads when it is first used takes real time, which this clock does not know.
  await provider.validateCredentials();
  return {
    cloud,
    clock,
    provider,
    run: (program) => clock.run(program),
    create: async ({ leaseMs, tags = {} } = {}) => {
      const lease = leaseMs === undefined ? {} : { expiresAt: new Date(clock.now() + leaseMs) };
      const spec = { size: 'small', architecture: 'amd64', tags, ...lease } as const;
      return clock.run(async () => (await provider.createInstance(spec)).instanceId);
    },
    reap: (options) => clock.run(() => reapInstances(cloud.openProvider(), { clock, ...options })),
    live: () =>
      cloud
        .machines()
        .filter(({ live, known }) => live && known)
        .map(({ id }) => id),
  };
}
