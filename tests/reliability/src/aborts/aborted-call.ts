import type { CallOptions, CloudProvider } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { startCloud } from '../clouds/start-cloud.js';
import type { CloudName, TestedCloud } from '../clouds/tested-cloud.js';
import { ObservedClient } from './observed-client.js';

/** What a call is made with. */
interface Circumstances {
  readonly provider: CloudProvider;
  /** A machine that was there before, where the call is to find one. */
  readonly instanceId: string;
  readonly now: number;
}

/** An operation to be aborted. */
export interface AbortableCall {
  readonly name: string;
  /** Whether a machine is there before, with the key `there`. */
  readonly onMachine: boolean;
  readonly call: (circumstances: Circumstances, options: CallOptions) => Promise<unknown>;
}

/** What came of a call that was aborted at a moment. */
export interface AbortedCall {
  /** Whether there was such a moment. */
  readonly aborted: boolean;
  readonly value?: unknown;
  readonly error?: unknown;
  /** The machines that live in the end. */
  readonly live: readonly string[];
  readonly instanceId: string;
  /** What still runs in the process just after the call has settled. */
  readonly running: { readonly waits: number; readonly sleeping: number };
}

/** Milliseconds: less than the clouds document, so that there are fewer moments. */
const LAG_MS: Readonly<Record<CloudName, number>> = { aws: 500, digitalocean: 500, hetzner: 0 };

/** Carries out a call in a cloud of its own, and aborts it at the moment with an index. */
export async function abortAtMoment(
  name: CloudName,
  { onMachine, call }: AbortableCall,
  moment: number,
): Promise<AbortedCall> {
  const clock = new VirtualClock();
  const consistencyWindowMs = LAG_MS[name];
  const cloud = await startCloud(name, { clock, consistencyWindowMs, quick: true });
  // What a provider loads when it is first used takes real time, which this clock does not know.
  await cloud.openProvider().validateCredentials();
  const instanceId = onMachine ? await makeMachine(cloud, clock) : '';
  const client = new ObservedClient(cloud);
  const controller = new AbortController();
  let aborted = false;
  client.onMoment = (index) => {
    if (index !== moment) return;
    aborted = true;
    controller.abort();
  };
  const circumstances = { provider: client.provider, instanceId, now: clock.now() };
  const settlement = await clock.run(() =>
    call(circumstances, { signal: controller.signal }).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
  );
  const running = { waits: client.waits, sleeping: clock.sleeping };
  const live = cloud.machines().flatMap((machine) => (machine.live ? machine.id : []));
  await cloud.close();
  return { aborted, ...settlement, live, instanceId, running };
}

async function makeMachine(cloud: TestedCloud, clock: VirtualClock): Promise<string> {
  const spec = { size: 'small', architecture: 'amd64', idempotencyKey: 'there' } as const;
  return clock.run(async () => {
    const { instanceId } = await cloud.openProvider().createInstance(spec);
    // Locks of its creation are over then, and every read shows it.
    await clock.sleep(60_000);
    return instanceId;
  });
}
