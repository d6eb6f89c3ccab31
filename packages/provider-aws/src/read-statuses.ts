import { type InstanceStatus, InvalidInputError, StagelyError } from '@stagely/core';
import { type Call, toInstanceStatus } from '@stagely/core/plugin';
import { formatInstanceId, type InstanceAddress, readInstanceId } from './instances/instance-id.js';
import { type InstanceReader, notFoundError } from './instances/instance-reader.js';
import type { AccountRegions } from './regions/account-regions.js';

export interface StatusReaderOptions {
  readonly reader: InstanceReader;
  readonly regions: AccountRegions;
  readonly homeRegion: string;
}

type Outcome = InstanceStatus | StagelyError;

/** Reads many instances, a request for a hundred of each region. Every id has a status or an error of its own. */
export async function readStatuses(
  instanceIds: readonly string[],
  { reader, regions, homeRegion }: StatusReaderOptions,
  call: Call,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const byRegion = new Map<string, Map<string, InstanceAddress>>();
  for (const instanceId of new Set(instanceIds)) {
    try {
      const address = readInstanceId(instanceId, homeRegion, call.operation);
      const group = byRegion.get(address.region) ?? new Map<string, InstanceAddress>();
      byRegion.set(address.region, group.set(instanceId, address));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      outcomes.set(instanceId, error);
    }
  }
  await Promise.all(
    [...byRegion].map(async ([region, group]) => {
      const found = await readRegion(region, [...group.values()]);
      for (const [instanceId, address] of group) {
        outcomes.set(instanceId, found(address));
      }
    }),
  );
  // In the order that they were asked for.
  return new Map(
    instanceIds.flatMap((instanceId) => {
      const outcome = outcomes.get(instanceId);
      return outcome === undefined ? [] : [[instanceId, outcome] as const];
    }),
  );

  async function readRegion(
    region: string,
    addresses: readonly InstanceAddress[],
  ): Promise<(address: InstanceAddress) => Outcome> {
    try {
      const ids = [...new Set(addresses.map(({ ec2Id }) => ec2Id))];
      const found = await regions.within(region, 'instanceId', call, () =>
        reader.readMany(ids, { ...call, region }),
      );
      return (address) => {
        const instance = found.get(address.ec2Id);
        return instance === undefined
          ? notFoundError({ ...call.operation, instanceId: formatInstanceId(address) })
          : toInstanceStatus(instance);
      };
    } catch (error) {
      if (call.signal?.aborted || !(error instanceof StagelyError)) throw error;
      return () => error;
    }
  }
}
