import type { ListedInstance } from '../src/contract/listed-instance.js';

/** A running machine without a lease that was launched long ago. */
export function listedMachine(
  instanceId: string,
  change: Partial<ListedInstance> = {},
): ListedInstance {
  return {
    instanceId,
    state: 'running',
    ready: true,
    publicIp: '192.0.2.1',
    launchedAt: new Date('2020-01-01T00:00:00Z'),
    region: 'r-1',
    instanceType: 'tiny-1',
    tags: {},
    ...change,
  };
}
