import type { Clock } from '@stagely/core';
import { systemClock } from '@stagely/core/plugin';

/** A clock that starts now and runs `speed` times as fast as another one. */
export function fastClock(speed: number, clock: Clock = systemClock): Clock {
  const startedAt = clock.now();
  return {
    now: () => startedAt + (clock.now() - startedAt) * speed,
    sleep: (ms, signal) => clock.sleep(ms / speed, signal),
  };
}
