import { printFailure } from '../simulation/print-failure.js';
import { runSimulation } from '../simulation/run-simulation.js';
import type { RunSimulation } from './simulation-runner.js';

/** The simulation's part of the report. */
export const simulateCloud: RunSimulation = async (cloud, seeds) => {
  const { cases, clean, counts, failures } = await runSimulation(cloud, { count: seeds });
  return {
    row: { label: `${cloud}, simulation`, cases, clean, counts },
    failures: failures.map((failure) => printFailure(cloud, failure)),
  };
};
