import type { CloudName } from '../clouds/tested-cloud.js';

/** A defect to put into the packages as they are built: one text of one file in the place of another. */
export interface PlantedBug {
  readonly name: string;
  /** A file below `packages`. */
  readonly file: string;
  /** Occurs there exactly once. */
  readonly text: string;
  readonly by: string;
  /** Where the simulation is to find it. */
  readonly cloud: CloudName;
  /** The lowest seed that finds it; without one, only the search looks for it, by many seeds. */
  readonly seed?: number;
}
