import { requestErrors } from '../errors/request-errors.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { findInstances } from '../instances/find-instances.js';
import { type Instance, phaseOf } from '../instances/instance.js';
import { stateCodes } from '../instances/instance-phases.js';
import { selectInstances } from '../instances/select-instances.js';
import { flag, optional } from '../protocol/parameter-schemas.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { renderState } from '../wire/render-instance.js';
import { instanceIds } from './instance-ids.js';
import { defineOperation } from './operation.js';
import { pageParameters, takePage } from './pages.js';

const isRunning = (instance: Instance, asOf: number) => phaseOf(instance, asOf).state === 'running';
const statusOf = (instance: Instance, asOf: number) =>
  isRunning(instance, asOf) ? 'ok' : 'not-applicable';
const reachabilityOf = (instance: Instance, asOf: number) =>
  isRunning(instance, asOf) ? 'passed' : undefined;

const filters: FilterTable<Instance> = {
  values: {
    'availability-zone': ({ configuration }) => configuration.subnet.zone.name,
    'availability-zone-id': ({ configuration }) => configuration.subnet.zone.id,
    'instance-state-code': (instance, asOf) => stateCodes[phaseOf(instance, asOf).state],
    'instance-state-name': (instance, asOf) => phaseOf(instance, asOf).state,
    'instance-status.reachability': reachabilityOf,
    'instance-status.status': statusOf,
    'system-status.reachability': reachabilityOf,
    'system-status.status': statusOf,
  },
};

/** Whether instances respond: those of the emulator do as soon as they run. */
export const describeInstanceStatus = defineOperation({
  action: 'DescribeInstanceStatus',
  parameters: {
    Filter: filterList,
    IncludeAllInstances: optional(flag),
    IncludeManagedResources: optional(flag),
    InstanceId: optional(instanceIds),
    ...pageParameters(),
  },
  prepare(request, { region: { instances }, context: { clock, consistency } }) {
    const given = readFilters(request.Filter, filters);
    const shown = (instance: Instance, asOf: number) =>
      (request.IncludeAllInstances || isRunning(instance, asOf)) &&
      matchesAll(given, instance, asOf);
    if (request.InstanceId) {
      if (request.MaxResults !== undefined) {
        throw requestErrors.invalidParameterCombination(
          'The parameter instancesSet cannot be used with the parameter maxResults',
        );
      }
      const asOf = consistency.readTime('get');
      const found = findInstances(instances, request.InstanceId, asOf);
      const fitting = found.filter((instance) => shown(instance, asOf));
      return () => ({ instanceStatusSet: fitting.map((one) => renderStatus(one, asOf)) });
    }
    const asOf = consistency.readTime('list');
    const selection = { filters: given, asOf, isCurrent: asOf === clock.now() };
    const { items, nextToken } = takePage('DescribeInstanceStatus', request, function* (after) {
      for (const found of selectInstances(instances, { ...selection, after })) {
        if (shown(found.item, asOf)) yield found;
      }
    });
    return () => ({ instanceStatusSet: items.map((one) => renderStatus(one, asOf)), nextToken });
  },
});

function renderStatus(instance: Instance, asOf: number): XmlFields {
  const { zone } = instance.configuration.subnet;
  const reachability = reachabilityOf(instance, asOf);
  const status = {
    status: statusOf(instance, asOf),
    details: reachability && [{ name: 'reachability', status: reachability }],
  };
  return {
    instanceId: instance.id,
    availabilityZone: zone.name,
    availabilityZoneId: zone.id,
    instanceState: renderState(phaseOf(instance, asOf).state),
    systemStatus: status,
    instanceStatus: status,
  };
}
