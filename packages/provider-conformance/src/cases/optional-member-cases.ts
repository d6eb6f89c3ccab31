import { isDeepStrictEqual } from 'node:util';
import { InstanceNotFoundError, InvalidInputError, OperationAbortedError } from '@stagely/core';
import type { CaseDefinition } from '../conformance-case.js';
import { expectRejection, printError } from '../expect-rejection.js';
import { expectSuccess } from '../expect-success.js';
import { expectThat } from '../expect-that.js';
import { unchecked } from '../operations.js';
import { printValue } from '../print-value.js';

const KINDS_OF_REQUEST: readonly string[] = ['total', 'create', 'read', 'terminate'];

export const optionalMemberCases: readonly CaseDefinition[] = [
  {
    name: 'of many statuses, a bad id does not fail its neighbours',
    rule: 'getInstanceStatuses, where there is one, has an entry for every id: a status, an InstanceNotFoundError, or an InvalidInputError',
    advice: 'check each id on its own, and read those that are left.',
    async run(context) {
      const provider = await context.openProvider();
      if (provider.getInstanceStatuses === undefined) return;
      const { unknownInstanceId } = context.harness;
      const { instanceId } = await context.create(provider, context.spec());
      await context.findListed(provider, instanceId);
      const ids = [unknownInstanceId, '../instances', instanceId];
      const statuses = await expectSuccess('getInstanceStatuses', async () =>
        provider.getInstanceStatuses?.(ids),
      );
      const live = statuses?.get(instanceId);
      expectThat(
        live !== undefined && !(live instanceof Error) && live.instanceId === instanceId,
        `the live machine has ${live instanceof Error ? printError(live) : printValue(live)}`,
      );
      const unknown = statuses?.get(unknownInstanceId);
      expectThat(
        unknown instanceof InstanceNotFoundError,
        `the unknown machine has ${printValue(unknown)}`,
      );
      const malformed = statuses?.get('../instances');
      expectThat(
        malformed instanceof InvalidInputError,
        `the malformed id has ${printValue(malformed)}`,
      );
      const none = await expectSuccess('getInstanceStatuses of none', async () =>
        provider.getInstanceStatuses?.([]),
      );
      expectThat(none?.size === 0, `no ids gave ${printValue(none)}`);
    },
  },
  {
    name: 'optional operations check their input and their signal like the others',
    rule: 'getInstanceStatuses and sweep, where there are any, refuse wrong input with an InvalidInputError and an aborted signal with an OperationAbortedError, before any request',
    advice:
      'check options with parseCallOptions() of @stagely/core/plugin, before you look at single ids.',
    async run(context) {
      const provider = await context.openProvider();
      const { unknownInstanceId } = context.harness;
      const ids = [unknownInstanceId];
      const { getInstanceStatuses, sweep } = unchecked(provider);
      const operations = [
        {
          name: 'getInstanceStatuses',
          call:
            getInstanceStatuses &&
            ((options: unknown) => getInstanceStatuses.call(provider, ids, options)),
        },
        { name: 'sweep', call: sweep && ((options: unknown) => sweep.call(provider, options)) },
      ];
      for (const { name, call } of operations) {
        if (call === undefined) continue;
        await expectRejection(OperationAbortedError, `${name} with an aborted signal`, () =>
          call({ signal: AbortSignal.abort() }),
        );
        for (const options of ['now', { timeout: 1 }]) {
          await expectRejection(
            InvalidInputError,
            `${name} with the options ${printValue(options)}`,
            () => call(options),
          );
        }
      }
      for (const wrong of ['m-1', undefined, {}]) {
        if (getInstanceStatuses === undefined) break;
        await expectRejection(
          InvalidInputError,
          `getInstanceStatuses of ${printValue(wrong)}`,
          () => getInstanceStatuses.call(provider, wrong),
        );
      }
      expectThat(context.observer.requests === 0, `${context.observer.requests} requests`);
    },
  },
  {
    name: 'sweeping touches no live machine',
    rule: 'sweep, where there is one, removes leftovers beside machines, tells what it removed and what it could not, and leaves every live machine as it is',
    advice:
      'remove only what is Stagely’s own and belongs to no live machine, and nothing that may be in use by a creation under way.',
    async run(context) {
      const provider = await context.openProvider();
      if (provider.sweep === undefined) return;
      const { instanceId } = await context.create(
        provider,
        context.spec({ tags: { env: 'test' } }),
      );
      const before = await context.findListed(provider, instanceId);
      const swept = await expectSuccess('sweep', async () => provider.sweep?.());
      expectThat(
        Array.isArray(swept?.removed) && Array.isArray(swept?.failed),
        `sweep resolved with ${printValue(swept)}`,
      );
      await context.untilVisible();
      await context.expectLive(provider, 1, 'after sweeping');
      const after = await context.findListed(provider, instanceId);
      for (const field of ['tags', 'idempotencyKeyHash', 'publicIp'] as const) {
        expectThat(
          isDeepStrictEqual(after[field], before[field]),
          `${field} was ${printValue(before[field])} and is ${printValue(after[field])} after sweeping`,
        );
      }
    },
  },
  {
    name: 'published limits are token buckets',
    rule: 'limits, where there are any, has for total, create, read or terminate a burst of at least 1 and a refill of more than 0 a second',
    advice: 'publish what the cloud publishes, as numbers.',
    async run(context) {
      const { limits = {} } = await context.openProvider();
      for (const [kind, budget] of Object.entries(limits)) {
        if (budget === undefined) continue;
        expectThat(
          KINDS_OF_REQUEST.includes(kind) &&
            Number.isFinite(budget.burst) &&
            budget.burst >= 1 &&
            Number.isFinite(budget.perSecond) &&
            budget.perSecond > 0,
          `${kind} is ${printValue(budget)}`,
        );
      }
    },
  },
];
