import { randomBytes } from 'node:crypto';
import { InstanceNotFoundError, type InstanceSpec, InvalidInputError } from '@stagely/core';
import { expect } from 'vitest';
import type { CloudDescription } from '../clouds/cloud-description.js';
import type { LiveCase } from './live-case.js';
import { rejectionOf } from './rejection-of.js';

export const refusalCases: readonly LiveCase[] = [
  refused('a region that does not exist', 'spec.region', ({ unknownRegion }) => ({
    region: unknownRegion,
  })),
  refused('more user data than the cloud takes', 'spec.userData', ({ userDataMaxBytes }) => ({
    // Random, because a provider may compress what is too long.
    userData: randomBytes(2 * userDataMaxBytes).toString('base64'),
  })),
  {
    name: 'a machine that never was is not found, and can be ended',
    machines: 0,
    async run({ provider, target }) {
      const { unknownInstanceId } = target.description;
      const error = await rejectionOf(provider.getInstanceStatus(unknownInstanceId));
      expect(error).toBeInstanceOf(InstanceNotFoundError);
      await provider.terminateInstance(unknownInstanceId);
    },
  },
  {
    name: 'a text that is no id is refused',
    machines: 0,
    async run({ provider, target }) {
      const { malformedInstanceId } = target.description;
      for (const call of [
        provider.getInstanceStatus(malformedInstanceId),
        provider.terminateInstance(malformedInstanceId),
        provider.setExpiry(malformedInstanceId, undefined),
      ]) {
        expect(await rejectionOf(call)).toBeInstanceOf(InvalidInputError);
      }
    },
  },
];

function refused(
  what: string,
  path: string,
  fields: (description: CloudDescription) => Partial<InstanceSpec>,
): LiveCase {
  return {
    name: `${what} is refused, and nothing is created`,
    machines: 0,
    async run(run) {
      const error = await rejectionOf(run.create(fields(run.target.description)));
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(error).toMatchObject({
        outcome: 'no-instance',
        issues: [expect.objectContaining({ path })],
      });
      expect(await run.list()).toEqual([]);
    },
  };
}
