import type { Clock } from '../../clock/clock.js';
import { InstanceCreations } from '../instance-creations.js';
import type { SimulatedCloud } from './simulated-cloud.js';

/** Creates machines as one process does. The pauses between its reads are always as long, so that a test knows them. */
export function openCreations(cloud: SimulatedCloud, clock: Clock) {
  return new InstanceCreations(cloud, { provider: 'acme', clock, backoff: { random: () => 0.5 } });
}
