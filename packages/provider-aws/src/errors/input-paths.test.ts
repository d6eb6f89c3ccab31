import { expect, test } from 'vitest';
import { inputPath } from './input-paths.js';

const creating = { provider: 'aws', operation: 'createInstance' };

test.each([
  ['AuthFailure', 'spec.providerOptions.aws.image'],
  ['InvalidAMIAttributeItemValue', 'spec.providerOptions.aws.image'],
  ['InvalidAMIID.NotFound', 'spec.providerOptions.aws.image'],
  ['InvalidKeyPair.NotFound', 'spec.providerOptions.aws.keyName'],
  ['InvalidSubnet', 'spec.providerOptions.aws.subnetId'],
  ['InvalidSubnetID.NotFound', 'spec.providerOptions.aws.subnetId'],
  ['VPCIdNotSpecified', 'spec.providerOptions.aws.subnetId'],
  ['VPCResourceNotSpecified', 'spec.providerOptions.aws.subnetId'],
  ['DefaultVpcDoesNotExist', 'spec.providerOptions.aws.subnetId'],
  ['InvalidVpcID.NotFound', 'spec.providerOptions.aws.subnetId'],
  ['InvalidGroup.NotFound', 'spec.providerOptions.aws.securityGroupIds'],
  ['InvalidSecurityGroupID.NotFound', 'spec.providerOptions.aws.securityGroupIds'],
  ['SecurityGroupsPerInstanceLimitExceeded', 'spec.providerOptions.aws.securityGroupIds'],
  ['InvalidIamInstanceProfileArn.Malformed', 'spec.providerOptions.aws.iamInstanceProfile'],
  ['InvalidInstanceType', 'spec.providerOptions.aws.instanceType'],
  ['InvalidUserData.Malformed', 'spec.userData'],
  ['InvalidTagKey.Malformed', 'spec.tags'],
  ['TagLimitExceeded', 'spec.tags'],
  ['TagPolicyViolation', 'spec.tags'],
  ['InvalidRegion', 'spec.region'],
  ['InvalidParameterCombination', 'spec'],
  ['', 'spec'],
])('a creation refused with "%s" is about %s', (code, path) => {
  expect(inputPath(code, creating)).toBe(path);
});

test('any other operation is about its machine, or else about its options', () => {
  const reading = { provider: 'aws', operation: 'getInstanceStatus' };
  expect(inputPath('InvalidSubnet', { ...reading, instanceId: 'i-1' })).toBe('instanceId');
  expect(inputPath('InvalidSubnet', reading)).toBe('options');
});
