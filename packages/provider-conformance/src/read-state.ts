import { type CloudProvider, InstanceNotFoundError, type InstanceState } from '@stagely/core';

/** Reads what a machine is doing. Whether an unknown one is told of in the right way is for other cases to say. */
export async function readState(
  provider: CloudProvider,
  instanceId: string,
): Promise<InstanceState> {
  try {
    const status = await provider.getInstanceStatus(instanceId);
    return status?.state ?? 'terminated';
  } catch (error) {
    if (error instanceof InstanceNotFoundError) return 'terminated';
    throw error;
  }
}
