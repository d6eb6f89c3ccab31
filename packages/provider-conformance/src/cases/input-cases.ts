import { InvalidInputError } from '@stagely/core';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { expectRejection } from '../expect-rejection.js';
import { expectThat, Finding } from '../expect-that.js';
import { accountOperations, instanceOperations, listUnchecked, unchecked } from '../operations.js';
import { printValue } from '../print-value.js';
import { settle } from '../settle.js';
import { wrongFields, wrongTags } from '../wrong-specs.js';

const BEFORE_ANY_REQUEST =
  'is refused with an InvalidInputError whose issues name the field, before any request leaves';

export const inputCases: readonly CaseDefinition[] = [
  {
    name: 'a spec with a wrong field is refused by name',
    rule: `a spec with a field that is missing or wrong ${BEFORE_ANY_REQUEST}`,
    advice: 'check specs with parseInstanceSpec() of @stagely/core/plugin.',
    run: (context) =>
      expectRefused(
        context,
        wrongFields(context.clock.now(), context.harness.plugin.name).map(({ field, value }) => ({
          printed: `${field}: ${printValue(value)}`,
          path: `spec.${field}`,
          spec: { ...context.spec(), [field]: value },
        })),
      ),
  },
  {
    name: 'what is no spec is refused',
    rule: 'createInstance of anything but an object rejects with an InvalidInputError',
    advice: 'check specs with parseInstanceSpec() of @stagely/core/plugin.',
    run: (context) =>
      expectRefused(
        context,
        [undefined, null, 'small', 42, []].map((spec) => ({
          printed: printValue(spec),
          path: 'spec',
          spec,
        })),
      ),
  },
  {
    name: 'wrong tags are refused by name',
    rule: `a tag with an empty, long, broken or reserved key or a value that is long or no text ${BEFORE_ANY_REQUEST}`,
    advice: 'check specs with parseInstanceSpec() of @stagely/core/plugin.',
    run: (context) =>
      expectRefused(
        context,
        wrongTags.map(({ tags, path }) => ({
          printed: `tags: ${printValue(tags)}`,
          path: `spec.${path}`,
          spec: { ...context.spec(), tags },
        })),
      ),
  },
  {
    name: 'unknown fields of a spec are refused by name',
    rule: `a field that the contract does not know, in the spec or in the provider’s own options, ${BEFORE_ANY_REQUEST}: a misspelt field never goes unheard`,
    advice: 'use strict schemas, for providerOptions too.',
    async run(context) {
      const { name } = context.harness.plugin;
      await expectRefused(context, [
        { printed: 'sise', path: 'spec.sise', spec: { ...context.spec(), sise: 'small' } },
        {
          printed: `providerOptions.${name}.noSuchOption`,
          path: `spec.providerOptions.${name}.noSuchOption`,
          spec: { ...context.spec(), providerOptions: { [name]: { noSuchOption: 1 } } },
        },
      ]);
    },
  },
  {
    name: 'a region that the cloud lacks is refused',
    rule: 'a region that the cloud does not have rejects with an InvalidInputError, and nothing is made',
    advice: 'ask the cloud for its regions, or map its answer.',
    async run(context) {
      const provider = await context.openProvider();
      await expectRejection(InvalidInputError, 'a creation in "no-such-region-9"', () =>
        context.create(provider, context.spec({ region: 'no-such-region-9' })),
      );
      await context.expectLive(provider, 0, 'after a creation was refused');
    },
  },
  {
    name: 'wrong call options are refused before any request',
    rule: 'options that are no object, have an unknown field, or a signal that is none reject with an InvalidInputError before any request leaves',
    advice: 'check options with parseCallOptions() of @stagely/core/plugin.',
    async run(context) {
      const provider = await context.openProvider();
      const { unknownInstanceId } = context.harness;
      for (const options of ['now', { signal: 'stop' }, { timeout: 1 }]) {
        const calls = [
          {
            name: 'createInstance',
            run: () =>
              context.track(() => unchecked(provider).createInstance(context.spec(), options)),
          },
          ...instanceOperations.map(({ name, call }) => ({
            name,
            run: () => call(provider, unknownInstanceId, options),
          })),
          ...accountOperations.map(({ name, call }) => ({
            name,
            run: () => call(provider, options),
          })),
        ];
        for (const { name, run } of calls) {
          await expectRejection(
            InvalidInputError,
            `${name} with the options ${printValue(options)}`,
            run,
          );
        }
      }
      expectThat(context.observer.requests === 0, `${context.observer.requests} requests`);
    },
  },
  {
    name: 'wrong filters are refused before any request',
    rule: 'a filter that is no object, has an unknown field or a wrong value rejects with an InvalidInputError before any request leaves',
    advice: 'check filters with parseInstanceFilter() of @stagely/core/plugin.',
    async run(context) {
      const provider = await context.openProvider();
      const filters = [
        'all',
        { tag: { env: 'test' } },
        { tags: 'env=test' },
        { tags: { env: 1 } },
        { idempotencyKey: '' },
        { region: 'no region!' },
        { includeTerminated: 'yes' },
      ];
      for (const filter of filters) {
        await expectRejection(InvalidInputError, `listInstances with ${printValue(filter)}`, () =>
          listUnchecked(provider, filter),
        );
      }
      expectThat(context.observer.requests === 0, `${context.observer.requests} requests`);
    },
  },
  {
    name: 'what is no lease is refused before any request',
    rule: 'setExpiry with anything but a valid Date or undefined rejects with an InvalidInputError before any request leaves',
    advice: 'check it with parseExpiry() of @stagely/core/plugin.',
    async run(context) {
      const provider = await context.openProvider();
      const { unknownInstanceId } = context.harness;
      for (const expiresAt of ['tomorrow', new Date(Number.NaN), context.clock.now(), null, {}]) {
        await expectRejection(
          InvalidInputError,
          `setExpiry to ${printValue(expiresAt)}`,
          async () => unchecked(provider).setExpiry(unknownInstanceId, expiresAt),
        );
      }
      expectThat(context.observer.requests === 0, `${context.observer.requests} requests`);
    },
  },
];

interface WrongSpec {
  readonly printed: string;
  /** Where the issue must be, or further inside. */
  readonly path: string;
  readonly spec: unknown;
}

/** Goes on only when each spec is refused in the right way; tells of all that are not. */
async function expectRefused(context: CaseContext, specs: readonly WrongSpec[]): Promise<void> {
  const provider = await context.openProvider();
  const findings: string[] = [];
  for (const { printed, path, spec } of specs) {
    const before = context.observer.requests;
    const checked = await settle(async () => {
      const error = await expectRejection(InvalidInputError, `a creation with ${printed}`, () =>
        context.track(() => unchecked(provider).createInstance(spec)),
      );
      expectThat(
        error.issues.some((issue) => issue.path === path || issue.path.startsWith(`${path}.`)),
        `the issues of ${printed} name ${printValue(error.issues.map((issue) => issue.path))}, not ${path}`,
      );
      expectThat(
        context.observer.requests === before,
        `${printed} was refused, but only after a request`,
      );
    });
    if (!checked.resolved) findings.push(String(Reflect.get(Object(checked.error), 'message')));
  }
  if (findings.length > 0) throw new Finding(findings.join('; '));
  await context.expectLive(provider, 0, 'after creations were refused');
}
