import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { flag, listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import type { LaunchTemplate } from '../state/launch-template-store.js';
import { renderLaunchTemplate } from '../wire/render-launch-template.js';
import { defineOperation } from './operation.js';
import { pageParameters, takePage } from './pages.js';

const filters: FilterTable<LaunchTemplate> = {
  tags: ({ tags }, asOf) => tags.asOf(asOf) ?? tags.current,
  values: {
    'create-time': ({ createdAt }) => new Date(createdAt).toISOString(),
    'launch-template-name': ({ name }) => name,
  },
};

export const describeLaunchTemplates = defineOperation({
  action: 'DescribeLaunchTemplates',
  parameters: {
    Filter: filterList,
    IncludeManagedResources: optional(flag),
    LaunchTemplateId: optional(listOf(nonEmptyText)),
    LaunchTemplateName: optional(listOf(nonEmptyText)),
    ...pageParameters(1, 200),
  },
  prepare(request, { region: { launchTemplates }, context: { consistency } }) {
    const { LaunchTemplateId: ids, LaunchTemplateName: names } = request;
    const given = readFilters(request.Filter, filters);
    const asOf = consistency.readTime(ids || names ? 'get' : 'list');
    for (const id of ids ?? []) {
      if (!isResourceId('launchTemplate', id))
        throw resourceErrors.malformedId('launchTemplate', id);
      if (!launchTemplates.get(id, asOf)) throw resourceErrors.notFound('launchTemplate', [id]);
    }
    for (const name of names ?? []) {
      if (!launchTemplates.named(name, asOf)) {
        throw resourceErrors.launchTemplateNameNotFound(name);
      }
    }
    const { items, nextToken } = takePage('DescribeLaunchTemplates', request, function* (after) {
      for (const found of launchTemplates.scan({ after, asOf })) {
        const { id, name } = found.item;
        const named = (ids ?? [id]).includes(id) && (names ?? [name]).includes(name);
        if (named && matchesAll(given, found.item, asOf)) yield found;
      }
    });
    return () => ({
      launchTemplates: items.map((template) => renderLaunchTemplate(template, asOf)),
      nextToken,
    });
  },
});
