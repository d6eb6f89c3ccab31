import type { CloudProvider } from '@stagely/core';
import type { Stage } from './stage.js';

/** A call that makes no machine, on a cloud that has been prepared for it. */
interface PreparedCall<T> {
  readonly run: (provider: CloudProvider) => Promise<T>;
  /** What is wrong with a result, by the cloud's books. */
  readonly judgeResult: (result: T) => readonly string[];
  /** What is wrong with the cloud after a failure. */
  readonly judgeFailure: () => readonly string[];
  /** Machines that must not be touched whatever happens. */
  readonly bystanders: readonly string[];
}

export interface CallScenario<T> {
  readonly name: string;
  /** How long the call may take, in milliseconds, for each request that it makes when nothing goes wrong and beside. */
  readonly deadline: {
    readonly perRequestMs: number;
    readonly terminations: number;
    readonly moreMs: number;
  };
  readonly prepare: (stage: Stage) => Promise<PreparedCall<T>>;
}

/** Defines a scenario with a result of its own type. */
export function callScenario<T>(scenario: CallScenario<T>): CallScenario<unknown> {
  return {
    ...scenario,
    async prepare(stage) {
      const { run, judgeResult, ...others } = await scenario.prepare(stage);
      let last: { readonly result: T } | undefined;
      return {
        async run(provider) {
          last = { result: await run(provider) };
        },
        judgeResult: () => (last === undefined ? ['there is no result'] : judgeResult(last.result)),
        ...others,
      };
    },
  };
}
