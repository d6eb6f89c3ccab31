import { type Operation, parseInstanceId } from '@stagely/core/plugin';

/** An instance and where it is: a stored id must not change its meaning when somebody edits the credentials. */
export interface InstanceAddress {
  readonly region: string;
  /** EC2's own id: `i-0123456789abcdef0`. */
  readonly ec2Id: string;
}

const FORM = {
  pattern: /^(?:[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d{1,2}\/)?i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
  example: 'eu-west-1/i-0123456789abcdef0',
} as const;

/** The id of an instance as the contract knows it. */
export function formatInstanceId({ region, ec2Id }: InstanceAddress): string {
  return `${region}/${ec2Id}`;
}

/**
 * Reads an id; one without a region is in that of the credentials.
 *
 * @throws InvalidInputError
 */
export function readInstanceId(
  instanceId: string,
  homeRegion: string,
  operation: Operation,
): InstanceAddress {
  const [first = '', second] = parseInstanceId(instanceId, FORM, operation).split('/');
  return second === undefined
    ? { region: homeRegion, ec2Id: first }
    : { region: first, ec2Id: second };
}
