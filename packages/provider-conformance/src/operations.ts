import type { CloudProvider } from '@stagely/core';

/** A provider as a program without types may call it. */
export interface UncheckedProvider {
  createInstance(spec: unknown, options?: unknown): Promise<unknown>;
  getInstanceStatus(instanceId: unknown, options?: unknown): Promise<unknown>;
  terminateInstance(instanceId: unknown, options?: unknown): Promise<unknown>;
  validateCredentials(options?: unknown): Promise<unknown>;
  listInstances(filter?: unknown, options?: unknown): AsyncIterable<unknown>;
  setExpiry(instanceId: unknown, expiresAt: unknown, options?: unknown): Promise<unknown>;
  getInstanceStatuses?(instanceIds: unknown, options?: unknown): Promise<unknown>;
  sweep?(options?: unknown): Promise<unknown>;
}

/** An operation on one machine. */
export interface InstanceOperation {
  readonly name: string;
  call(provider: CloudProvider, instanceId: unknown, options?: unknown): Promise<unknown>;
}

/** The operations on one machine. The lease that is set is removed. */
export const instanceOperations: readonly InstanceOperation[] = [
  {
    name: 'getInstanceStatus',
    call: async (provider, instanceId, options) =>
      unchecked(provider).getInstanceStatus(instanceId, options),
  },
  {
    name: 'setExpiry',
    call: async (provider, instanceId, options) =>
      unchecked(provider).setExpiry(instanceId, undefined, options),
  },
  {
    name: 'terminateInstance',
    call: async (provider, instanceId, options) =>
      unchecked(provider).terminateInstance(instanceId, options),
  },
];

/** The operations on the account. */
export const accountOperations: readonly {
  readonly name: string;
  call(provider: CloudProvider, options?: unknown): Promise<unknown>;
}[] = [
  {
    name: 'validateCredentials',
    call: async (provider, options) => unchecked(provider).validateCredentials(options),
  },
  {
    name: 'listInstances',
    call: (provider, options) => listUnchecked(provider, undefined, options),
  },
];

/** Lists to the end with whatever filter and options. */
export async function listUnchecked(
  provider: CloudProvider,
  filter?: unknown,
  options?: unknown,
): Promise<unknown[]> {
  const listed: unknown[] = [];
  for await (const instance of unchecked(provider).listInstances(filter, options)) {
    listed.push(instance);
  }
  return listed;
}

export function unchecked(provider: CloudProvider): UncheckedProvider {
  return provider;
}
