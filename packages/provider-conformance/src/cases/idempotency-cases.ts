import { IdempotencyConflictError, type InstanceSpec } from '@stagely/core';
import type { CaseDefinition } from '../conformance-case.js';
import { expectRejection, printError } from '../expect-rejection.js';
import { expectSuccess } from '../expect-success.js';
import { expectThat } from '../expect-that.js';
import { printValue } from '../print-value.js';
import { settle } from '../settle.js';

export const idempotencyCases: readonly CaseDefinition[] = [
  {
    name: 'the same key again gives the same machine',
    rule: 'a key that belongs to a live machine gives that machine, with reused true, whoever asks',
    advice: 'look for a live machine with the hash of the key before you create.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const spec = () => context.spec({ idempotencyKey, tags: { env: 'test' } });
      const first = await context.create(provider, spec());
      for (const by of [provider, await context.openProvider()]) {
        const again = await context.create(by, spec());
        expectThat(
          again.instanceId === first.instanceId,
          `${again.instanceId} for the key of ${first.instanceId}`,
        );
        expectThat(again.reused === true, `reused is ${printValue(again.reused)}`);
        expectThat(
          again.publicIp === first.publicIp,
          `publicIp is ${printValue(again.publicIp)} the second time, ${printValue(first.publicIp)} the first`,
        );
      }
      await context.expectLive(provider, 1, 'after three calls with one key');
    },
  },
  {
    name: 'the same key several times at once gives one machine',
    rule: 'calls with one key that are under way together in one provider give one machine',
    advice: 'let them share one creation; SharedCalls of @stagely/core/plugin does.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const created = await Promise.all(
        Array.from({ length: 5 }, () => context.create(provider, context.spec({ idempotencyKey }))),
      );
      const ids = new Set(created.map(({ instanceId }) => instanceId));
      expectThat(ids.size === 1, `five calls gave ${printValue([...ids])}`);
      await context.expectLive(provider, 1, 'after five calls with one key at once');
    },
  },
  {
    name: 'the same key at once in two processes gives one machine',
    rule: 'calls with one key in different processes give one machine: the one that was launched first stays, and the others are deleted',
    advice:
      'look again once your own machine is visible and the visibility window has passed; the lowest (launch time, id) wins, and the loser deletes its own.',
    async run(context) {
      const providers = [await context.openProvider(), await context.openProvider()] as const;
      const idempotencyKey = context.newKey();
      const created = await Promise.all(
        providers.map((provider) => context.create(provider, context.spec({ idempotencyKey }))),
      );
      const ids = new Set(created.map(({ instanceId }) => instanceId));
      expectThat(ids.size === 1, `two providers gave ${printValue([...ids])}`);
      await context.expectLive(providers[0], 1, 'after two providers used one key at once');
    },
  },
  {
    name: 'the key of another spec is a conflict',
    rule: 'a key that belongs to a live machine with another spec rejects with an IdempotencyConflictError, and leaves that machine alone',
    advice: 'write the hash of the spec on the machine, and compare; hashInstanceSpec() makes it.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const spec = context.spec({ idempotencyKey, tags: { env: 'test' }, userData: '#!/bin/sh\n' });
      const first = await context.create(provider, spec);
      const others: Readonly<Record<string, InstanceSpec>> = {
        size: { ...spec, size: 'medium' },
        tags: { ...spec, tags: { ...spec.tags, env: 'live' } },
        userData: { ...spec, userData: '#!/bin/sh\nexit 1\n' },
        spotInstance: { ...spec, spotInstance: true },
      };
      for (const [field, other] of Object.entries(others)) {
        await expectRejection(
          IdempotencyConflictError,
          `a creation with the key of ${first.instanceId} and another ${field}`,
          () => context.create(provider, other),
        );
      }
      await context.expectLive(provider, 1, 'after conflicts');
      await context.expectAlive(
        provider,
        first.instanceId,
        'when its key was used for another spec',
      );
    },
  },
  {
    name: 'of two specs at once with one key, one is a conflict',
    rule: 'calls with one key and different specs that are under way together give one machine and one IdempotencyConflictError',
    advice:
      'share a creation only among calls with the same spec, and compare the winner’s hash with yours.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const settled = await Promise.all(
        (['small', 'medium'] as const).map((size) =>
          settle(() => context.create(provider, context.spec({ idempotencyKey, size }))),
        ),
      );
      const errors = settled.flatMap((call) => (call.resolved ? [] : [call.error]));
      expectThat(
        errors.length === 1 && errors[0] instanceof IdempotencyConflictError,
        `${settled.length - errors.length} of 2 calls succeeded${errors.map((error) => `, one failed with ${printError(error)}`).join('')}`,
      );
      await context.expectLive(provider, 1, 'after two specs were asked for with one key at once');
    },
  },
  {
    name: 'the same spec written differently is the same spec',
    rule: 'specs are compared after defaults: the order of tags, defaults that are written out, an empty userData and the options of other providers make no difference',
    advice: 'hash the spec that parseInstanceSpec() returns.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const tags = { one: '1', two: '2' };
      const first = await context.create(provider, context.spec({ idempotencyKey, tags }));
      const again = await expectSuccess('the creation', () =>
        context.create(provider, {
          ...context.spec({ idempotencyKey }),
          tags: { two: '2', one: '1', ...context.tags },
          region: first.region,
          spotInstance: false,
          userData: '',
          providerOptions: { [`not-${provider.name}`]: { anything: 1 } },
        }),
      );
      expectThat(
        again.instanceId === first.instanceId,
        `${again.instanceId} for the key of ${first.instanceId}`,
      );
    },
  },
  {
    name: 'another lease is not another spec',
    rule: 'expiresAt is no part of what makes two specs the same',
    advice: 'leave expiresAt out of the hash; hashInstanceSpec() does.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const now = context.clock.now();
      const lease = (hours: number) => ({
        idempotencyKey,
        expiresAt: new Date(now + hours * 3_600_000),
      });
      const first = await context.create(provider, context.spec(lease(1)));
      const again = await expectSuccess('the creation', () =>
        context.create(provider, context.spec(lease(2))),
      );
      expectThat(
        again.instanceId === first.instanceId,
        `${again.instanceId} for the key of ${first.instanceId}`,
      );
    },
  },
  {
    name: 'a key is free again when its machine has ended',
    rule: 'a key belongs to a live machine only: after its end the key makes a new one',
    advice: 'leave ended machines out when you look for the key.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const first = await context.create(provider, context.spec({ idempotencyKey }));
      await provider.terminateInstance(first.instanceId);
      const second = await context.create(
        provider,
        context.spec({ idempotencyKey, size: 'medium' }),
      );
      expectThat(
        second.instanceId !== first.instanceId,
        `${first.instanceId} again, which has ended`,
      );
      await context.expectAlive(provider, second.instanceId, 'right after it was made');
      await context.expectLive(provider, 1, 'after a key was used again');
    },
  },
  {
    name: 'a machine past its lease is replaced, not adopted',
    rule: 'a machine whose lease is over is ended and replaced when its key is used again, because the reaper may end it any moment',
    advice: 'compare the lease with the clock before you adopt; end the old machine first.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const first = await context.create(provider, context.spec({ idempotencyKey }));
      await provider.setExpiry(first.instanceId, new Date(context.clock.now() - 60_000));
      await context.untilVisible();
      const second = await context.create(provider, context.spec({ idempotencyKey }));
      expectThat(
        second.instanceId !== first.instanceId,
        `${first.instanceId} again, whose lease is over`,
      );
      await context.expectEnded(provider, first.instanceId, 'after it was replaced');
      await context.expectLive(provider, 1, 'after a machine was replaced');
    },
  },
  {
    name: 'a stopped machine is replaced, not adopted',
    rule: 'a machine that is stopped is ended and replaced when its key is used again',
    advice: 'adopt pending and running machines only.',
    appliesTo: ({ stopInstance }) => stopInstance !== undefined,
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const first = await context.create(provider, context.spec({ idempotencyKey }));
      await context.harness.stopInstance?.(first.instanceId);
      await context.untilVisible();
      const second = await context.create(provider, context.spec({ idempotencyKey }));
      expectThat(
        second.instanceId !== first.instanceId,
        `${first.instanceId} again, which is stopped`,
      );
      await context.expectEnded(provider, first.instanceId, 'after it was replaced');
      await context.expectLive(provider, 1, 'after a machine was replaced');
    },
  },
  {
    name: 'calls without a key make machines of their own',
    rule: 'without a key every call makes a machine, also when the specs are the same',
    advice: 'make a random key for each call.',
    async run(context) {
      const provider = await context.openProvider();
      const created = await Promise.all([1, 2].map(() => context.create(provider, context.spec())));
      const [first, second] = created;
      expectThat(first?.instanceId !== second?.instanceId, `two calls gave ${first?.instanceId}`);
      await context.expectLive(provider, 2, 'after two calls without a key');
    },
  },
  {
    name: 'keys that look alike are different keys',
    rule: 'a key is any text of up to 255 characters and is compared exactly',
    advice: 'write the hash of the key on the machine, not the key; hashIdempotencyKey() makes it.',
    async run(context) {
      const provider = await context.openProvider();
      const key = context.newKey();
      const keys = [key, key.toUpperCase(), `${key} `, `${key}/é😀`, key.padEnd(255, 'x')];
      const ids = new Set<string>();
      for (const idempotencyKey of keys) {
        const { instanceId } = await expectSuccess(
          `a creation with the key ${printValue(idempotencyKey)}`,
          () => context.create(provider, context.spec({ idempotencyKey })),
        );
        ids.add(instanceId);
      }
      expectThat(ids.size === keys.length, `${keys.length} keys gave ${ids.size} machines`);
    },
  },
];
