import {
  type CloudProvider,
  type CreatedInstance,
  type InstanceSpec,
  ProviderError,
} from '@stagely/core';
import type { VirtualClock } from '@stagely/core/plugin';
import type { CloudName, TestedCloud } from '../clouds/tested-cloud.js';
import { liveIn } from '../live-in.js';

/** One caller of a race. */
export interface Caller {
  /** When it calls, in milliseconds from the start. */
  readonly startMs: number;
  /** When it gives up, in milliseconds from its call. */
  readonly abortMs?: number | undefined;
  readonly spec: InstanceSpec;
  readonly provider: CloudProvider;
}

/** How a caller fared. */
export interface Finish {
  readonly caller: Caller;
  readonly created?: CreatedInstance;
  readonly error?: unknown;
  /** What lived by the cloud's own books when its promise settled. */
  readonly live: readonly string[];
  /** What lived so short a time before that reads may still have shown it. */
  readonly shown: readonly string[];
}

/** How long requests of callers that have gone may be under way, in milliseconds. */
const AFTERMATH_MS = 120_000;

/**
 * For how long a machine may be shown after its deletion was accepted, in milliseconds: until it is carried out, the lag of
 * ten seconds, and slow requests.
 */
const SHOWN_FOR_MS: Readonly<Record<CloudName, number>> = {
  aws: 15_000,
  digitalocean: 45_000,
  hetzner: 15_000,
};

/** Runs all callers to their ends under the virtual clock. */
export async function race(
  cloud: TestedCloud,
  clock: VirtualClock,
  callers: readonly Caller[],
): Promise<readonly Finish[]> {
  const lastLive = new Map<string, number>();
  cloud.requests.onRequest(() => {
    for (const id of liveIn(cloud)) lastLive.set(id, clock.now());
  });
  const books = () => {
    const shownSince = clock.now() - SHOWN_FOR_MS[cloud.name];
    const shown = [...lastLive].filter(([, at]) => at >= shownSince).map(([id]) => id);
    return { live: liveIn(cloud), shown };
  };
  return clock.run(async () => {
    const finishes = await Promise.all(callers.map((caller) => call(clock, caller, books)));
    await clock.sleep(AFTERMATH_MS);
    return finishes;
  });
}

async function call(
  clock: VirtualClock,
  caller: Caller,
  books: () => Pick<Finish, 'live' | 'shown'>,
): Promise<Finish> {
  const { startMs, abortMs, spec, provider } = caller;
  await clock.sleep(startMs);
  const giveUp = new AbortController();
  const settled = new AbortController();
  if (abortMs !== undefined) {
    clock.sleep(abortMs, settled.signal).then(
      () => giveUp.abort(),
      () => undefined,
    );
  }
  try {
    const created = await provider.createInstance(spec, { signal: giveUp.signal });
    return { caller, created, ...books() };
  } catch (error) {
    return { caller, error, ...books() };
  } finally {
    settled.abort();
  }
}

/**
 * What is untrue in what the callers were told.
 *
 * @returns one text for each lie
 */
export function findLies(cloud: TestedCloud, finishes: readonly Finish[]): string[] {
  const end = liveIn(cloud);
  const lies = finishes.flatMap(({ created, error, live, shown }) => {
    if (created !== undefined) {
      const { instanceId } = created;
      if (!live.includes(instanceId)) return [`${instanceId} was returned and was not there`];
      return end.includes(instanceId) ? [] : [`${instanceId} was returned and then ended`];
    }
    return error instanceof ProviderError
      ? findLiesOf(error, shown, end)
      : [`failed with ${String(error)}`];
  });
  if (end.length > 1) lies.push(`${end.length} machines live: ${end.join(', ')}`);
  const someoneKnows = finishes.some(
    ({ created, error }) =>
      created !== undefined || (error instanceof ProviderError && error.outcome !== 'no-instance'),
  );
  if (end.length > 0 && !someoneKnows) lies.push(`${end.join(', ')} lives and nobody knows`);
  return lies;
}

function findLiesOf(error: ProviderError, shown: readonly string[], end: readonly string[]) {
  const { outcome, instanceId = 'no id', code } = error;
  if (outcome === 'no-instance' && end.includes(instanceId)) {
    return [`${code}: ${instanceId} lives, and the outcome was no-instance`];
  }
  if (outcome === 'instance-exists' && !shown.includes(instanceId)) {
    return [`${code}: ${instanceId} does not live, and the outcome was instance-exists`];
  }
  return outcome === undefined ? [`${code}: without an outcome`] : [];
}
