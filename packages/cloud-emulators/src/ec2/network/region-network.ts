import { Ipv4Sequence } from '../../random/ipv4-sequence.js';
import type { Random } from '../../random/random.js';
import type { Zone } from '../catalogue/regions.js';

/** A virtual network. */
export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
}

/** A part of a VPC in one zone. */
export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: Zone;
  readonly cidr: string;
  /** The zone's subnet for launches that name none. */
  readonly defaultForZone: boolean;
  /** Whether machines get a public address unless they say otherwise. */
  readonly mapPublicIp: boolean;
  readonly addresses: Ipv4Sequence;
}

/** A firewall of a VPC. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
}

/** How a VPC beside the default one is made. */
export interface VpcPlan {
  /** The second number of its block `10.<number>.0.0/16`. */
  readonly block: number;
  readonly mapPublicIp: boolean;
}

/** The networks of one Region. */
export class RegionNetwork {
  readonly #random: Random;
  readonly #zones: readonly Zone[];
  readonly #vpcs = new Map<string, Vpc>();
  readonly #subnets = new Map<string, Subnet>();
  readonly #groups = new Map<string, SecurityGroup>();

  constructor(random: Random, zones: readonly Zone[]) {
    this.#random = random;
    this.#zones = zones;
    this.#add('172.31.0.0/16', true, true);
  }

  get vpcs(): readonly Vpc[] {
    return [...this.#vpcs.values()];
  }

  get subnets(): readonly Subnet[] {
    return [...this.#subnets.values()];
  }

  get securityGroups(): readonly SecurityGroup[] {
    return [...this.#groups.values()];
  }

  get defaultVpc(): Vpc | undefined {
    return this.vpcs.find(({ isDefault }) => isDefault);
  }

  subnet(id: string): Subnet | undefined {
    return this.#subnets.get(id);
  }

  securityGroup(id: string): SecurityGroup | undefined {
    return this.#groups.get(id);
  }

  /** The group of a VPC that machines get which name none. */
  groupOf(vpcId: string, name = 'default'): SecurityGroup | undefined {
    return this.securityGroups.find((group) => group.vpcId === vpcId && group.name === name);
  }

  /** Takes the default VPC away, with all that is in it. */
  removeDefaultVpc(): void {
    const vpcId = this.defaultVpc?.id;
    if (vpcId === undefined) return;
    this.#vpcs.delete(vpcId);
    for (const { id } of this.subnets.filter((subnet) => subnet.vpcId === vpcId)) {
      this.#subnets.delete(id);
    }
    for (const { id } of this.securityGroups.filter((group) => group.vpcId === vpcId)) {
      this.#groups.delete(id);
    }
  }

  /** Adds a VPC with a subnet in each zone and its default security group. */
  addVpc({ block, mapPublicIp }: VpcPlan): Vpc {
    return this.#add(`10.${block}.0.0/16`, false, mapPublicIp);
  }

  /** @throws RangeError when there is no such VPC */
  addSecurityGroup(vpcId: string, name: string, description: string): SecurityGroup {
    if (!this.#vpcs.has(vpcId)) throw new RangeError(`There is no VPC ${vpcId}.`);
    const group = { id: `sg-${this.#random.hex(17)}`, name, description, vpcId };
    this.#groups.set(group.id, group);
    return group;
  }

  #add(cidr: string, isDefault: boolean, mapPublicIp: boolean): Vpc {
    const vpc = { id: `vpc-${this.#random.hex(17)}`, cidr, isDefault };
    this.#vpcs.set(vpc.id, vpc);
    this.addSecurityGroup(vpc.id, 'default', 'default VPC security group');
    const [a, b] = cidr.split('.');
    for (const [index, zone] of this.#zones.entries()) {
      const subnetCidr = `${a}.${b}.${index * 16}.0/20`;
      const subnet: Subnet = {
        id: `subnet-${this.#random.hex(17)}`,
        vpcId: vpc.id,
        zone,
        cidr: subnetCidr,
        defaultForZone: isDefault,
        mapPublicIp,
        addresses: withoutReserved(subnetCidr),
      };
      this.#subnets.set(subnet.id, subnet);
    }
    return vpc;
  }
}

/** EC2 keeps the first three host addresses of a subnet to itself. */
function withoutReserved(cidr: string): Ipv4Sequence {
  const addresses = new Ipv4Sequence(cidr);
  for (let reserved = 0; reserved < 3; reserved++) addresses.next();
  return addresses;
}
