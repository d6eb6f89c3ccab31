import { requestErrors } from '../errors/request-errors.js';
import { filterList, matchesAll, readFilters } from '../filters/filters.js';
import { instanceFilters } from '../filters/instance-filters.js';
import { findInstances } from '../instances/find-instances.js';
import { selectInstances } from '../instances/select-instances.js';
import { flag, optional } from '../protocol/parameter-schemas.js';
import { renderReservations } from '../wire/render-instance.js';
import { instanceIds } from './instance-ids.js';
import { defineOperation } from './operation.js';
import { pageParameters, takePage } from './pages.js';

export const describeInstances = defineOperation({
  action: 'DescribeInstances',
  parameters: {
    Filter: filterList,
    IncludeManagedResources: optional(flag),
    InstanceId: optional(instanceIds),
    ...pageParameters(),
  },
  prepare(request, { region: { instances }, context: { clock, consistency } }) {
    const filters = readFilters(request.Filter, instanceFilters);
    if (request.InstanceId) {
      if (request.MaxResults !== undefined) {
        throw requestErrors.invalidParameterCombination(
          'The parameter instancesSet cannot be used with the parameter maxResults',
        );
      }
      const asOf = consistency.readTime('get');
      const found = findInstances(instances, request.InstanceId, asOf);
      const fitting = found.filter((instance) => matchesAll(filters, instance, asOf));
      return () => ({ reservationSet: renderReservations(fitting, asOf) });
    }
    const asOf = consistency.readTime('list');
    const isCurrent = asOf === clock.now();
    const { items, nextToken } = takePage('DescribeInstances', request, (after) =>
      selectInstances(instances, { filters, asOf, isCurrent, after }),
    );
    return () => ({ reservationSet: renderReservations(items, asOf), nextToken });
  },
});
