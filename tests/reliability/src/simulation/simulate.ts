import { VirtualClock } from '@stagely/core/plugin';
import { startCloud } from '../clouds/start-cloud.js';
import type { CloudName } from '../clouds/tested-cloud.js';
import { conclude } from './conclude.js';
import type { Program } from './program.js';
import { Simulation } from './simulation.js';
import type { Violation } from './violation.js';

/** What came of a program. */
export interface SimulationResult {
  readonly violations: readonly Violation[];
  /** Every request as the cloud saw it, in order. */
  readonly log: readonly string[];
}

const loaded = new Set<CloudName>();

/** Runs a program against a cloud of its own, under a clock that nothing real drives. */
export async function simulate(name: CloudName, program: Program): Promise<SimulationResult> {
  const clock = new VirtualClock();
  const { lagMs: consistencyWindowMs, staleProbability, noise: seed } = program;
  const cloud = await startCloud(name, { clock, consistencyWindowMs, staleProbability, seed });
  // What a provider loads when it is first used takes real time, which this clock does not know.
  if (!loaded.has(name)) await cloud.openProvider().validateCredentials();
  loaded.add(name);
  cloud.requests.clear();
  const simulation = new Simulation(cloud, clock, program);
  await clock.run(async () => {
    for (const { afterMs, action } of program.steps) {
      await clock.sleep(afterMs);
      simulation.perform(action);
    }
    await conclude(simulation);
  });
  const { violations, log } = simulation;
  if (clock.sleeping > 0) {
    violations.push({ kind: 'late', message: `${clock.sleeping} sleeps are left in the end` });
  }
  await cloud.close();
  return { violations, log };
}
