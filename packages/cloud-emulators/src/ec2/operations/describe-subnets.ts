import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import type { Subnet } from '../network/region-network.js';
import { listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import { ACCOUNT_ID } from '../wire/account.js';
import { defineOperation } from './operation.js';
import { pageParameters, positions, takePage } from './pages.js';

/** Some filters have two names. */
const filters: FilterTable<Subnet> = {
  tags: () => new Map(),
  values: {
    'availability-zone': ({ zone }) => zone.name,
    availabilityZone: ({ zone }) => zone.name,
    'availability-zone-id': ({ zone }) => zone.id,
    availabilityZoneId: ({ zone }) => zone.id,
    'cidr-block': ({ cidr }) => cidr,
    cidrBlock: ({ cidr }) => cidr,
    'default-for-az': ({ defaultForZone }) => defaultForZone,
    defaultForAz: ({ defaultForZone }) => defaultForZone,
    'map-public-ip-on-launch': ({ mapPublicIp }) => mapPublicIp,
    'owner-id': () => ACCOUNT_ID,
    state: () => 'available',
    'subnet-id': ({ id }) => id,
    'vpc-id': ({ vpcId }) => vpcId,
  },
};

/** A /20 block without the five addresses EC2 keeps. The emulator does not run out of addresses. */
const ADDRESSES = 4091;

export const describeSubnets = defineOperation({
  action: 'DescribeSubnets',
  parameters: {
    Filter: filterList,
    SubnetId: optional(listOf(nonEmptyText)),
    ...pageParameters(),
  },
  prepare(request, { region, context: { clock } }) {
    const { network } = region;
    const ids = request.SubnetId;
    for (const id of ids ?? []) {
      if (!isResourceId('subnet', id)) throw resourceErrors.malformedId('subnet', id);
      if (!network.subnet(id)) throw resourceErrors.notFound('subnet', [id]);
    }
    const given = readFilters(request.Filter, filters);
    const shown = network.subnets.filter(
      (subnet) =>
        (ids ?? [subnet.id]).includes(subnet.id) && matchesAll(given, subnet, clock.now()),
    );
    const { items, nextToken } = takePage('DescribeSubnets', request, (after) =>
      positions(shown, after),
    );
    return () => ({
      subnetSet: items.map((subnet) => ({
        subnetId: subnet.id,
        subnetArn: `arn:aws:ec2:${region.region.name}:${ACCOUNT_ID}:subnet/${subnet.id}`,
        state: 'available',
        ownerId: ACCOUNT_ID,
        vpcId: subnet.vpcId,
        cidrBlock: subnet.cidr,
        ipv6CidrBlockAssociationSet: [],
        availableIpAddressCount: ADDRESSES,
        availabilityZone: subnet.zone.name,
        availabilityZoneId: subnet.zone.id,
        defaultForAz: subnet.defaultForZone,
        mapPublicIpOnLaunch: subnet.mapPublicIp,
        assignIpv6AddressOnCreation: false,
      })),
      nextToken,
    });
  },
});
