import type { CloudName } from '../clouds/tested-cloud.js';
import type { ReportRow } from './report-row.js';

/** What a simulation came to: its row, and its failures as a person reads them. */
interface SimulationOutcome {
  readonly row: ReportRow;
  readonly failures: readonly string[];
}

/** Runs as many random programs against a cloud as there are seeds, from 1. */
export type RunSimulation = (cloud: CloudName, seeds: number) => Promise<SimulationOutcome>;
