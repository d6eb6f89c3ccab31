/** A Region and its Availability Zones. */
export interface Region {
  readonly name: string;
  /** The letters of the zones the account sees. */
  readonly zoneLetters: string;
  /** The beginning of its zones' ids: `use1` in `use1-az1`. */
  readonly zoneIdPrefix: string;
  /** Whether the account must ask for it first. The emulated account has asked for none. */
  readonly optIn: boolean;
}

/** An Availability Zone. */
export interface Zone {
  readonly name: string;
  readonly id: string;
}

const region = (
  name: string,
  zoneIdPrefix: string,
  zoneLetters: string,
  optIn = false,
): Region => ({
  name,
  zoneIdPrefix,
  zoneLetters,
  optIn,
});

/** The Regions of the commercial partition: all that need no opting in, and some that do. */
export const regions: readonly Region[] = [
  region('ap-south-1', 'aps1', 'abc'),
  region('eu-north-1', 'eun1', 'abc'),
  region('eu-west-3', 'euw3', 'abc'),
  region('eu-west-2', 'euw2', 'abc'),
  region('eu-west-1', 'euw1', 'abc'),
  region('ap-northeast-3', 'apne3', 'abc'),
  region('ap-northeast-2', 'apne2', 'abcd'),
  region('ap-northeast-1', 'apne1', 'acd'),
  region('ca-central-1', 'cac1', 'abd'),
  region('sa-east-1', 'sae1', 'abc'),
  region('ap-southeast-1', 'apse1', 'abc'),
  region('ap-southeast-2', 'apse2', 'abc'),
  region('eu-central-1', 'euc1', 'abc'),
  region('us-east-1', 'use1', 'abcdef'),
  region('us-east-2', 'use2', 'abc'),
  region('us-west-1', 'usw1', 'ac'),
  region('us-west-2', 'usw2', 'abcd'),
  region('af-south-1', 'afs1', 'abc', true),
  region('ap-east-1', 'ape1', 'abc', true),
  region('ca-west-1', 'caw1', 'abc', true),
  region('eu-central-2', 'euc2', 'abc', true),
  region('eu-south-1', 'eus1', 'abc', true),
  region('me-central-1', 'mec1', 'abc', true),
];

/** The Region of a name. */
export function findRegion(name: string): Region | undefined {
  return regions.find((region) => region.name === name);
}

export function zonesOf({ name, zoneLetters, zoneIdPrefix }: Region): Zone[] {
  return [...zoneLetters].map((letter, index) => ({
    name: name + letter,
    id: `${zoneIdPrefix}-az${index + 1}`,
  }));
}

/** Host name of a Region's endpoint. */
export function endpointOf({ name }: Region): string {
  return `ec2.${name}.amazonaws.com`;
}
