import type { AwsSpec } from '../parse-aws-spec.js';
import { encodeUserData } from './encode-user-data.js';
import type { LaunchImage } from './images.js';

/** What RunInstances and launch templates are told of a machine alike. */
export function toLaunchData({ userData, options }: AwsSpec, { imageId }: LaunchImage) {
  const { subnetId, securityGroupIds, keyName, iamInstanceProfile } = options;
  const encoded = userData === undefined ? undefined : encodeUserData(userData);
  return {
    ImageId: imageId,
    // Subnet and groups belong here as soon as there is an interface, which a public address takes.
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        AssociatePublicIpAddress: true,
        ...(subnetId === undefined ? {} : { SubnetId: subnetId }),
        ...(securityGroupIds === undefined ? {} : { Groups: securityGroupIds }),
      },
    ],
    // A shutdown from inside must not leave a stopped machine that costs money.
    InstanceInitiatedShutdownBehavior: 'terminate' as const,
    MetadataOptions: { HttpTokens: 'required' as const },
    ...(encoded !== undefined && 'base64' in encoded ? { UserData: encoded.base64 } : {}),
    ...(keyName === undefined ? {} : { KeyName: keyName }),
    ...(iamInstanceProfile === undefined
      ? {}
      : { IamInstanceProfile: toProfile(iamInstanceProfile) }),
  };
}

function toProfile(nameOrArn: string) {
  return nameOrArn.startsWith('arn:') ? { Arn: nameOrArn } : { Name: nameOrArn };
}
