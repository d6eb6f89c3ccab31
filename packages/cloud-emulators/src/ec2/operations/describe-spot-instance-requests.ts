import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { type Instance, phaseOf } from '../instances/instance.js';
import { listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import { renderSpotRequest, spotRequestStatus } from '../wire/render-spot-request.js';
import { defineOperation } from './operation.js';
import { pageParameters, takePage } from './pages.js';

const filters: FilterTable<Instance> = {
  tags: () => new Map(),
  values: {
    'create-time': ({ launchedAt }) => new Date(launchedAt).toISOString(),
    'instance-id': ({ id }) => id,
    'launch.image-id': ({ configuration }) => configuration.image.id,
    'launch.instance-type': ({ configuration }) => configuration.type.name,
    'launch.key-name': ({ configuration }) => configuration.keyName,
    'launched-availability-zone': ({ configuration }) => configuration.subnet.zone.name,
    'launched-availability-zone-id': ({ configuration }) => configuration.subnet.zone.id,
    'product-description': () => 'Linux/UNIX',
    'spot-instance-request-id': ({ spotRequestId }) => spotRequestId,
    state: (instance, asOf) => spotRequestStatus(phaseOf(instance, asOf)).state,
    'status-code': (instance, asOf) => spotRequestStatus(phaseOf(instance, asOf)).code,
    type: ({ configuration }) => (configuration.persistentRequest ? 'persistent' : 'one-time'),
  },
};

/** The requests behind spot instances, for as long as these are shown. */
export const describeSpotInstanceRequests = defineOperation({
  action: 'DescribeSpotInstanceRequests',
  parameters: {
    Filter: filterList,
    SpotInstanceRequestId: optional(listOf(nonEmptyText)),
    ...pageParameters(),
  },
  prepare(request, { region: { instances }, context: { consistency } }) {
    const ids = request.SpotInstanceRequestId;
    const given = readFilters(request.Filter, filters);
    const asOf = consistency.readTime(ids ? 'get' : 'list');
    const wanted = ids && new Set(ids);
    for (const id of wanted ?? []) {
      if (!isResourceId('spotRequest', id)) throw resourceErrors.malformedId('spotRequest', id);
      if (!instances.ofSpotRequest(id, asOf)) throw resourceErrors.notFound('spotRequest', [id]);
    }
    const { items, nextToken } = takePage(
      'DescribeSpotInstanceRequests',
      request,
      function* (after) {
        for (const found of instances.scanSpot({ after, asOf })) {
          const { spotRequestId = '' } = found.item;
          const named = wanted === undefined || wanted.has(spotRequestId);
          if (named && matchesAll(given, found.item, asOf)) yield found;
        }
      },
    );
    return () => ({
      spotInstanceRequestSet: items.map((instance) => renderSpotRequest(instance, asOf)),
      nextToken,
    });
  },
});
