import type { Image } from '../catalogue/images.js';
import { findInstanceType } from '../catalogue/instance-types.js';
import type { Zone } from '../catalogue/regions.js';
import type { Ec2Context } from '../ec2-types.js';
import { startInstance, stopInstance, terminateInstance } from '../instances/change-instance.js';
import type { StateReason } from '../instances/instance-phases.js';
import type { LaunchFailureRule } from '../instances/launch-failures.js';
import { launchInstances } from '../launching/launch-instances.js';
import type { LaunchParameters } from '../launching/launch-parameters.js';
import { planLaunch } from '../launching/plan-launch.js';
import { type Ec2Instance, viewInstance } from './instance-view.js';

/** Where in EC2 something is. */
export interface Ec2Location {
  readonly region: string;
  /** Default: every zone of the Region. */
  readonly zone?: string | undefined;
}

/** A machine that somebody else brings up. */
export interface PlantedInstance {
  readonly region: string;
  /** Default: t3.micro. */
  readonly instanceType?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly clientToken?: string | undefined;
  /** DisableApiTermination. Default: false. */
  readonly terminationProtected?: boolean | undefined;
  /** Default: false. */
  readonly spot?: boolean | undefined;
}

/** A launch template that exists. */
export interface Ec2LaunchTemplate {
  readonly launchTemplateId: string;
  readonly name: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Date;
}

/**
 * The state of the emulated EC2: to look into, and to arrange what tests need. What it shows is the truth,
 * without lag and without forgetting.
 *
 * Methods throw a `RangeError` when there is no such Region, zone, type, id or permission.
 */
export class Ec2State {
  readonly #context: Ec2Context;

  constructor(context: Ec2Context) {
    this.#context = context;
  }

  /** Every instance there ever was, in the order of launch; with a Region, that Region's. */
  instances(region?: string): Ec2Instance[] {
    const { regions, clock } = this.#context;
    const states = region === undefined ? regions.used() : [regions.get(region)];
    const all = states.flatMap((state) => [...state.instances.everLaunched()]);
    all.sort((a, b) => a.launchedAt - b.launchedAt);
    return all.map((instance) => viewInstance(instance, clock.now()));
  }

  /** One instance, even when EC2 shows it no longer. */
  instance(instanceId: string): Ec2Instance {
    return viewInstance(this.#context.regions.find(instanceId).instance, this.#context.clock.now());
  }

  /** The launch templates that exist now. */
  launchTemplates(): Ec2LaunchTemplate[] {
    return this.#context.regions.used().flatMap(({ region, launchTemplates }) =>
      Array.from(launchTemplates.scan(), ({ item: { id, name, tags, createdAt } }) => ({
        launchTemplateId: id,
        name,
        region: region.name,
        tags: Object.fromEntries(tags.current),
        createdAt: new Date(createdAt),
      })),
    );
  }

  /**
   * Brings up a machine without a request, as a colleague at the console would. Takes quota and capacity,
   * and throws what EC2 would answer where there is none left.
   */
  plantInstance(planted: PlantedInstance): Ec2Instance {
    const region = this.#context.regions.get(planted.region);
    const type = findInstanceType(planted.instanceType ?? 't3.micro');
    const image = [...region.images.values()].find(
      ({ architecture }) => architecture === type?.architecture,
    );
    const tags = Object.entries(planted.tags ?? {});
    const parameters: LaunchParameters = {
      ImageId: image?.id,
      InstanceType: type?.name ?? planted.instanceType,
      InstanceMarketOptions: planted.spot ? { MarketType: 'spot' } : undefined,
      TagSpecification: [
        { ResourceType: 'instance', Tag: tags.map(([Key, Value]) => ({ Key, Value })) },
      ],
    };
    const plan = planLaunch(parameters, { region, denySsm: undefined });
    const [instance] = launchInstances(
      {
        plan,
        minimum: 1,
        maximum: 1,
        clientToken: planted.clientToken ?? '',
        terminationProtected: planted.terminationProtected ?? false,
        ownTags: new Map(),
      },
      region,
      this.#context,
    );
    if (instance === undefined) throw new RangeError('Nothing was launched.');
    return viewInstance(instance, this.#context.clock.now());
  }

  /** Terminates an instance without a request, protected or not. */
  terminateInstance(instanceId: string, reason?: StateReason): void {
    const { instance, region } = this.#context.regions.find(instanceId);
    terminateInstance(instance, { region, context: this.#context }, reason);
  }

  /** Stops an instance without a request, if it runs. */
  stopInstance(instanceId: string): void {
    const { instance, region } = this.#context.regions.find(instanceId);
    stopInstance(instance, { region, context: this.#context });
  }

  /** Starts an instance without a request, if it is stopped; it gets another public address. */
  startInstance(instanceId: string): void {
    const { instance, region } = this.#context.regions.find(instanceId);
    startInstance(instance, { region, context: this.#context });
  }

  /** Shuts the machine down from inside: it stops or terminates, as its InstanceInitiatedShutdownBehavior says. */
  shutDownFromInside(instanceId: string): void {
    const { instance, region } = this.#context.regions.find(instanceId);
    const change = { region, context: this.#context };
    const reason = {
      code: 'Client.InstanceInitiatedShutdown',
      message: 'Client.InstanceInitiatedShutdown: Instance initiated shutdown',
    };
    if (instance.configuration.shutdownBehavior === 'terminate') {
      terminateInstance(instance, change, reason);
    } else {
      stopInstance(instance, change, reason);
    }
  }

  /** Takes a spot instance back, as EC2 does when it needs the room. */
  reclaimSpotInstance(instanceId: string): void {
    this.terminateInstance(instanceId, {
      code: 'Server.SpotInstanceTermination',
      message: 'Server.SpotInstanceTermination: Spot instance termination',
    });
  }

  /** Sets DisableApiTermination. */
  protectInstance(instanceId: string, terminationProtected = true): void {
    this.#context.regions.find(instanceId).instance.terminationProtected = terminationProtected;
  }

  /** Lets launches to come be accepted and then end: pending, and from there terminated with a StateReason. */
  failLaunches(rule: LaunchFailureRule): void {
    this.#context.launchFailures.add(rule);
  }

  /**
   * Takes a permission away: an action (`RunInstances`), `ssm:GetParameters` for `resolve:ssm:` images, or
   * `iam:CreateServiceLinkedRole`, without which an account that never used spot gets none.
   */
  deny(permission: string): void {
    this.#context.permissions.deny(permission);
  }

  /** Gives a permission back. */
  allow(permission: string): void {
    this.#context.permissions.allow(permission);
  }

  /** Whether a place sells a type at all; where it does not, launches are answered Unsupported. */
  setOffered(instanceType: string, location: Ec2Location, offered: boolean): void {
    if (findInstanceType(instanceType) === undefined) {
      throw new RangeError(`There is no instance type ${instanceType}.`);
    }
    const { market } = this.#context.regions.get(location.region);
    for (const zone of this.#zonesOf(location)) market.setSold(instanceType, zone, offered);
  }

  /** Sets a spot price from now on, in dollars an hour. */
  setSpotPrice(instanceType: string, location: Ec2Location, price: number): void {
    const { market } = this.#context.regions.get(location.region);
    for (const zone of this.#zonesOf(location)) market.setSpotPrice(instanceType, zone, price);
  }

  /** The default VPC of a Region is deleted, with its subnets and security groups. */
  removeDefaultVpc(region: string): void {
    this.#context.regions.get(region).network.removeDefaultVpc();
  }

  /** Adds a VPC `10.<block>.0.0/16` with a subnet in each zone and a default security group. */
  addVpc(region: string, { block = 0, mapPublicIp = false } = {}) {
    const { network } = this.#context.regions.get(region);
    const vpc = network.addVpc({ block, mapPublicIp });
    return {
      vpcId: vpc.id,
      subnetIds: network.subnets.filter(({ vpcId }) => vpcId === vpc.id).map(({ id }) => id),
      defaultSecurityGroupId: network.groupOf(vpc.id)?.id ?? '',
    };
  }

  /** Adds a security group and gives back its id. */
  addSecurityGroup(region: string, vpcId: string, name: string): string {
    return this.#context.regions.get(region).network.addSecurityGroup(vpcId, name, name).id;
  }

  addKeyPair(region: string, name: string): void {
    this.#context.regions.get(region).keyPairs.add(name);
  }

  addImage(region: string, image: Image): void {
    this.#context.regions.get(region).images.set(image.id, image);
  }

  /** Takes an image away, as when its owner deregisters it. */
  removeImage(region: string, imageId: string): void {
    this.#context.regions.get(region).images.delete(imageId);
  }

  /** Sets the image id behind a parameter of Systems Manager; undefined takes the parameter away. */
  setSsmParameter(region: string, parameter: string, imageId: string | undefined): void {
    const { ssmParameters } = this.#context.regions.get(region);
    if (imageId === undefined) ssmParameters.delete(parameter);
    else ssmParameters.set(parameter, imageId);
  }

  #zonesOf({ region, zone }: Ec2Location): readonly Zone[] {
    const state = this.#context.regions.get(region);
    if (zone === undefined) return state.zones;
    const found = state.zone(zone);
    if (found === undefined) throw new RangeError(`The Region ${region} has no zone ${zone}.`);
    return [found];
  }
}
