const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A duration for people, in its two largest units: `45s`, `2m 5s`, `3h`, `4d 1h`. */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, Math.floor(ms / 1_000) * 1_000);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${unit}`);
    else if (parts.length > 0) break;
    rest -= count * size;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}

/** A duration that is being watched: with tenths of a second during the first minute, such as `3.2s`. */
export function formatElapsed(ms: number): string {
  const elapsed = Math.max(0, ms);
  return elapsed < 60_000
    ? `${(Math.floor(elapsed / 100) / 10).toFixed(1)}s`
    : formatDuration(elapsed);
}

/** A moment for people, seen from now: `in 25m`, `3m ago`. */
export function formatMoment(moment: Date, now: number): string {
  const distance = Math.round((moment.getTime() - now) / 1_000) * 1_000;
  return distance > 0 ? `in ${formatDuration(distance)}` : `${formatDuration(-distance)} ago`;
}
