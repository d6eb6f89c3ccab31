import { InstanceNotFoundError, InvalidInputError } from '@stagely/core';
import type { CaseDefinition } from '../conformance-case.js';
import { expectRejection } from '../expect-rejection.js';
import { expectSuccess } from '../expect-success.js';
import { expectThat } from '../expect-that.js';
import { instanceOperations } from '../operations.js';
import { printValue } from '../print-value.js';

/** What is an id at no cloud. */
const MALFORMED_IDS: readonly unknown[] = [
  '',
  ' ',
  '../instances',
  'a\nb',
  'x'.repeat(300),
  undefined,
  null,
  42,
  {},
];

export const terminationCases: readonly CaseDefinition[] = [
  {
    name: 'terminating a machine twice succeeds',
    rule: 'terminateInstance is idempotent: it succeeds for a machine that is gone',
    advice: 'take the not-found of the cloud for success.',
    async run(context) {
      const provider = await context.openProvider();
      const { instanceId } = await context.create(provider, context.spec());
      await provider.terminateInstance(instanceId);
      await expectSuccess('the second termination', () => provider.terminateInstance(instanceId));
      await context.untilVisible();
      await expectSuccess('the third termination', () => provider.terminateInstance(instanceId));
    },
  },
  {
    name: 'terminating a machine several times at once succeeds',
    rule: 'concurrent terminations of one machine all succeed',
    advice: 'take "being deleted" and "locked by a deletion" for success.',
    async run(context) {
      const provider = await context.openProvider();
      const other = await context.openProvider();
      const { instanceId } = await context.create(provider, context.spec());
      await Promise.all(
        [provider, provider, other].map((by) =>
          expectSuccess('one of three terminations', () => by.terminateInstance(instanceId)),
        ),
      );
      await context.expectEnded(provider, instanceId, 'after three terminations at once');
    },
  },
  {
    name: 'terminating a machine that never was succeeds',
    rule: 'terminateInstance succeeds for an id of the right form that no machine has',
    advice: 'take the not-found of the cloud for success.',
    async run(context) {
      const provider = await context.openProvider();
      const { unknownInstanceId } = context.harness;
      await expectSuccess(`the termination of ${unknownInstanceId}`, () =>
        provider.terminateInstance(unknownInstanceId),
      );
    },
  },
  {
    name: 'the status of an unknown machine is an InstanceNotFoundError',
    rule: 'getInstanceStatus of an id that no machine has rejects with an InstanceNotFoundError that carries the id',
    advice: 'map the not-found of the cloud; it is no status and no undefined.',
    async run(context) {
      const provider = await context.openProvider();
      const { unknownInstanceId } = context.harness;
      const error = await expectRejection(
        InstanceNotFoundError,
        `getInstanceStatus of ${unknownInstanceId}`,
        () => provider.getInstanceStatus(unknownInstanceId),
      );
      expectThat(
        error.instanceId === unknownInstanceId,
        `instanceId of the error is ${printValue(error.instanceId)}, not ${unknownInstanceId}`,
      );
    },
  },
  {
    name: 'setting the lease of an unknown or ended machine is an InstanceNotFoundError',
    rule: 'setExpiry of a machine that is unknown or has ended rejects with an InstanceNotFoundError',
    advice: 'look whether the machine is live, and map the not-found of the cloud.',
    async run(context) {
      const provider = await context.openProvider();
      const { unknownInstanceId } = context.harness;
      const expiresAt = new Date(context.clock.now() + 3_600_000);
      const { instanceId } = await context.create(provider, context.spec());
      await provider.terminateInstance(instanceId);
      await context.untilVisible();
      for (const id of [unknownInstanceId, instanceId]) {
        await expectRejection(InstanceNotFoundError, `setExpiry of ${id}`, () =>
          provider.setExpiry(id, expiresAt),
        );
      }
    },
  },
  {
    name: 'a malformed id is refused before any request',
    rule: 'an id that cannot be one rejects with an InvalidInputError before any request leaves',
    advice: 'check ids with parseInstanceId() of @stagely/core/plugin.',
    async run(context) {
      const provider = await context.openProvider();
      for (const { name, call } of instanceOperations) {
        for (const id of MALFORMED_IDS) {
          const before = context.observer.requests;
          await expectRejection(InvalidInputError, `${name} of ${printValue(id)}`, () =>
            call(provider, id),
          );
          expectThat(
            context.observer.requests === before,
            `${name} of ${printValue(id)} was refused, but only after a request`,
          );
        }
      }
    },
  },
];
