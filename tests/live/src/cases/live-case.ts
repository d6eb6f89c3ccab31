import type { CloudDescription } from '../clouds/cloud-description.js';
import type { TestRun } from '../run/test-run.js';

/** Something that is true of every cloud, asked of a real one. */
export interface LiveCase {
  readonly name: string;
  /** The most machines that it makes, for the cost of a run. */
  readonly machines: number;
  /** Why a cloud cannot be asked. */
  notFor?(description: CloudDescription): string | undefined;
  /** Throws when it is not true. Whoever calls it ends the machines of the run. */
  run(run: TestRun): Promise<void>;
}
