import { ApiError } from '../../emulator/api-error.js';
import type { Market } from '../../machines/capacity.js';

const refuse = (code: string, message: string) => new ApiError({ status: 400, code, message });

/** Errors of bringing up machines. */
export const launchErrors = {
  /** A server error, status 500: SDKs repeat the call before anyone sees it. */
  insufficientCapacity: (type: string, zone: string, market: Market) =>
    new ApiError({
      status: 500,
      code: 'InsufficientInstanceCapacity',
      message:
        market === 'spot'
          ? 'There is no Spot capacity available that matches your request.'
          : `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}). Our system will be working on provisioning additional capacity.`,
    }),

  unsupportedInZone: (type: string, zone: string, others: readonly string[]) =>
    refuse(
      'Unsupported',
      `Your requested instance type (${type}) is not supported in your requested Availability Zone (${zone}). Please retry your request by not specifying an Availability Zone or choosing ${others.join(', ')}.`,
    ),

  unsupported: () =>
    refuse(
      'Unsupported',
      'The requested configuration is currently not supported. Please check the documentation for supported configurations.',
    ),

  vcpuLimitExceeded: (limit: number) =>
    refuse(
      'VcpuLimitExceeded',
      `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
    ),

  spotCountExceeded: () =>
    refuse('MaxSpotInstanceCountExceeded', 'Max spot instance count exceeded'),

  instanceLimitExceeded: (limit: number, type: string) =>
    refuse(
      'InstanceLimitExceeded',
      `Your quota allows for ${limit} running instance(s) in this region; no more ${type} can be launched.`,
    ),

  templateLimitExceeded: (limit: number) =>
    refuse('MaxTemplateLimitExceeded', `You have reached the limit of ${limit} launch templates.`),

  spotMaxPriceTooLow: (maxPrice: string, price: string) =>
    refuse(
      'SpotMaxPriceTooLow',
      `Your Spot request price of ${maxPrice} is lower than the minimum required Spot request fulfillment price of ${price}.`,
    ),

  spotRoleMissing: () =>
    refuse(
      'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
      'The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.',
    ),

  noDefaultVpc: () => refuse('VPCIdNotSpecified', 'No default VPC for this user'),

  malformedUserData: () =>
    refuse('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.'),

  userDataTooLarge: () => refuse('InvalidParameterValue', 'User data is limited to 16384 bytes'),

  invalidClientToken: () =>
    refuse('InvalidClientToken', 'A client token has at most 64 ASCII characters.'),

  idempotentParameterMismatch: () =>
    refuse(
      'IdempotentParameterMismatch',
      'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    ),

  idempotentInstanceTerminated: () =>
    refuse(
      'IdempotentInstanceTerminated',
      'The client token you have provided is associated with a terminated instance. Please use a different client token.',
    ),

  unknownSsmParameter: (parameter: string) =>
    refuse(
      'InvalidParameterValue',
      `Invalid value for the parameter ImageId: the Systems Manager parameter ${parameter} does not exist.`,
    ),

  /** What CreateFleet says when it may not read the image's parameter. */
  ssmAccessDenied: () => refuse('SsmAccessDenied', 'Access denied to SSM'),

  architectureMismatch: (type: string, image: string) =>
    refuse(
      'InvalidParameterValue',
      `The architecture '${type}' of the specified instance type does not match the architecture '${image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    ),
};
