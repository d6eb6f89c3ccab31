import type { Clock } from '@stagely/core/plugin';

interface RecentLease {
  readonly tag: string;
  readonly until: number;
}

/** The leases that were set lately: reads may not show them yet, and they must be taken off all the same. */
export class RecentLeases {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #leases = new Map<string, readonly RecentLease[]>();

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  note(instanceId: string, tag: string): void {
    this.#forgetOld();
    const lease = { tag, until: this.#clock.now() + this.#windowMs };
    this.#leases.set(instanceId, [...(this.#leases.get(instanceId) ?? []), lease]);
  }

  /** The tags that reads of the droplet may not show yet. */
  of(instanceId: string): readonly string[] {
    this.#forgetOld();
    return (this.#leases.get(instanceId) ?? []).map(({ tag }) => tag);
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [instanceId, leases] of this.#leases) {
      const recent = leases.filter(({ until }) => until > now);
      if (recent.length === 0) this.#leases.delete(instanceId);
      else this.#leases.set(instanceId, recent);
    }
  }
}
