import type { CloudProvider } from '@stagely/core';
import { type Logger, VirtualClock } from '@stagely/core/plugin';
import { startCloud } from '../clouds/start-cloud.js';
import type {
  BookedMachine,
  CloudName,
  ProviderParts,
  TestedCloud,
} from '../clouds/tested-cloud.js';
import { Waits } from './waits.js';

/** How the provider under test is made. */
export type OpenProvider = (cloud: TestedCloud, parts: ProviderParts) => CloudProvider;

/** How a call ended on the clock, if it did. */
export type Settlement<T> =
  | { readonly kind: 'value'; readonly value: T; readonly tookMs: number }
  | { readonly kind: 'error'; readonly error: unknown; readonly tookMs: number }
  | { readonly kind: 'late'; readonly tookMs: number };

/** One emulated cloud under a virtual clock, for one case. */
export class Stage {
  readonly clock: VirtualClock;
  /** What providers have logged. */
  readonly lines: unknown[] = [];
  readonly waits = new Waits();
  readonly cloud: TestedCloud;
  readonly #openProvider: OpenProvider;

  private constructor(cloud: TestedCloud, clock: VirtualClock, openProvider: OpenProvider) {
    this.cloud = cloud;
    this.clock = clock;
    this.#openProvider = openProvider;
  }

  static async start(
    name: CloudName,
    lagMs: number,
    openProvider: OpenProvider = (cloud, parts) => cloud.openProvider(parts),
  ): Promise<Stage> {
    const clock = new VirtualClock();
    const cloud = await startCloud(name, { clock, consistencyWindowMs: lagMs });
    return new Stage(cloud, clock, openProvider);
  }

  /** Makes a provider that shares nothing with the others. */
  open(): CloudProvider {
    const { cloud, clock, waits } = this;
    return this.#openProvider(cloud, {
      clock: waits.clock(clock),
      fetch: waits.fetch(cloud.fetch),
      random: () => 0.5,
      logger: this.#logger(),
    });
  }

  /** Runs a call to its end, or to its deadline on the clock. */
  async settle<T>(work: () => Promise<T>, deadlineMs: number): Promise<Settlement<T>> {
    const { clock } = this;
    const startedAt = clock.now();
    const over = new AbortController();
    return clock.run(async () => {
      const settlement = await Promise.race([
        work().then(
          (value) => ({ kind: 'value', value }) as const,
          (error: unknown) => ({ kind: 'error', error }) as const,
        ),
        clock.sleep(deadlineMs, over.signal).then(() => ({ kind: 'late' }) as const),
      ]);
      over.abort();
      return { ...settlement, tookMs: clock.now() - startedAt };
    });
  }

  /** Runs what cannot go wrong. */
  async carryOut<T>(work: () => Promise<T>): Promise<T> {
    const settlement = await this.settle(work, LONG);
    if (settlement.kind === 'value') return settlement.value;
    const cause = settlement.kind === 'error' ? settlement.error : undefined;
    throw new Error('What was to prepare or to check a case went wrong.', { cause });
  }

  live(): readonly BookedMachine[] {
    return this.cloud.machines().filter(({ live }) => live);
  }

  #logger(): Logger {
    const note = (fields: object, message: string) => {
      this.lines.push([fields, message]);
    };
    return { debug: note, info: note, warn: note, error: note };
  }
}

const LONG = 3_600_000;
