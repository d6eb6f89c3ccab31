import type { CloudProvider, InstanceFilter } from '@stagely/core';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { expectThat } from '../expect-that.js';
import { printValue } from '../print-value.js';

export const filterCases: readonly CaseDefinition[] = [
  {
    name: 'a filter by tags lets through the machines that carry all of them',
    rule: 'filter.tags selects machines that have every one of these tags with exactly these values',
    advice:
      'compare each tag of the filter with the machine’s, after decoding; do not leave it to a search by prefix.',
    async run(context) {
      const provider = await context.openProvider();
      const web = await context.create(
        provider,
        context.spec({ tags: { role: 'web', env: 'a/b' } }),
      );
      const job = await context.create(
        provider,
        context.spec({ tags: { role: 'job', env: 'a/b' } }),
      );
      const both = [web.instanceId, job.instanceId];
      await expectFiltered(context, provider, { tags: context.tags }, both);
      await expectFiltered(context, provider, { tags: { ...context.tags, env: 'a/b' } }, both);
      await expectFiltered(context, provider, { tags: { ...context.tags, role: 'web' } }, [
        web.instanceId,
      ]);
      await expectFiltered(
        context,
        provider,
        { tags: { ...context.tags, role: 'web', env: 'a' } },
        [],
      );
      await expectFiltered(
        context,
        provider,
        { tags: { ...context.tags, constructor: 'web' } },
        [],
      );
      await expectFiltered(context, provider, { tags: { ...context.tags, role: '' } }, []);
    },
  },
  {
    name: 'a filter by key lets through the machine of the key',
    rule: 'filter.idempotencyKey selects the machine that was made with this key',
    advice: 'compare the hash of the key with the one on the machine.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const created = await context.create(provider, context.spec({ idempotencyKey }));
      await context.create(provider, context.spec({ idempotencyKey: context.newKey() }));
      await expectFiltered(context, provider, { idempotencyKey }, [created.instanceId]);
      await expectFiltered(context, provider, { idempotencyKey: context.newKey() }, []);
    },
  },
  {
    name: 'a filter by region lets through the machines in that region',
    rule: 'filter.region selects the machines in this region; without it all regions are listed',
    advice: 'compare the region of each machine.',
    async run(context) {
      const provider = await context.openProvider();
      const { regions } = context.harness.properties;
      const created = new Map<string, string>();
      for (const region of regions.slice(0, 2)) {
        const { instanceId } = await context.create(provider, context.spec({ region }));
        created.set(region, instanceId);
      }
      for (const [region, instanceId] of created) {
        await expectFiltered(context, provider, { region }, [instanceId]);
      }
      await expectFiltered(context, provider, {}, [...created.values()]);
    },
  },
  {
    name: 'filters are combined',
    rule: 'a machine must pass every part of a filter',
    advice: 'apply the parts one after another.',
    async run(context) {
      const provider = await context.openProvider();
      const idempotencyKey = context.newKey();
      const spec = context.spec({ idempotencyKey, tags: { role: 'web' } });
      const { instanceId, region } = await context.create(provider, spec);
      const tags = { role: 'web' };
      await expectFiltered(context, provider, { idempotencyKey, region, tags }, [instanceId]);
      await expectFiltered(
        context,
        provider,
        { idempotencyKey, region, tags: { role: 'job' } },
        [],
      );
      await expectFiltered(
        context,
        provider,
        { idempotencyKey: context.newKey(), region, tags },
        [],
      );
    },
  },
];

/** Goes on only when a filter lets through these machines of the case. */
async function expectFiltered(
  context: CaseContext,
  provider: CloudProvider,
  filter: InstanceFilter,
  expected: readonly string[],
): Promise<void> {
  const wanted = [...expected].sort();
  const ids = await context.eventually(
    async () => {
      const listed = await context.listOwn(provider, filter);
      return [...new Set(listed.map(({ instanceId }) => instanceId))].sort();
    },
    (found) => found.join() === wanted.join(),
  );
  expectThat(
    ids.join() === wanted.join(),
    `${printValue(filter)} let through ${printValue(ids)}, not ${printValue(wanted)}`,
  );
}
