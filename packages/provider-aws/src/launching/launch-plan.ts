import type { InstanceType } from './instance-types.js';

/** One way to make an instance. */
export type LaunchPlan =
  /** Any of these types, as a spot instance, whichever EC2 has best. */
  | {
      readonly market: 'spot';
      readonly types: readonly InstanceType[];
      readonly attempt: SpotAttempt;
    }
  /** One type on demand. */
  | {
      readonly market: 'on-demand';
      readonly type: InstanceType;
      /** The spot request that came before, if there was one. */
      readonly attempt?: SpotAttempt | undefined;
    };

/** What came of a spot request, for the error of what is tried after it. */
interface SpotAttempt {
  refusal?: Error;
}

/** The ways to make an instance of one of several types, the best one first. */
export function planLaunches(types: readonly InstanceType[], spot: boolean): LaunchPlan[] {
  if (!spot) return types.map((type) => ({ market: 'on-demand', type }));
  const attempt: SpotAttempt = {};
  return [
    { market: 'spot', types, attempt },
    ...types.map((type): LaunchPlan => ({ market: 'on-demand', type, attempt })),
  ];
}
