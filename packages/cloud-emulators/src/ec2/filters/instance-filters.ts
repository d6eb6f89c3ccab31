import { type Instance, phaseOf, tagsOf } from '../instances/instance.js';
import { stateCodes } from '../instances/instance-phases.js';
import { ACCOUNT_ID } from '../wire/account.js';
import { privateDnsName, publicDnsName } from '../wire/host-names.js';
import type { FilterTable } from './filters.js';

/** The filters of DescribeInstances. */
export const instanceFilters: FilterTable<Instance> = {
  tags: tagsOf,
  values: {
    architecture: ({ configuration }) => configuration.type.architecture,
    'availability-zone': ({ configuration }) => configuration.subnet.zone.name,
    'availability-zone-id': ({ configuration }) => configuration.subnet.zone.id,
    'client-token': ({ clientToken }) => clientToken,
    'dns-name': (instance, asOf) => {
      const { publicIp } = phaseOf(instance, asOf);
      return publicIp && publicDnsName(publicIp, instance.region);
    },
    'ebs-optimized': ({ configuration }) => configuration.ebsOptimized,
    'image-id': ({ configuration }) => configuration.image.id,
    'instance-id': ({ id }) => id,
    'instance-lifecycle': ({ configuration }) =>
      configuration.market === 'spot' ? 'spot' : undefined,
    'instance-state-code': (instance, asOf) => stateCodes[phaseOf(instance, asOf).state],
    'instance-state-name': (instance, asOf) => phaseOf(instance, asOf).state,
    'instance-type': ({ configuration }) => configuration.type.name,
    'instance.group-id': ({ configuration }) => configuration.groups.map(({ id }) => id),
    'instance.group-name': ({ configuration }) => configuration.groups.map(({ name }) => name),
    'ip-address': (instance, asOf) => phaseOf(instance, asOf).publicIp,
    'key-name': ({ configuration }) => configuration.keyName,
    'launch-index': ({ launchIndex }) => launchIndex,
    'launch-time': ({ launchedAt }) => new Date(launchedAt).toISOString(),
    'metadata-options.http-tokens': ({ configuration }) => configuration.metadata.httpTokens,
    'monitoring-state': ({ configuration }) => (configuration.monitored ? 'enabled' : 'disabled'),
    'network-interface.association.public-ip': (instance, asOf) => phaseOf(instance, asOf).publicIp,
    'network-interface.network-interface-id': ({ interfaceId }) => interfaceId,
    'network-interface.subnet-id': ({ configuration }) => configuration.subnet.id,
    'owner-id': () => ACCOUNT_ID,
    'private-dns-name': ({ privateIp, region }) => privateDnsName(privateIp, region),
    'private-ip-address': ({ privateIp }) => privateIp,
    reason: (instance, asOf) => phaseOf(instance, asOf).transitionReason,
    'reservation-id': ({ reservationId }) => reservationId,
    'root-device-type': () => 'ebs',
    'spot-instance-request-id': ({ spotRequestId }) => spotRequestId,
    'state-reason-code': (instance, asOf) => phaseOf(instance, asOf).reason?.code,
    'state-reason-message': (instance, asOf) => phaseOf(instance, asOf).reason?.message,
    'subnet-id': ({ configuration }) => configuration.subnet.id,
    tenancy: () => 'default',
    'virtualization-type': () => 'hvm',
    'vpc-id': ({ configuration }) => configuration.subnet.vpcId,
  },
};
