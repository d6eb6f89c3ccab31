import type { CloudProvider, InstanceSpec, ListedInstance } from '@stagely/core';
import { CLOUD_NAMES, type CloudName } from '../clouds/tested-cloud.js';

/** An operation of the contract, on a cloud on which one machine of ours runs. */
export interface SecretOperation {
  readonly name: string;
  readonly clouds: readonly CloudName[];
  readonly sendsUserData: boolean;
  readonly run: (call: {
    readonly provider: CloudProvider;
    readonly instanceId: string;
    readonly userData: string;
    readonly now: number;
  }) => Promise<unknown>;
}

async function listAll(provider: CloudProvider): Promise<ListedInstance[]> {
  const listed: ListedInstance[] = [];
  for await (const instance of provider.listInstances()) listed.push(instance);
  return listed;
}

const specOf = (userData: string, spotInstance = false): InstanceSpec => ({
  size: 'small',
  architecture: 'amd64',
  idempotencyKey: 'secret-keeping',
  tags: { 'reliability/run': 'secrets' },
  spotInstance,
  userData,
});

const operation = (
  name: string,
  run: SecretOperation['run'],
  more: Partial<SecretOperation> = {},
): SecretOperation => ({ name, clouds: CLOUD_NAMES, sendsUserData: false, run, ...more });

export const SECRET_OPERATIONS: readonly SecretOperation[] = [
  operation(
    'createInstance',
    ({ provider, userData }) => provider.createInstance(specOf(userData)),
    { sendsUserData: true },
  ),
  operation(
    'createInstance, spot',
    ({ provider, userData }) => provider.createInstance(specOf(userData, true)),
    { sendsUserData: true, clouds: ['aws'] },
  ),
  operation('getInstanceStatus', ({ provider, instanceId }) =>
    provider.getInstanceStatus(instanceId),
  ),
  operation('getInstanceStatuses', async ({ provider, instanceId }) =>
    provider.getInstanceStatuses?.([instanceId, 'no-such-id', `${instanceId}9`]),
  ),
  operation('listInstances', ({ provider }) => listAll(provider)),
  operation('terminateInstance', ({ provider, instanceId }) =>
    provider.terminateInstance(instanceId),
  ),
  operation('setExpiry', ({ provider, instanceId, now }) =>
    provider.setExpiry(instanceId, new Date(now + 7_200_000)),
  ),
  operation('setExpiry to none', ({ provider, instanceId }) =>
    provider.setExpiry(instanceId, undefined),
  ),
  operation('sweep', async ({ provider }) => provider.sweep?.()),
  operation('validateCredentials', ({ provider }) => provider.validateCredentials()),
];
