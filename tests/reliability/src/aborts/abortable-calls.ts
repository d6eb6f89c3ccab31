import type { InstanceSpec } from '@stagely/core';
import type { AbortableCall } from './aborted-call.js';

const SPEC = { size: 'small', architecture: 'amd64' } as const;

function creation(name: string, spec: Partial<InstanceSpec>): AbortableCall {
  return {
    name,
    onMachine: false,
    call: ({ provider }, options) => provider.createInstance({ ...SPEC, ...spec }, options),
  };
}

/** Creations that make a machine. */
export const CREATIONS: readonly AbortableCall[] = [
  creation('a creation', { idempotencyKey: 'new' }),
  creation('a creation without a key', {}),
  creation('a spot creation', { idempotencyKey: 'new', spotInstance: true }),
];

/** A creation that finds its machine. */
export const ADOPTION: AbortableCall = {
  name: 'a creation that finds its machine',
  onMachine: true,
  call: ({ provider }, options) =>
    provider.createInstance({ ...SPEC, idempotencyKey: 'there' }, options),
};

export const TERMINATION: AbortableCall = {
  name: 'terminateInstance',
  onMachine: true,
  call: ({ provider, instanceId }, options) => provider.terminateInstance(instanceId, options),
};

/** Calls that leave every machine as it is. */
export const OTHER_CALLS: readonly AbortableCall[] = [
  {
    name: 'getInstanceStatus',
    onMachine: true,
    call: ({ provider, instanceId }, options) => provider.getInstanceStatus(instanceId, options),
  },
  {
    name: 'getInstanceStatuses',
    onMachine: true,
    call: async ({ provider, instanceId }, options) =>
      provider.getInstanceStatuses?.([instanceId], options),
  },
  {
    name: 'listInstances',
    onMachine: true,
    call: async ({ provider }, options) => {
      const listed = [];
      for await (const instance of provider.listInstances({}, options)) listed.push(instance);
      return listed;
    },
  },
  {
    name: 'setExpiry',
    onMachine: true,
    call: ({ provider, instanceId, now }, options) =>
      provider.setExpiry(instanceId, new Date(now + 3_600_000), options),
  },
  {
    name: 'validateCredentials',
    onMachine: false,
    call: ({ provider }, options) => provider.validateCredentials(options),
  },
  {
    name: 'sweep',
    onMachine: true,
    call: async ({ provider }, options) => provider.sweep?.(options),
  },
];
