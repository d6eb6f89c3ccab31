import { formatPrice } from '../catalogue/spot-prices.js';
import { type Instance, phaseOf } from '../instances/instance.js';
import type { Phase } from '../instances/instance-phases.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { renderGroups } from './render-groups.js';

/** What has become of a spot request, from its instance. */
export function spotRequestStatus({ state, reason }: Phase) {
  switch (state) {
    case 'pending':
    case 'running':
      return { state: 'active', code: 'fulfilled', message: 'Your Spot request is fulfilled.' };
    case 'stopping':
    case 'stopped':
      return {
        state: 'disabled',
        code: 'instance-stopped-by-user',
        message: 'The Spot Instance was stopped by its user.',
      };
    case 'shutting-down':
    case 'terminated':
      return reason?.code === 'Server.SpotInstanceTermination'
        ? {
            state: 'closed',
            code: 'instance-terminated-no-capacity',
            message: 'The Spot Instance was terminated because there is no Spot capacity left.',
          }
        : {
            state: 'closed',
            code: 'instance-terminated-by-user',
            message: 'The Spot Instance was terminated by its user.',
          };
  }
}

export function renderSpotRequest(instance: Instance, asOf: number): XmlFields {
  const { configuration, launchedAt } = instance;
  const { subnet, type } = configuration;
  const phase = phaseOf(instance, asOf);
  const { state, code, message } = spotRequestStatus(phase);
  return {
    spotInstanceRequestId: instance.spotRequestId,
    spotPrice: configuration.maxPrice ?? formatPrice(type.hourlyPrice),
    type: configuration.persistentRequest ? 'persistent' : 'one-time',
    state,
    status: { code, message, updateTime: new Date(phase.from) },
    launchSpecification: {
      imageId: configuration.image.id,
      keyName: configuration.keyName,
      groupSet: renderGroups(configuration.groups),
      instanceType: type.name,
      placement: { availabilityZone: subnet.zone.name },
      monitoring: { enabled: configuration.monitored },
      subnetId: subnet.id,
    },
    instanceId: instance.id,
    createTime: new Date(launchedAt),
    productDescription: 'Linux/UNIX',
    launchedAvailabilityZone: subnet.zone.name,
    launchedAvailabilityZoneId: subnet.zone.id,
    instanceInterruptionBehavior: 'terminate',
  };
}
