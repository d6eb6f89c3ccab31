import { ApiError } from '../../emulator/api-error.js';
import { resourceKinds as kinds, type ResourceKind } from './resource-kinds.js';

const refuse = (code: string, message: string) => new ApiError({ status: 400, code, message });

/** Errors about things that have an id or a name. */
export const resourceErrors = {
  malformedId: (kind: ResourceKind, id: string) =>
    refuse(kinds[kind].malformed, `Invalid id: "${id}" (expecting "${kinds[kind].prefix}-...")`),

  notFound: (kind: ResourceKind, ids: readonly string[]) =>
    ids.length === 1
      ? refuse(kinds[kind].notFound, `The ${kinds[kind].noun} '${ids[0]}' does not exist`)
      : refuse(kinds[kind].notFound, `The ${kinds[kind].noun}s '${ids.join(', ')}' do not exist`),

  invalidId: (id: string) => refuse('InvalidID', `The ID '${id}' is not valid`),

  groupNotFound: (name: string, vpcId: string) =>
    refuse(
      'InvalidGroup.NotFound',
      `The security group '${name}' does not exist in default VPC '${vpcId}'`,
    ),

  keyPairNotFound: (name: string) =>
    refuse('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`),

  zoneNotFound: (names: readonly string[]) =>
    refuse('InvalidParameterValue', `Invalid availability zone: [${names.join(', ')}]`),

  regionNotFound: (names: readonly string[]) =>
    refuse('InvalidParameterValue', `Invalid region name(s): [${names.join(', ')}]`),

  invalidInstanceType: (types: readonly string[]) =>
    refuse(
      'InvalidInstanceType',
      `The following supplied instance types do not exist: [${types.join(', ')}]`,
    ),

  incorrectState: (instanceId: string, action: 'started' | 'stopped') =>
    refuse(
      'IncorrectInstanceState',
      `The instance '${instanceId}' is not in a state from which it can be ${action}.`,
    ),

  terminationProtected: (instanceId: string) =>
    refuse(
      'OperationNotPermitted',
      `The instance '${instanceId}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    ),

  stopProtected: (instanceId: string) =>
    refuse(
      'OperationNotPermitted',
      `The instance '${instanceId}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
    ),

  oneTimeSpotStop: (instanceId: string) =>
    refuse(
      'UnsupportedOperation',
      `You can't stop the Spot Instance '${instanceId}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
    ),

  launchTemplateNameNotFound: (name: string) =>
    refuse(
      'InvalidLaunchTemplateName.NotFoundException',
      `The specified launch template, with template name ${name}, does not exist.`,
    ),

  launchTemplateNameMalformed: (name: string) =>
    refuse(
      'InvalidLaunchTemplateName.MalformedException',
      `The launch template name '${name}' must have 3 to 128 characters: letters, digits, and -_./().`,
    ),

  launchTemplateNameTaken: () =>
    refuse(
      'InvalidLaunchTemplateName.AlreadyExistsException',
      'Launch template name already in use.',
    ),

  launchTemplateVersionNotFound: (version: string) =>
    refuse(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find launch template version ${version}`,
    ),

  tagLimitExceeded: () =>
    refuse('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.'),
};
