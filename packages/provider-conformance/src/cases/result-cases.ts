import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError, type ProviderWarning } from '@stagely/core';
import type { CaseDefinition } from '../conformance-case.js';
import { expectRejection } from '../expect-rejection.js';
import { expectThat } from '../expect-that.js';
import { printValue } from '../print-value.js';

const WARNING_CODES: Readonly<Record<ProviderWarning['code'], true>> = {
  emulated_architecture: true,
  no_spot: true,
  spot_unavailable: true,
  other_instance_type: true,
  deprecated_instance_type: true,
  other_image: true,
  account_warning: true,
  cleanup_failed: true,
};

/** What nobody needs to be told who asked for neither. */
const UNASKED: readonly string[] = ['emulated_architecture', 'no_spot', 'spot_unavailable'];

export const resultCases: readonly CaseDefinition[] = [
  {
    name: 'the result says what was really made',
    rule: 'region, instanceType, architecture and spotInstance of the result are those of the machine, whatever was asked for',
    advice: 'fill the result from what the cloud answers, not from the spec.',
    async run(context) {
      const provider = await context.openProvider();
      const created = await context.create(provider, context.spec());
      const listed = await context.findListed(provider, created.instanceId);
      for (const field of ['region', 'instanceType'] as const) {
        expectThat(
          typeof created[field] === 'string' && created[field] !== '',
          `${field} is ${printValue(created[field])}`,
        );
        expectThat(
          created[field] === listed[field],
          `${field} of the result is ${printValue(created[field])}, and in the listing ${printValue(listed[field])}`,
        );
      }
      expectThat(
        created.architecture === 'amd64',
        `architecture is ${printValue(created.architecture)}`,
      );
      expectThat(
        created.spotInstance === false,
        `spotInstance is ${printValue(created.spotInstance)}`,
      );
      expectThat(
        created.reused === false,
        `reused is ${printValue(created.reused)} for a new machine`,
      );
    },
  },
  {
    name: 'the result has the idempotency key, given or made',
    rule: 'idempotencyKey of the result is the key that was given, or a new one for every call without',
    advice: 'make a random key where the spec has none; parseInstanceSpec() does.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const given = await context.create(provider, context.spec({ idempotencyKey }));
      expectThat(
        given.idempotencyKey === idempotencyKey,
        `${printValue(given.idempotencyKey)} for the key ${printValue(idempotencyKey)}`,
      );
      const made = new Set<unknown>();
      for (const call of [1, 2]) {
        const created = await context.create(provider, context.spec());
        const key: unknown = created.idempotencyKey;
        expectThat(
          typeof key === 'string' && key !== '' && !made.has(key),
          `${printValue(key)} for call ${call} without a key`,
        );
        made.add(key);
      }
    },
  },
  {
    name: 'a machine is made in the region that the spec names',
    rule: 'region selects where the machine is made; without it, the region of the credentials',
    advice: 'pass the region on to the create request.',
    async run(context) {
      const { regions } = context.harness.properties;
      const provider = await context.openProvider();
      for (const region of regions.slice(0, 2)) {
        const created = await context.create(provider, context.spec({ region }));
        expectThat(created.region === region, `${printValue(created.region)} for "${region}"`);
        const listed = await context.findListed(provider, created.instanceId);
        expectThat(
          listed.region === region,
          `the listing says ${printValue(listed.region)} for "${region}"`,
        );
      }
    },
  },
  {
    name: 'the spec that was given is left as it is',
    rule: 'a provider changes nothing of what it is given',
    advice: 'copy before you change; parseInstanceSpec() returns a copy.',
    async run(context) {
      const provider = await context.openProvider();
      const spec = context.spec({
        userData: '#cloud-config\n',
        tags: { env: 'test' },
        idempotencyKey: context.newKey(),
        expiresAt: new Date(context.clock.now() + 3_600_000),
        providerOptions: {},
      });
      const before = structuredClone(spec);
      await context.create(provider, spec);
      expectThat(
        isDeepStrictEqual(spec, before),
        `${printValue(before)} became ${printValue(spec)}`,
      );
    },
  },
  {
    name: 'spot machines are made, or their absence is told of',
    rule: 'spotInstance is best effort: where the cloud has none the machine is on demand with the warning no_spot, where there is no capacity with spot_unavailable',
    advice:
      'give the warning with the code of the contract, and say in the result which kind was made.',
    async run(context) {
      const provider = await context.openProvider();
      const { spotInstance, warnings } = await context.create(
        provider,
        context.spec({ spotInstance: true }),
      );
      const codes = warnings.map(({ code }) => code);
      if (!context.harness.properties.spot) {
        expectThat(!spotInstance, 'the result says spotInstance, and the cloud has none');
        expectThat(
          codes.includes('no_spot'),
          `the warnings are ${printValue(codes)}, without no_spot`,
        );
        return;
      }
      expectThat(
        !codes.includes('no_spot'),
        'there is the warning no_spot, and the cloud has spot machines',
      );
      expectThat(
        spotInstance !== codes.includes('spot_unavailable'),
        `spotInstance is ${spotInstance} and the warnings are ${printValue(codes)}`,
      );
    },
  },
  {
    name: 'arm64 machines are made, emulated with a warning, or refused',
    rule: 'where the cloud lacks arm64 the machine is amd64 with the warning emulated_architecture, or the spec is refused with an InvalidInputError',
    advice:
      'say in the result which architecture was made, and warn when it is not the one asked for.',
    async run(context) {
      const { arm64 } = context.harness.properties;
      const provider = await context.openProvider();
      const create = () => context.create(provider, context.spec({ architecture: 'arm64' }));
      if (arm64 === false) {
        await expectRejection(InvalidInputError, 'a creation of an arm64 machine', create);
        return;
      }
      const { architecture, warnings } = await create();
      const codes = warnings.map(({ code }) => code);
      expectThat(
        architecture === (arm64 === true ? 'arm64' : 'amd64'),
        `architecture is ${printValue(architecture)}`,
      );
      expectThat(
        codes.includes('emulated_architecture') === (arm64 === 'emulated'),
        `the warnings are ${printValue(codes)}`,
      );
    },
  },
  {
    name: 'warnings have a code of the contract and a message',
    rule: 'each warning has a code from the closed list and a message for people; none tells of what was not asked for',
    advice: 'use a code of ProviderWarningCode.',
    async run(context) {
      const provider = await context.openProvider();
      const plain = await context.create(provider, context.spec());
      const unasked = plain.warnings.filter(({ code }) => UNASKED.includes(code));
      expectThat(unasked.length === 0, `${printValue(unasked)}, and nothing of that was asked for`);
      const spot = await context.create(provider, context.spec({ spotInstance: true }));
      for (const warning of [...plain.warnings, ...spot.warnings]) {
        const known = Object.hasOwn(WARNING_CODES, warning.code);
        const told = typeof warning.message === 'string' && warning.message !== '';
        expectThat(known && told, printValue(warning));
      }
    },
  },
];
