import { hashIdempotencyKey } from '@stagely/core';
import type { CaseDefinition } from '../conformance-case.js';
import { letEventLoopTurn } from '../event-loop.js';
import { expectThat } from '../expect-that.js';
import { printValue } from '../print-value.js';

export const listingCases: readonly CaseDefinition[] = [
  {
    name: 'live machines are listed once each, ended ones are not',
    rule: 'listInstances shows every live machine that Stagely manages, once, and ended ones only with includeTerminated',
    advice: 'read every page and every region; leave ended machines out by default.',
    async run(context) {
      const provider = await context.openProvider();
      const kept = await context.create(provider, context.spec());
      const ended = await context.create(provider, context.spec());
      await context.findListed(provider, kept.instanceId);
      await context.findListed(provider, ended.instanceId);
      await provider.terminateInstance(ended.instanceId);
      const listed = await context.eventually(
        () => context.listOwn(provider),
        (found) => found.length === 1,
      );
      const ids = listed.map(({ instanceId }) => instanceId);
      expectThat(
        ids.length === 1 && ids[0] === kept.instanceId,
        `${printValue(ids)}, where ${kept.instanceId} is live and ${ended.instanceId} has ended`,
      );
    },
  },
  {
    name: 'a listing with ended machines tells them from live ones',
    rule: 'with includeTerminated a listing shows the live machines too, and each ended one as terminated',
    advice: 'map the states of a listing as those of getInstanceStatus.',
    async run(context) {
      const provider = await context.openProvider();
      const kept = await context.create(provider, context.spec());
      const ended = await context.create(provider, context.spec());
      await provider.terminateInstance(ended.instanceId);
      await context.untilVisible();
      const states = new Map(
        (await context.listOwn(provider, { includeTerminated: true })).map((listed) => [
          listed.instanceId,
          listed.state,
        ]),
      );
      const keptState = states.get(kept.instanceId);
      expectThat(
        keptState === 'pending' || keptState === 'running',
        `the live machine is ${printValue(keptState)}`,
      );
      const endedState = states.get(ended.instanceId) ?? 'terminated';
      expectThat(endedState === 'terminated', `the ended machine is ${printValue(endedState)}`);
    },
  },
  {
    name: 'a listing agrees with the status of each machine',
    rule: 'a listed machine has the fields of its status',
    advice: 'make both with one function.',
    async run(context) {
      const provider = await context.openProvider();
      const { instanceId, publicIp } = await context.create(provider, context.spec());
      const listed = await context.eventually(
        () => context.findListed(provider, instanceId),
        (found) => found.publicIp === publicIp,
      );
      const status = await provider.getInstanceStatus(instanceId);
      expectThat(
        listed.publicIp === status.publicIp,
        `publicIp is ${printValue(listed.publicIp)} in the listing and ${printValue(status.publicIp)} in the status`,
      );
      expectThat(
        listed.launchedAt?.getTime() === status.launchedAt?.getTime(),
        `launchedAt is ${printValue(listed.launchedAt)} in the listing and ${printValue(status.launchedAt)} in the status`,
      );
    },
  },
  {
    name: 'a listed machine has the hash of its key',
    rule: 'idempotencyKeyHash is hashIdempotencyKey() of the key, given or made, and is on the machine from the create call on',
    advice: 'write the ownership tags in the create request; toOwnershipTags() makes them.',
    async run(context) {
      const provider = await context.openProvider();
      for (const idempotencyKey of [context.newKey(), undefined]) {
        const created = await context.create(provider, context.spec({ idempotencyKey }));
        const listed = await context.findListed(provider, created.instanceId);
        expectThat(
          listed.idempotencyKeyHash === hashIdempotencyKey(created.idempotencyKey),
          `idempotencyKeyHash is ${printValue(listed.idempotencyKeyHash)} for a key that was ${idempotencyKey === undefined ? 'made' : 'given'}`,
        );
      }
    },
  },
  {
    name: 'a listing makes no request before it is read',
    rule: 'listInstances reads page by page as it is consumed',
    advice: 'make it an async generator.',
    async run(context) {
      const provider = await context.openProvider();
      const listing = provider.listInstances();
      await letEventLoopTurn(10);
      expectThat(context.observer.requests === 0, `${context.observer.requests} requests`);
      for await (const _ of listing) break;
    },
  },
  {
    name: 'machines of others are not listed',
    rule: 'listInstances shows what Stagely manages and nothing else, so that nothing else is ever reaped',
    advice: 'list by the managed-by marker; readOwnershipTags() tells managed machines.',
    appliesTo: ({ createForeignInstance }) => createForeignInstance !== undefined,
    async run(context) {
      const provider = await context.openProvider();
      const idsOf = async () =>
        (await context.list(provider, { includeTerminated: true })).map(
          ({ instanceId }) => instanceId,
        );
      const before = new Set(await idsOf());
      await context.harness.createForeignInstance?.();
      await context.untilVisible();
      const further = (await idsOf()).filter((id) => !before.has(id));
      expectThat(further.length === 0, `${printValue(further)}, which another program made`);
    },
  },
];
