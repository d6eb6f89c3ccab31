import type { Operation } from '@stagely/core/plugin';

/** Which input codes are about, by how they begin. */
const PATHS: readonly (readonly [path: string, beginnings: readonly string[]])[] = [
  ['spec.providerOptions.aws.image', ['InvalidAMI', 'AuthFailure']],
  ['spec.providerOptions.aws.keyName', ['InvalidKeyPair']],
  ['spec.providerOptions.aws.subnetId', ['InvalidSubnet', 'VPC', 'DefaultVpc', 'InvalidVpc']],
  [
    'spec.providerOptions.aws.securityGroupIds',
    ['InvalidGroup', 'InvalidSecurityGroup', 'SecurityGroups'],
  ],
  ['spec.providerOptions.aws.iamInstanceProfile', ['InvalidIamInstanceProfile']],
  ['spec.providerOptions.aws.instanceType', ['InvalidInstanceType']],
  ['spec.userData', ['InvalidUserData']],
  ['spec.tags', ['InvalidTag', 'TagLimit', 'TagPolicy']],
  ['spec.region', ['InvalidRegion']],
];

/** The path of the input that EC2 has refused with a code. */
export function inputPath(code: string, { operation, instanceId }: Operation): string {
  if (operation === 'createInstance') {
    const found = PATHS.find(([, beginnings]) => beginnings.some((each) => code.startsWith(each)));
    return found?.[0] ?? 'spec';
  }
  return instanceId === undefined ? 'options' : 'instanceId';
}
