import type { CloudName } from '../clouds/tested-cloud.js';

/** A defect to put into the packages as they are built: one text of one file in the place of another. */
export interface Defect {
  /** A file below `packages`. */
  readonly file: string;
  /** Occurs there exactly once. */
  readonly text: string;
  readonly by: string;
}

/** A defect of the creation protocol. */
export interface PlantedBug extends Defect {
  readonly name: string;
  /** Where the simulation is to find it. */
  readonly cloud: CloudName;
  /** A seed that finds it. */
  readonly seed: number;
}
