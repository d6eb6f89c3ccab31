import { isDeepStrictEqual } from 'node:util';
import { type CloudProvider, reapInstances } from '@stagely/core';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { expectSuccess } from '../expect-success.js';
import { expectThat } from '../expect-that.js';
import { printValue } from '../print-value.js';

const HOUR = 3_600_000;

export const leaseCases: readonly CaseDefinition[] = [
  {
    name: 'a lease is in the result and in the status',
    rule: 'expiresAt is on the machine from the create call on, to the millisecond; without it there is no lease',
    advice:
      'write the lease with toOwnershipTags() into the create request, and read it with readOwnershipTags().',
    async run(context) {
      const provider = await context.openProvider();
      for (const expiresAt of [new Date(context.clock.now() + HOUR + 7), undefined]) {
        const created = await context.create(provider, context.spec({ expiresAt }));
        expectLease(created.expiresAt, expiresAt, 'the result');
        await expectLeaseOf(context, provider, created.instanceId, expiresAt);
      }
    },
  },
  {
    name: 'a lease is in the listing',
    rule: 'listInstances shows the lease of each machine, to the millisecond',
    advice: 'read it with readOwnershipTags().',
    async run(context) {
      const provider = await context.openProvider();
      for (const expiresAt of [new Date(context.clock.now() + HOUR + 7), undefined]) {
        const { instanceId } = await context.create(provider, context.spec({ expiresAt }));
        const listed = await context.eventually(
          () => context.findListed(provider, instanceId),
          (found) => found.expiresAt?.getTime() === expiresAt?.getTime(),
        );
        expectLease(listed.expiresAt, expiresAt, 'the listing');
      }
    },
  },
  {
    name: 'a lease can be set, renewed and removed',
    rule: 'setExpiry sets the lease of a machine, to any time; with undefined it removes it; nothing else of the machine changes',
    advice: 'change the one tag, and leave the others as they are.',
    async run(context) {
      const provider = await context.openProvider();
      const now = context.clock.now();
      const tags = { env: 'test' };
      const { instanceId } = await context.create(provider, context.spec({ tags }));
      const before = await context.findListed(provider, instanceId);
      for (const expiresAt of [
        new Date(now + HOUR),
        new Date(now + 2 * HOUR),
        undefined,
        new Date(now - HOUR),
        undefined,
      ]) {
        await expectSuccess('setExpiry', () => provider.setExpiry(instanceId, expiresAt));
        await expectLeaseOf(context, provider, instanceId, expiresAt);
      }
      const after = await context.findListed(provider, instanceId);
      for (const field of ['tags', 'idempotencyKeyHash', 'publicIp'] as const) {
        expectThat(
          isDeepStrictEqual(after[field], before[field]),
          `${field} was ${printValue(before[field])} and is ${printValue(after[field])} after setExpiry`,
        );
      }
    },
  },
  {
    name: 'a machine whose lease is over is reaped',
    rule: 'reapInstances() ends machines whose lease is over, by what listInstances and getInstanceStatus say, and no others',
    advice: 'show launchedAt and expiresAt in the listing and in the status.',
    async run(context) {
      const provider = await context.openProvider();
      const expiresAt = new Date(context.clock.now() + HOUR);
      const over = await context.create(provider, context.spec({ expiresAt }));
      const forever = await context.create(provider, context.spec());
      await context.untilVisible();
      const reaped = await reapLater(context, provider, 2 * HOUR);
      expectThat(
        reaped.length === 1 && reaped[0] === over.instanceId,
        `reaped ${printValue(reaped)}, and only the lease of ${over.instanceId} is over`,
      );
      await context.expectEnded(provider, over.instanceId, 'after it was reaped');
      await context.expectAlive(provider, forever.instanceId, 'without a lease, after reaping');
    },
  },
  {
    name: 'a machine whose lease was renewed is not reaped',
    rule: 'a lease that is renewed in time keeps its machine alive',
    advice: 'show the lease that was set last.',
    async run(context) {
      const provider = await context.openProvider();
      const now = context.clock.now();
      const { instanceId } = await context.create(
        provider,
        context.spec({ expiresAt: new Date(now + HOUR) }),
      );
      await provider.setExpiry(instanceId, new Date(now + 3 * HOUR));
      await context.untilVisible();
      const reaped = await reapLater(context, provider, 2 * HOUR);
      expectThat(reaped.length === 0, `reaped ${printValue(reaped)}, whose lease was renewed`);
      await context.expectAlive(provider, instanceId, 'although its lease was renewed');
    },
  },
];

/** What a reaper ends that comes later; it sees the machines of this case only. */
async function reapLater(
  context: CaseContext,
  provider: CloudProvider,
  laterMs: number,
): Promise<string[]> {
  const { clock } = context;
  const ownMachines: CloudProvider = {
    name: provider.name,
    createInstance: (spec, options) => provider.createInstance(spec, options),
    getInstanceStatus: (id, options) => provider.getInstanceStatus(id, options),
    terminateInstance: (id, options) => provider.terminateInstance(id, options),
    validateCredentials: (options) => provider.validateCredentials(options),
    async *listInstances() {
      yield* await context.listOwn(provider);
    },
    setExpiry: (id, expiresAt, options) => provider.setExpiry(id, expiresAt, options),
  };
  const { reaped, failed } = await reapInstances(ownMachines, {
    minimumAgeMs: 0,
    clock: { now: () => clock.now() + laterMs, sleep: (ms, signal) => clock.sleep(ms, signal) },
  });
  for (const { instance, error } of failed) {
    expectThat(false, `${instance.instanceId} could not be reaped: ${error.message}`);
  }
  return reaped.map(({ instanceId }) => instanceId);
}

async function expectLeaseOf(
  context: CaseContext,
  provider: CloudProvider,
  instanceId: string,
  expected: Date | undefined,
): Promise<void> {
  const status = await context.eventually(
    () => provider.getInstanceStatus(instanceId),
    (read) => read.expiresAt?.getTime() === expected?.getTime(),
  );
  expectLease(status.expiresAt, expected, 'the status');
}

function expectLease(shown: Date | undefined, expected: Date | undefined, where: string): void {
  expectThat(
    shown?.getTime() === expected?.getTime(),
    `expiresAt in ${where} is ${printValue(shown)}, not ${printValue(expected)}`,
  );
}
