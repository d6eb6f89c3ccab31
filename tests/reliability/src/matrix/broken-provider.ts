import { type CloudProvider, NetworkFailureError } from '@stagely/core';
import type { TestedCloud } from '../clouds/tested-cloud.js';
import type { FindingKind } from '../report/finding.js';

/** One mistake for each bad column, in a provider that works otherwise. */
export const MISTAKES: Readonly<
  Record<FindingKind, (provider: CloudProvider, cloud: TestedCloud) => Partial<CloudProvider>>
> = {
  duplicate: (provider) => ({
    createInstance: ({ idempotencyKey: _, ...spec }) => provider.createInstance(spec),
  }),
  orphan: () => ({
    async *listInstances() {},
  }),
  wrongOutcome: (provider) => ({
    async createInstance(spec) {
      const { idempotencyKey } = await provider.createInstance(spec);
      throw new NetworkFailureError('The network has failed.', {
        provider: provider.name,
        operation: 'createInstance',
        outcome: 'no-instance',
        idempotencyKey,
      });
    },
  }),
  endedInUse: (provider) => ({
    async getInstanceStatus(id) {
      const status = await provider.getInstanceStatus(id);
      await provider.terminateInstance(id);
      return status;
    },
  }),
  late: () => ({ createInstance: () => new Promise(() => undefined) }),
  leakedSecret: (_, { secrets }) => ({
    createInstance: () => Promise.reject(new Error(`refused: ${secrets.join()}`)),
  }),
};

/** A provider with a mistake. */
export function breakProvider(
  provider: CloudProvider,
  mistake: Partial<CloudProvider>,
): CloudProvider {
  return new Proxy(provider, {
    get(target, name) {
      if (Object.hasOwn(mistake, name)) return Reflect.get(mistake, name);
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
