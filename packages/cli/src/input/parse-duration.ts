import { InvalidArgumentError } from '@commander-js/extra-typings';

const FORM = /^(?=\d)(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const SIZES = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Makes a parser of durations like `30m`, `2h` or `1d12h` within bounds, for options; the result is in milliseconds. */
export function durationParser(bounds: {
  readonly min?: string;
  readonly max: string;
}): (text: string) => number {
  const { min = '0s', max } = bounds;
  const minMs = toMilliseconds(min) ?? 0;
  const maxMs = toMilliseconds(max) ?? 0;
  return (text) => {
    const ms = toMilliseconds(text);
    if (ms === undefined) {
      throw new InvalidArgumentError('It must be a duration such as 90s, 30m, 2h or 1d.');
    }
    if (ms < minMs || ms > maxMs) {
      throw new InvalidArgumentError(`It must be from ${min} to ${max}.`);
    }
    return ms;
  };
}

function toMilliseconds(text: string): number | undefined {
  const counts = FORM.exec(text)?.slice(1);
  return counts?.reduce((sum, count = '0', index) => sum + Number(count) * (SIZES[index] ?? 0), 0);
}
