import type { Random } from '../random/random.js';

/** A span of time in milliseconds: a constant, or drawn anew for each machine from the seed. */
export type Timing = number | ((random: Random) => number);

/** @throws RangeError when the timing gives anything but a finite number from 0 upwards */
export function drawTiming(timing: Timing, random: Random): number {
  const ms = typeof timing === 'number' ? timing : timing(random);
  if (!Number.isFinite(ms) || ms < 0) {
    throw new RangeError(
      `A timing must be a finite number of milliseconds from 0 upwards, not ${ms}.`,
    );
  }
  return ms;
}
