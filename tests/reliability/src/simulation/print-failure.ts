import type { CloudName } from '../clouds/tested-cloud.js';
import type { SimulationFailure } from './run-simulation.js';

/** A failure as a person reads it: what was wrong, the smallest program that shows it, how to see it again. */
export function printFailure(
  cloud: CloudName,
  { seed, program, violations }: SimulationFailure,
): string {
  const { steps, ...circumstances } = program;
  return [
    `seed ${seed} on ${cloud}:`,
    ...violations.map(({ kind, message }) => `  ${kind}: ${message}`),
    `  ${JSON.stringify(circumstances)}`,
    ...steps.map(({ afterMs, action }) => `  +${afterMs} ms ${JSON.stringify(action)}`),
    `Again: npx -y pnpm@12 simulation --cloud ${cloud} --first ${seed} --seeds 1`,
  ].join('\n');
}
