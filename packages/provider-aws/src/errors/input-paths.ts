import type { Operation } from '@stagely/core/plugin';

/** Which input a code is about, the first that fits. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^InvalidAMI|^AuthFailure$/, 'spec.providerOptions.aws.image'],
  [/^InvalidKeyPair/, 'spec.providerOptions.aws.keyName'],
  [/^InvalidSubnet|^VPC|^DefaultVpc|^InvalidVpc/, 'spec.providerOptions.aws.subnetId'],
  [/^Invalid(?:Security)?Group|^SecurityGroups/, 'spec.providerOptions.aws.securityGroupIds'],
  [/^InvalidIamInstanceProfile/, 'spec.providerOptions.aws.iamInstanceProfile'],
  [/^InvalidInstanceType/, 'spec.providerOptions.aws.instanceType'],
  [/^InvalidUserData/, 'spec.userData'],
  [/^InvalidTag|^TagLimit|^TagPolicy/, 'spec.tags'],
  [/^InvalidRegion/, 'spec.region'],
];

/** The path of the input that EC2 has refused with a code. */
export function inputPath(code: string, { operation, instanceId }: Operation): string {
  if (operation === 'createInstance') {
    return PATHS.find(([pattern]) => pattern.test(code))?.[1] ?? 'spec';
  }
  return instanceId === undefined ? 'options' : 'instanceId';
}
