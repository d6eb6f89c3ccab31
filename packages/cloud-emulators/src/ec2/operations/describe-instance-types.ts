import * as v from 'valibot';
import { findInstanceType, type InstanceType } from '../catalogue/instance-types.js';
import { requestErrors } from '../errors/request-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import { listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import { renderInstanceType, usageClassesOf } from '../wire/render-instance-type.js';
import { defineOperation } from './operation.js';
import { pageParameters, positions, takePage } from './pages.js';

const filters: FilterTable<InstanceType> = {
  values: {
    'bare-metal': () => false,
    'burstable-performance-supported': ({ burstable }) => burstable,
    'current-generation': ({ currentGeneration }) => currentGeneration,
    hypervisor: ({ nitro }) => (nitro ? 'nitro' : 'xen'),
    'instance-storage-supported': () => false,
    'instance-type': ({ name }) => name,
    'memory-info.size-in-mib': ({ memoryMiB }) => memoryMiB,
    'processor-info.supported-architecture': ({ architecture }) => architecture,
    'supported-root-device-type': () => 'ebs',
    'supported-usage-class': usageClassesOf,
    'supported-virtualization-type': () => 'hvm',
    'vcpu-info.default-cores': ({ vcpus, threadsPerCore }) => vcpus / threadsPerCore,
    'vcpu-info.default-vcpus': ({ vcpus }) => vcpus,
  },
};

export const describeInstanceTypes = defineOperation({
  action: 'DescribeInstanceTypes',
  parameters: {
    Filter: filterList,
    InstanceType: optional(v.pipe(listOf(nonEmptyText), v.maxLength(100))),
    ...pageParameters(5, 100),
  },
  notEmulated: ['IncludeUnsupportedInRegion'],
  prepare(request, { region, context: { clock } }) {
    const names = request.InstanceType;
    if (names && request.MaxResults !== undefined) {
      throw requestErrors.invalidParameterCombination(
        'The parameter InstanceTypes cannot be used with the parameter MaxResults',
      );
    }
    const sold = region.market.typesIn(region.zones);
    const unknown = (names ?? []).filter((name) => {
      const type = findInstanceType(name);
      return type === undefined || !sold.includes(type);
    });
    if (unknown.length > 0) throw resourceErrors.invalidInstanceType(unknown);
    const given = readFilters(request.Filter, filters);
    const shown = sold.filter(
      (type) => (names ?? [type.name]).includes(type.name) && matchesAll(given, type, clock.now()),
    );
    const { items, nextToken } = takePage(
      'DescribeInstanceTypes',
      { MaxResults: 100, ...request },
      (after) => positions(shown, after),
    );
    return () => ({ instanceTypeSet: items.map(renderInstanceType), nextToken });
  },
});
