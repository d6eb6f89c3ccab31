import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import { type FilterTable, filterList, matchesAll, readFilters } from '../filters/filters.js';
import type { SecurityGroup } from '../network/region-network.js';
import { listOf, nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { ACCOUNT_ID } from '../wire/account.js';
import { defineOperation } from './operation.js';
import { pageParameters, positions, takePage } from './pages.js';

const filters: FilterTable<SecurityGroup> = {
  tags: () => new Map(),
  values: {
    description: ({ description }) => description,
    'group-id': ({ id }) => id,
    'group-name': ({ name }) => name,
    'owner-id': () => ACCOUNT_ID,
    'vpc-id': ({ vpcId }) => vpcId,
  },
};

export const describeSecurityGroups = defineOperation({
  action: 'DescribeSecurityGroups',
  parameters: {
    Filter: filterList,
    GroupId: optional(listOf(nonEmptyText)),
    GroupName: optional(listOf(nonEmptyText)),
    ...pageParameters(),
  },
  prepare(request, { region, context: { clock } }) {
    const { network } = region;
    const { GroupId: ids, GroupName: names } = request;
    const vpcId = network.defaultVpc?.id ?? '';
    for (const id of ids ?? []) {
      if (!isResourceId('securityGroup', id)) throw resourceErrors.malformedId('securityGroup', id);
      if (!network.securityGroup(id)) throw resourceErrors.notFound('securityGroup', [id]);
    }
    // Names are for the default VPC alone.
    for (const name of names ?? []) {
      if (!network.groupOf(vpcId, name)) throw resourceErrors.groupNotFound(name, vpcId);
    }
    const given = readFilters(request.Filter, filters);
    const shown = network.securityGroups.filter(
      (group) =>
        (ids ?? [group.id]).includes(group.id) &&
        (names === undefined || (group.vpcId === vpcId && names.includes(group.name))) &&
        matchesAll(given, group, clock.now()),
    );
    const { items, nextToken } = takePage('DescribeSecurityGroups', request, (after) =>
      positions(shown, after),
    );
    return () => ({
      securityGroupInfo: items.map((group) => renderGroup(group, region.region.name)),
      nextToken,
    });
  },
});

/** With the rules every new group has: its own members may come in, everything may go out. */
function renderGroup({ id, name, description, vpcId }: SecurityGroup, region: string): XmlFields {
  return {
    ownerId: ACCOUNT_ID,
    groupId: id,
    groupName: name,
    groupDescription: description,
    vpcId,
    securityGroupArn: `arn:aws:ec2:${region}:${ACCOUNT_ID}:security-group/${id}`,
    ipPermissions:
      name === 'default'
        ? [
            {
              ipProtocol: '-1',
              groups: [{ userId: ACCOUNT_ID, groupId: id }],
              ipRanges: [],
              ipv6Ranges: [],
              prefixListIds: [],
            },
          ]
        : [],
    ipPermissionsEgress: [
      {
        ipProtocol: '-1',
        groups: [],
        ipRanges: [{ cidrIp: '0.0.0.0/0' }],
        ipv6Ranges: [],
        prefixListIds: [],
      },
    ],
  };
}
