import type { Instance } from '../instances/instance.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { ACCOUNT_ID } from './account.js';
import { privateDnsName, publicDnsName } from './host-names.js';
import { renderGroups } from './render-groups.js';

/** The one network interface of an instance that is not terminated. */
export function renderNetworkInterface(
  instance: Instance,
  publicIp: string | undefined,
): XmlFields {
  const { region, privateIp, interfaceId, launchedAt, configuration } = instance;
  const association = publicIp === undefined ? undefined : renderAssociation(publicIp, region);
  const dnsName = privateDnsName(privateIp, region);
  return {
    networkInterfaceId: interfaceId,
    subnetId: configuration.subnet.id,
    vpcId: configuration.subnet.vpcId,
    description: configuration.interfaceDescription,
    ownerId: ACCOUNT_ID,
    status: 'in-use',
    macAddress: macAddressOf(privateIp),
    privateIpAddress: privateIp,
    privateDnsName: dnsName,
    sourceDestCheck: true,
    groupSet: renderGroups(configuration.groups),
    attachment: {
      attachmentId: interfaceId.replace('eni-', 'eni-attach-'),
      deviceIndex: 0,
      status: 'attached',
      attachTime: new Date(launchedAt),
      deleteOnTermination: true,
      networkCardIndex: 0,
    },
    association,
    privateIpAddressesSet: [
      { privateIpAddress: privateIp, privateDnsName: dnsName, primary: true, association },
    ],
    interfaceType: 'interface',
  };
}

function renderAssociation(publicIp: string, region: string): XmlFields {
  return { publicIp, publicDnsName: publicDnsName(publicIp, region), ipOwnerId: 'amazon' };
}

/** An address that nobody else has, because its Region's private address is in it. */
function macAddressOf(privateIp: string): string {
  const octets = privateIp.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return ['0a', '58', ...octets].join(':');
}
