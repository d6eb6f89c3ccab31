import { type Instance, phaseOf, tagsOf } from '../instances/instance.js';
import { type InstanceStateName, stateCodes } from '../instances/instance-phases.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { ACCOUNT_ID } from './account.js';
import { privateDnsName, publicDnsName } from './host-names.js';
import { renderGroups } from './render-groups.js';
import { renderNetworkInterface } from './render-network-interface.js';
import { renderTags } from './render-tags.js';

export function renderState(name: InstanceStateName): XmlFields {
  return { code: stateCodes[name], name };
}

/** Instances in their reservations, as they were at a time. Those of one reservation stand together. */
export function renderReservations(instances: readonly Instance[], asOf: number): XmlFields[] {
  const reservations = new Map<string, Instance[]>();
  for (const instance of instances) {
    const members = reservations.get(instance.reservationId);
    if (members) members.push(instance);
    else reservations.set(instance.reservationId, [instance]);
  }
  return Array.from(reservations, ([reservationId, members]) =>
    renderReservation(reservationId, members, asOf),
  );
}

export function renderReservation(
  reservationId: string,
  instances: readonly Instance[],
  asOf: number,
): XmlFields {
  return {
    reservationId,
    ownerId: ACCOUNT_ID,
    groupSet: [],
    instancesSet: instances.map((instance) => renderInstance(instance, asOf)),
  };
}

function renderInstance(instance: Instance, asOf: number): XmlFields {
  const { configuration } = instance;
  const { type, image, subnet, metadata } = configuration;
  const { state, publicIp, reason, transitionReason = '' } = phaseOf(instance, asOf);
  const terminated = state === 'terminated';
  return {
    instanceId: instance.id,
    imageId: image.id,
    instanceState: renderState(state),
    privateDnsName: terminated ? '' : privateDnsName(instance.privateIp, instance.region),
    dnsName: publicIp === undefined ? '' : publicDnsName(publicIp, instance.region),
    reason: transitionReason,
    keyName: configuration.keyName,
    amiLaunchIndex: instance.launchIndex,
    productCodes: [],
    instanceType: type.name,
    // EC2 gives whole seconds.
    launchTime: new Date(instance.launchedAt - (instance.launchedAt % 1_000)),
    placement: {
      availabilityZone: subnet.zone.name,
      availabilityZoneId: subnet.zone.id,
      groupName: '',
      tenancy: 'default',
    },
    monitoring: { state: configuration.monitored ? 'enabled' : 'disabled' },
    subnetId: terminated ? undefined : subnet.id,
    vpcId: terminated ? undefined : subnet.vpcId,
    privateIpAddress: terminated ? undefined : instance.privateIp,
    ipAddress: publicIp,
    sourceDestCheck: terminated ? undefined : true,
    groupSet: terminated ? [] : renderGroups(configuration.groups),
    stateReason: reason && { code: reason.code, message: reason.message },
    architecture: type.architecture,
    rootDeviceType: 'ebs',
    rootDeviceName: image.rootDeviceName,
    blockDeviceMapping: terminated ? [] : [renderRootVolume(instance)],
    virtualizationType: 'hvm',
    clientToken: instance.clientToken,
    instanceLifecycle: configuration.market === 'spot' ? 'spot' : undefined,
    spotInstanceRequestId: instance.spotRequestId,
    tagSet: renderTags(tagsOf(instance, asOf)),
    hypervisor: 'xen',
    networkInterfaceSet: terminated ? [] : [renderNetworkInterface(instance, publicIp)],
    iamInstanceProfile: renderProfile(configuration.profileName),
    ebsOptimized: configuration.ebsOptimized,
    enaSupport: true,
    cpuOptions: {
      coreCount: type.vcpus / type.threadsPerCore,
      threadsPerCore: type.threadsPerCore,
    },
    capacityReservationSpecification: { capacityReservationPreference: 'open' },
    hibernationOptions: { configured: false },
    metadataOptions: {
      state: state === 'pending' ? 'pending' : 'applied',
      httpTokens: metadata.httpTokens,
      httpPutResponseHopLimit: metadata.httpPutResponseHopLimit,
      httpEndpoint: metadata.httpEndpoint,
      httpProtocolIpv6: metadata.httpProtocolIpv6,
      instanceMetadataTags: metadata.instanceMetadataTags,
    },
    enclaveOptions: { enabled: false },
    platformDetails: 'Linux/UNIX',
    usageOperation: 'RunInstances',
    usageOperationUpdateTime: new Date(instance.launchedAt),
    maintenanceOptions: { autoRecovery: 'default' },
  };
}

function renderRootVolume({ configuration, volumeId, launchedAt }: Instance): XmlFields {
  return {
    deviceName: configuration.image.rootDeviceName,
    ebs: {
      volumeId,
      status: 'attached',
      attachTime: new Date(launchedAt),
      deleteOnTermination: true,
    },
  };
}

function renderProfile(name: string | undefined): XmlFields | undefined {
  return name === undefined
    ? undefined
    : {
        arn: `arn:aws:iam::${ACCOUNT_ID}:instance-profile/${name}`,
        id: 'AIPAEMULATEDPROFILE01',
      };
}
