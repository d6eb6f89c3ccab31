import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import type { Vpc } from '../network/region-network.js';
import { listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import { ACCOUNT_ID } from '../wire/account.js';
import { defineOperation } from './operation.js';
import { pageParameters, positions, takePage } from './pages.js';

/** Some filters have two names. */
const filters: FilterTable<Vpc> = {
  tags: () => new Map(),
  values: {
    cidr: ({ cidr }) => cidr,
    'cidr-block-association.cidr-block': ({ cidr }) => cidr,
    'is-default': ({ isDefault }) => isDefault,
    isDefault: ({ isDefault }) => isDefault,
    'owner-id': () => ACCOUNT_ID,
    state: () => 'available',
    'vpc-id': ({ id }) => id,
  },
};

export const describeVpcs = defineOperation({
  action: 'DescribeVpcs',
  parameters: {
    Filter: filterList,
    VpcId: optional(listOf(nonEmptyText)),
    ...pageParameters(),
  },
  prepare(request, { region: { network }, context: { clock } }) {
    const ids = request.VpcId;
    for (const id of ids ?? []) {
      if (!isResourceId('vpc', id)) throw resourceErrors.malformedId('vpc', id);
      if (!network.vpcs.some((vpc) => vpc.id === id)) throw resourceErrors.notFound('vpc', [id]);
    }
    const given = readFilters(request.Filter, filters);
    const shown = network.vpcs.filter(
      (vpc) => (ids ?? [vpc.id]).includes(vpc.id) && matchesAll(given, vpc, clock.now()),
    );
    const { items, nextToken } = takePage('DescribeVpcs', request, (after) =>
      positions(shown, after),
    );
    return () => ({
      vpcSet: items.map(({ id, cidr, isDefault }) => ({
        vpcId: id,
        ownerId: ACCOUNT_ID,
        state: 'available',
        cidrBlock: cidr,
        cidrBlockAssociationSet: [
          {
            associationId: id.replace('vpc-', 'vpc-cidr-assoc-'),
            cidrBlock: cidr,
            cidrBlockState: { state: 'associated' },
          },
        ],
        dhcpOptionsId: id.replace('vpc-', 'dopt-'),
        instanceTenancy: 'default',
        isDefault,
      })),
      nextToken,
    });
  },
});
