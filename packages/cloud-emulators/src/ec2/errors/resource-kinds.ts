/** The prefix of ids, the codes of errors and the word for each kind of thing that has an id. */
export const resourceKinds = {
  instance: {
    prefix: 'i',
    malformed: 'InvalidInstanceID.Malformed',
    notFound: 'InvalidInstanceID.NotFound',
    noun: 'instance ID',
  },
  image: {
    prefix: 'ami',
    malformed: 'InvalidAMIID.Malformed',
    notFound: 'InvalidAMIID.NotFound',
    noun: 'image id',
  },
  subnet: {
    prefix: 'subnet',
    malformed: 'InvalidSubnetID.Malformed',
    notFound: 'InvalidSubnetID.NotFound',
    noun: 'subnet ID',
  },
  vpc: {
    prefix: 'vpc',
    malformed: 'InvalidVpcID.Malformed',
    notFound: 'InvalidVpcID.NotFound',
    noun: 'vpc ID',
  },
  securityGroup: {
    prefix: 'sg',
    malformed: 'InvalidGroupId.Malformed',
    notFound: 'InvalidGroup.NotFound',
    noun: 'security group',
  },
  launchTemplate: {
    prefix: 'lt',
    malformed: 'InvalidLaunchTemplateId.Malformed',
    notFound: 'InvalidLaunchTemplateId.NotFound',
    noun: 'launch template ID',
  },
  spotRequest: {
    prefix: 'sir',
    malformed: 'InvalidSpotInstanceRequestID.Malformed',
    notFound: 'InvalidSpotInstanceRequestID.NotFound',
    noun: 'spot instance request ID',
  },
} as const;

/** A kind of thing that has an id of its own form. */
export type ResourceKind = keyof typeof resourceKinds;

const idEnding: Partial<Record<ResourceKind, RegExp>> = { spotRequest: /^[a-z0-9]{8}$/ };

/** Whether a text has the form of an id of that kind: `i-` and 8 or 17 hexadecimal digits. */
export function isResourceId(kind: ResourceKind, id: string): boolean {
  const { prefix } = resourceKinds[kind];
  const ending = idEnding[kind] ?? /^(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
  return id.startsWith(`${prefix}-`) && ending.test(id.slice(prefix.length + 1));
}
