import type { Clock } from '@stagely/core/plugin';
import type { Random } from '../../random/random.js';
import { type Image, publicImagesOf } from '../catalogue/images.js';
import { type Region, type Zone, zonesOf } from '../catalogue/regions.js';
import type { Fleet } from '../fleets/fleet.js';
import type { Instance } from '../instances/instance.js';
import { terminationOf } from '../instances/instance-phases.js';
import { InstanceStore } from '../instances/instance-store.js';
import { RegionNetwork } from '../network/region-network.js';
import { ClientTokens } from './client-tokens.js';
import { type LaunchTemplate, LaunchTemplateStore } from './launch-template-store.js';
import { RegionMarket } from './region-market.js';

/** Options of a `RegionState`. */
export interface RegionStateOptions {
  clock: Clock;
  /** What ids are drawn from, for each Region anew. */
  random: Random;
  /** How far reads may lag, in milliseconds. */
  maximumLagMs: number;
  /** How long a terminated instance is shown, in milliseconds. */
  terminatedVisibleMs: number;
}

/** Everything that one Region knows; no Region knows of another. */
export class RegionState {
  readonly region: Region;
  readonly zones: readonly Zone[];
  readonly random: Random;
  readonly network: RegionNetwork;
  readonly market: RegionMarket;
  readonly instances: InstanceStore;
  readonly launchTemplates: LaunchTemplateStore;
  readonly images = new Map<string, Image>();
  /** Image ids by the names of Systems Manager parameters. */
  readonly ssmParameters: Map<string, string>;
  readonly keyPairs = new Set<string>();
  readonly fleets: Fleet[] = [];
  readonly launchTokens: ClientTokens<readonly Instance[]>;
  readonly fleetTokens: ClientTokens<Fleet>;
  readonly launchTemplateTokens: ClientTokens<LaunchTemplate>;

  constructor(region: Region, options: RegionStateOptions) {
    const { clock, random, maximumLagMs, terminatedVisibleMs } = options;
    this.region = region;
    this.zones = zonesOf(region);
    this.random = random.fork(region.name);
    this.network = new RegionNetwork(this.random.fork('network'), this.zones);
    this.market = new RegionMarket(clock);
    this.instances = new InstanceStore({ clock, maximumLagMs, terminatedVisibleMs });
    this.launchTemplates = new LaunchTemplateStore(clock, maximumLagMs);
    const { images, parameters } = publicImagesOf(region.name);
    for (const image of images) this.images.set(image.id, image);
    this.ssmParameters = parameters;
    this.launchTokens = new ClientTokens({ clock, endOf: endOfAll });
    this.fleetTokens = new ClientTokens({
      clock,
      endOf: ({ instances, createdAt }) => (instances.length > 0 ? endOfAll(instances) : createdAt),
    });
    this.launchTemplateTokens = new ClientTokens({ clock });
  }

  /** A zone by its name or id. */
  zone(nameOrId: string): Zone | undefined {
    return this.zones.find(({ name, id }) => name === nameOrId || id === nameOrId);
  }
}

/** When the last of them is terminated; undefined while one is not. */
function endOfAll(instances: readonly Instance[]): number | undefined {
  const ends = instances.map(
    ({ phases }) => terminationOf(phases.current) ?? Number.POSITIVE_INFINITY,
  );
  const last = Math.max(...ends);
  return Number.isFinite(last) ? last : undefined;
}
